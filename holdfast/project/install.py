"""Puts what requirements.lock names into .venv: called by bin/set-up, needs only Python itself.

Arguments: the root of the project, `run` or `all` (with what tests need), and the lock's checksum,
which is kept as the stamp of a finished installation.
"""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MARK = "# ---- tests"


def main(root: Path, section: str, checksum: str) -> None:
    """Install once, even when two commands start at the same time."""
    if not os.access(root, os.W_OK):
        sys.exit(
            f"{root} still has to be installed into, and is not yours to write to."
            " Run bin/up once as its owner, with a Python that you too may run, or copy it to a folder of yours."
        )
    with (root / ".venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = root / ".venv" / f".installed-{section}"
        enough = (stamp, stamp.with_name(".installed-all"))  # whoever has what tests need has what runs
        if any(_says(each, checksum) for each in enough) and _works(root / ".venv"):
            return
        make_environment(root / ".venv")
        install(root / ".venv", (root / "requirements.lock").read_text(), section)
        stamp.write_text(checksum + "\n")


def make_environment(folder: Path) -> None:
    """Make the virtual environment, or make it anew when its Python is gone."""
    if _works(folder):
        return
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"Python {version} is here without its venv package."
            f" On Debian and Ubuntu: apt-get install python{version}-venv"
        )
    print(f"Making {folder} with Python {sys.version.split()[0]}.", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    if subprocess.run([sys.executable, "-m", "venv", folder], check=False).returncode:
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit("The virtual environment could not be made; Python says why above.")


def install(environment: Path, lock: str, section: str) -> None:
    """Install exactly the locked versions, each checked by its hash."""
    wanted = lock if section == "all" else lock.partition(MARK)[0]
    print("Installing what requirements.lock names.", flush=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(wanted)
        file.flush()
        # the lock is complete, so nothing is left to resolve, and nothing is built here
        options = ["--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--no-input"]
        pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
        done = subprocess.run(
            [*pip, "install", *options, "--requirement", file.name],
            check=False,
        )
    if done.returncode:
        sys.exit("The packages could not be installed; pip says why above. Nothing was started.")


def _says(stamp: Path, checksum: str) -> bool:
    return stamp.is_file() and stamp.read_text().strip() == checksum


def _works(environment: Path) -> bool:
    python = environment / "bin" / "python"
    if not python.exists():
        return False
    checked = subprocess.run(
        [python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"], check=False
    )
    return checked.returncode == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
