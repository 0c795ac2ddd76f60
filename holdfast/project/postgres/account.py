"""Whose account the database runs under: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from holdfast.project.trouble import Trouble

OWN_NAME = "holdfast"


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    def to_run_as(self) -> dict[str, Any]:
        """What subprocess needs to start a program as this user; nothing when that is who we are."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """Whether this user may enter the folder, or run the program, at that path."""
        # asked of the system itself, which also knows access lists and read-only mounts
        asked = subprocess.run(
            ["/bin/sh", "-c", 'test -x "$0"', str(path)], cwd="/", check=False, **self.to_run_as()
        )
        return asked.returncode == 0

    def own(self, path: Path) -> None:
        """Make the path this user's, where it is not yet."""
        if self.to_run_as():
            os.chown(path, self.uid, self.gid)


def choose_account(data: Path) -> Account:
    """Ourselves; as root the owner of the present data, or else an account for databases only."""
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()))
    if data.exists() and (owner := data.stat().st_uid) != 0:
        return _account(pwd.getpwuid(owner))
    return _named(OWN_NAME) or _create() or _named("postgres") or _named("_postgres") or _nobody_suitable()


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _named(name: str) -> Account | None:
    try:
        return _account(pwd.getpwnam(name))
    except KeyError:
        return None


def _create() -> Account | None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        return None
    nologin = shutil.which("nologin", path="/usr/sbin:/sbin") or "/bin/false"
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run(
        [useradd, *options, "--shell", nologin, OWN_NAME], check=False, capture_output=True, cwd="/"
    )
    return _named(OWN_NAME)


def _nobody_suitable() -> Account:
    raise Trouble(
        "PostgreSQL does not run as root, and no account for it could be made here."
        " Create a system user named holdfast, or run Holdfast as an ordinary user."
    )
