"""Mails lying in files: one raw mail, an mbox, a Maildir, or a folder of raw mails; read one after the other.

Of a mail that is too large to be kept only so much is read into memory as tells that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from holdfast.channels.mail.reading.headers import read_headers
from holdfast.channels.mail.storing import LARGEST_MAIL

_LOOKED_AT: Final = 256 * 1024
_PIECE: Final = 64 * 1024
"""So much of a line is read at once; some files have no line end in a gigabyte."""
_MOST_BLANK: Final = 1000
_BOM: Final = b"\xef\xbb\xbf"
_FIELDS: Final = frozenset(
    {
        "from",
        "sender",
        "to",
        "cc",
        "bcc",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "delivered-to",
        "x-original-to",
        "mime-version",
        "content-type",
    }
)
"""One of these is in every mail; a file of settings has fields as well, by other names."""
_SEPARATOR = re.compile(rb"From .*(\d{2}:\d{2}|\d{4}\s*$)")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def mails_in(path: Path) -> Iterator[tuple[Path, bytes]]:
    """Every raw mail at that path with its file, in a steady order; raises OSError where it can't be read."""
    if path.is_dir():
        for file in _files_of(path):
            with file.open("rb") as stream:
                yield file, stream.read(LARGEST_MAIL + 1)
        return
    with path.open("rb") as stream:
        for raw in mails_in_stream(stream):
            yield path, raw


def is_mail(raw: bytes) -> bool:
    """Whether it begins as mails do: with a field of theirs, or an mbox's `From ` line."""
    headers, _ = read_headers(raw[:_LOOKED_AT], 0, min(len(raw), _LOOKED_AT))
    return bool(headers.envelope) or any(name in _FIELDS for name, _ in headers.fields)


def count_of(path: Path) -> int | None:
    """How many mails a folder holds; None where only reading would tell."""
    return len(_files_of(path)) if path.is_dir() else None


def mails_in_stream(stream: BinaryIO) -> Iterator[bytes]:
    """The mails of an mbox, or the one mail that the stream is; a single mail keeps its `From ` line.

    Blank lines and a byte-order mark before the first `From ` line, as editors leave them, are no mail of their own.
    """
    blank = b""
    first = stream.readline(_PIECE)
    while first in (b"\n", b"\r\n") and len(blank) < _MOST_BLANK:
        blank += first
        first = stream.readline(_PIECE)
    if _SEPARATOR.match(first.removeprefix(_BOM)):
        yield from _mails_of_mbox(first.removeprefix(_BOM), iter(partial(stream.readline, _PIECE), b""))
    elif whole := blank + first + stream.read(LARGEST_MAIL + 1):
        yield whole


def _mails_of_mbox(first: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A mail begins with a `From ` line after a blank one (RFC 4155); quoted ones lose a `>` (mboxrd)."""
    gathered, size, after_blank, begins_line = [first], len(first), False, True
    for piece in pieces:
        if after_blank and _SEPARATOR.match(piece):
            yield _joined(gathered, size)
            gathered, size = [], 0
        if size <= LARGEST_MAIL:
            gathered.append(piece)
            size += len(piece)
        after_blank = begins_line and not piece.strip(b"\r\n")
        begins_line = piece.endswith(b"\n")
    yield _joined(gathered, size)


def _joined(pieces: list[bytes], size: int) -> bytes:
    mail = b"".join(pieces)
    return mail if size > LARGEST_MAIL else _unquoted(mail)


def _unquoted(mail: bytes) -> bytes:
    head, line_end, rest = mail.partition(b"\n")
    return head + line_end + _QUOTED_FROM.sub(rb"\1", rest)


def _files_of(folder: Path) -> list[Path]:
    """Of a Maildir what is in `new` and `cur`, in the order of arrival; of another folder its files."""
    parts = [folder / "new", folder / "cur"]
    if all(part.is_dir() for part in parts):
        found = [file for part in parts for file in part.iterdir() if file.is_file()]
        return sorted(found, key=lambda file: (file.stat().st_mtime, file.name))
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))
