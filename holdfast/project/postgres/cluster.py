"""The database's files: made once, checked at each start."""

import locale
import os
import shutil
import subprocess
import sys
from pathlib import Path

from holdfast.project.postgres.account import Account
from holdfast.project.postgres.binaries import full_version, major_version
from holdfast.project.postgres.place import Place
from holdfast.project.postgres.tuning import as_file, settings
from holdfast.project.trouble import Trouble

SUPERUSER = "postgres"


def prepare_files(place: Place, *, password: str, durable: bool = True) -> None:
    """Make the data folder if there is none, see that the programs fit it, and write our settings.

    `password` is the superuser's, used when the folder is made; everybody signs in with a password,
    for whoever reaches a socket that trusts is superuser.
    """
    if place.data.is_dir():
        _require_same_version(place)
        # ours, and PostgreSQL refuses it when a copy or a chmod let others in
        if place.data.stat().st_mode & 0o027:
            place.data.chmod(0o700)
    else:
        _make(place, password, durable)
    chosen = settings(place.sockets, durable=durable)
    write_file(place.configuration / "holdfast.conf", as_file(chosen), place.account)


def _require_same_version(place: Place) -> None:
    try:
        kept = (place.data / "PG_VERSION").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        raise Trouble(
            f"{place.data} exists but is no PostgreSQL folder; move it away to start anew."
        ) from None
    ours = major_version(place.binaries)
    if kept != str(ours):
        raise Trouble(
            f"The database in {place.data} was made by PostgreSQL {kept}, but {place.binaries} is version"
            f" {full_version(place.binaries)}, which can't read it. Nothing was changed. Start with"
            f" PostgreSQL {kept} once more: HOLDFAST_POSTGRES_BIN=/usr/lib/postgresql/{kept}/bin bin/up; save"
            f" everything with that version's pg_dump; then move {place.folder} away, start anew without"
            " HOLDFAST_POSTGRES_BIN, and restore. docs/operators/upgrade.md has each command."
        )


def _make(place: Place, password: str, durable: bool) -> None:
    # made beside and renamed, so that a start cut short leaves nothing that looks finished
    unfinished = place.folder / "data.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    password_file = place.folder / ".password"
    write_file(password_file, password + "\n", place.account)
    try:
        made = subprocess.run(
            [
                str(place.binaries / "initdb"),
                f"--pgdata={unfinished}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--data-checksums",
                *_locale_options(major_version(place.binaries)),
                *([] if durable else ["--no-sync"]),
            ],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.defpath, "LC_MESSAGES": "C"},
            **place.account.to_run_as(),
        )
    finally:
        password_file.unlink()
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Trouble(f"The database could not be made in {place.folder}:\n{made.stderr.strip()}")
    with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude_dir = 'conf.d'\n")
    (unfinished / "conf.d").mkdir(mode=0o700)
    place.account.own(unfinished / "conf.d")
    unfinished.rename(place.data)


def _locale_options(version: int) -> list[str]:
    """Byte order and Unicode letters, the same on every machine; from 17 on PostgreSQL's own tables."""
    provided = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= 17 else []
    return [*provided, f"--locale={_system_locale()}"]


def _system_locale() -> str:
    """A locale of this machine's C library that knows Unicode's letters; the text search parser asks it."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "en_US.UTF-8" if sys.platform == "darwin" else "C"


def write_file(path: Path, text: str, account: Account) -> None:
    """Write a file of that account's; where a link lies in its place, fail."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    account.own(path)
