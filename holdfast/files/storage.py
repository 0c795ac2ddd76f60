"""Keep contents: bytes under the hash of what they are, on the disk before the row says that they are there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from holdfast.files.limits import LARGEST_FILE
from holdfast.files.media_types import LOOKED_AT, media_type_of
from holdfast.files.models import StoredFile
from holdfast.kernel.refusal import Refused

_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024


def store(content: bytes | BinaryIO, *, at: datetime) -> StoredFile:
    """Keep the content; the same content again is the same row. Refuses more than 50 MB.

    When this returns, file and folder are on the disk; the row stands or falls with the caller's transaction, and a
    file without a row does no harm: the next store of the same content takes it up.
    """
    if isinstance(content, bytes):
        return _store_bytes(content, at)
    return _store_stream(content, at)


def read(sha256: str) -> bytes:
    """The whole content; raises FileNotFoundError when its bytes are not there."""
    return path_of(sha256).read_bytes()


def read_given_out(sha256: str) -> bytes | None:
    """The whole content, or None of one that nobody may have; raises FileNotFoundError as `read` does."""
    stored = StoredFile.objects.filter(pk=sha256).first()
    return read(sha256) if stored is None or stored.is_given_out else None


def open_stored(sha256: str) -> IO[bytes]:
    """The content, opened for reading; raises FileNotFoundError when its bytes are not there."""
    return path_of(sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    if not _HASH.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hexadecimal")
    return _root() / sha256[:2] / sha256[2:4] / sha256


def forget(stored: StoredFile) -> None:
    """Remove a content that nothing hangs on any more, in the caller's transaction: the row, and then its bytes.

    What is attached elsewhere as well stays. A crash between the two leaves a file without a row, which does no harm.
    """
    path = path_of(stored.pk)
    try:
        with transaction.atomic():
            stored.delete()
    except (ProtectedError, IntegrityError):
        return
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _store_bytes(content: bytes, at: datetime) -> StoredFile:
    _require_small(len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    if (known := StoredFile.objects.filter(pk=sha256).first()) and _is_there(sha256, len(content)):
        return known
    if not _is_there(sha256, len(content)):
        with _arriving() as (file, beside):
            file.write(content)
            _settle(file, beside, sha256)
    return _row(sha256, len(content), content[:LOOKED_AT], at)


def _store_stream(content: BinaryIO, at: datetime) -> StoredFile:
    digest, size, head = hashlib.sha256(), 0, b""
    with _arriving() as (file, beside):
        while piece := content.read(_PIECE):
            size += len(piece)
            _require_small(size)
            digest.update(piece)
            head = head or piece[:LOOKED_AT]
            file.write(piece)
        sha256 = digest.hexdigest()
        if not _is_there(sha256, size):
            _settle(file, beside, sha256)
    return _row(sha256, size, head, at)


def _row(sha256: str, size: int, head: bytes, at: datetime) -> StoredFile:
    stored, _ = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": size, "media_type": media_type_of(head), "stored_at": at}
    )
    return stored


def _require_small(size: int) -> None:
    if size > LARGEST_FILE:
        raise Refused(
            f"A file may have {LARGEST_FILE // 1024**2} MB at most.", code="file_too_large", field="files"
        )


def _is_there(sha256: str, size: int) -> bool:
    try:
        return path_of(sha256).stat().st_size == size
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _arriving() -> Iterator[tuple[IO[bytes], Path]]:
    """A new file of our own beside the others, gone again unless it was settled."""
    folder = _root() / "arriving"
    _make_folder(folder)
    beside = folder / secrets.token_hex(16)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        try:
            yield file, beside
        finally:
            beside.unlink(missing_ok=True)


def _settle(file: IO[bytes], beside: Path, sha256: str) -> None:
    """Bytes to the disk, then the name, then the folder that holds the name: in this order a crash leaves no half."""
    file.flush()
    os.fsync(file.fileno())
    goal = path_of(sha256)
    _make_folder(goal.parent)
    beside.rename(goal)
    _sync_folder(goal.parent)


def _make_folder(folder: Path) -> None:
    """Make the folder and those above it that are missing, each on the disk before what goes into it."""
    if folder.is_dir():
        return
    if folder != _root():
        _make_folder(folder.parent)
    folder.mkdir(mode=0o700, parents=folder == _root(), exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _root() -> Path:
    return Path(settings.HOME) / "files"
