"""Where the database's files are."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from holdfast.project.home import Home, make_private_folder, write_private_file
from holdfast.project.postgres.account import Account, choose_account
from holdfast.project.postgres.binaries import copy_binaries
from holdfast.project.trouble import Trouble

SYSTEM_FOLDER = Path("/var/lib/holdfast")
# a socket's whole path must fit in 104 bytes on macOS, 108 on Linux, and the file name takes 19
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Place:
    """One database's folder, its owner, and the programs that run it."""

    folder: Path
    sockets: Path
    account: Account
    binaries: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.folder / "data"

    @property
    def configuration(self) -> Path:
        """The folder of settings that PostgreSQL includes: ours, and any that the operator adds."""
        return self.data / "conf.d"


def settle_place(home: Home, binaries: Path, say: Callable[[str], None]) -> Place:
    """Find the database's folder, or choose and make it: in the home folder if its account can get there.

    As root the database runs as its own user. When that user can't reach the home folder the database
    is kept under /var/lib/holdfast, which is said and written down in the home folder; no mode of any
    folder that we didn't make is ever changed.
    """
    folder = _remembered(home) or home.path / "postgres"
    account = choose_account(folder / "data")
    if not folder.exists():
        if not account.can_reach(home.path):
            folder = _below_system_folder(home)
            say(f"The account {account.name} can't reach {home.path}: the database is kept in {folder}.")
            write_private_file(_note(home), f"{folder}\n")
        make_private_folder(folder)
        account.own(folder)
    if not account.can_reach(binaries / "postgres"):
        say(f"The account {account.name} can't reach {binaries}: its programs are copied to {folder}.")
        binaries = copy_binaries(binaries, folder)
    return Place(folder, _socket_folder(folder, account), account, binaries)


def _note(home: Home) -> Path:
    return home.path / "postgres.location"


def _remembered(home: Home) -> Path | None:
    try:
        folder = Path(_note(home).read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
    if not folder.is_dir():
        raise Trouble(
            f"{_note(home)} says that the database is in {folder}, which is not there."
            " Bring it back, or write its new folder into that file."
        )
    return folder


def _below_system_folder(home: Home) -> Path:
    make_private_folder(SYSTEM_FOLDER, mode=0o711)
    digest = hashlib.sha256(os.fsencode(home.path)).hexdigest()[:8]
    return SYSTEM_FOLDER / f"{home.path.parent.name or 'root'}-{digest}"


def _socket_folder(folder: Path, account: Account) -> Path:
    """A private folder with a short path: whoever reaches the socket may try passwords."""
    beside_data = folder / "run"
    # a comma parts two hosts for its clients, a quote ends the name for the server
    is_plain = not set(str(beside_data)) & {",", '"'}
    if is_plain and len(os.fsencode(beside_data)) <= LONGEST_SOCKET_FOLDER:
        make_private_folder(beside_data)
        account.own(beside_data)
        return beside_data
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    short = Path(_short_parent()) / f"holdfast-{digest}"
    make_private_folder(short)
    account.own(short)
    found = short.lstat()
    if stat.S_ISLNK(found.st_mode) or found.st_uid != account.uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise Trouble(f"{short} belongs to somebody else; remove it, or use a shorter HOLDFAST_HOME.")
    return short


def _short_parent() -> str:
    if os.geteuid() == 0 and os.path.isdir("/run"):
        return "/run"
    named = os.environ.get("XDG_RUNTIME_DIR", "")
    return named if os.path.isdir(named) and len(named) < 50 else tempfile.gettempdir()
