"""A piece of a content, as players ask for when somebody seeks: one range of bytes (RFC 9110, section 14)."""

from __future__ import annotations

import re
from typing import IO, Final

_RANGE: Final = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")


class OutOfRange(Exception):
    """What is asked for begins behind the end."""


def asked_for(header: str, size: int) -> range | None:
    """The bytes that a `Range` header names; None: all of it, also for several ranges or what we don't understand."""
    found = _RANGE.fullmatch(header.strip())
    if found is None:
        return None
    first, last, length = found.groups()
    if length is not None:
        begin, end = max(0, size - int(length)), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < begin:
            return None
    if begin >= end:
        raise OutOfRange
    return range(begin, end)


class Piece:
    """The bytes of a range of an open file, as if they were a file."""

    def __init__(self, file: IO[bytes], wanted: range) -> None:
        file.seek(wanted.start)
        self._file, self._left = file, len(wanted)

    def read(self, most: int = -1) -> bytes:
        size = self._left if most < 0 else min(most, self._left)
        content = self._file.read(size)
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()
