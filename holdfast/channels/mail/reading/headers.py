"""The header block of a message or part: fields as bytes, unfolded, never raising (T26).

The standard parser gives up at a header line that is none and at charsets that it does not know; here a bad
field
costs one field, and words that follow a broken header block become body.
"""

import re
from dataclasses import dataclass, field

from holdfast.channels.mail.reading import charsets, limits
from holdfast.channels.mail.reading.encoded_words import decode_words
from holdfast.channels.mail.reading.scrub import one_line

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_ENVELOPE = re.compile(rb">?From [ \t]*[^ \t:]")


@dataclass(slots=True)
class Headers:
    """Fields in their order, names in lower case, values as sent but unfolded."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    envelope: bytes = b""
    """The mbox `From ` line, if the message began with one."""
    charset: str | None = None
    """What the body is in, and so, likely, the fields that hold raw 8-bit words."""
    _first: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, value: bytes) -> None:
        self.fields.append((name, value))
        self._first.setdefault(name, value)

    def raw(self, name: str) -> bytes | None:
        """The first field of that name, or None."""
        return self._first.get(name)

    def every(self, name: str) -> list[bytes]:
        return [value for key, value in self.fields if key == name]

    def loose(self, name: str) -> str:
        """The first field as text before any decoding of encoded words; empty when missing."""
        return self.decoded(self._first.get(name, b"")).strip()

    def decoded(self, value: bytes) -> str:
        """A value of one of the fields as text before any decoding of encoded words."""
        return charsets.decode_field(value, self.charset)

    def text(self, name: str) -> str:
        """The first field, RFC 2047 decoded and on one line; empty when missing."""
        return one_line(decode_words(self.loose(name)))

    def __contains__(self, name: str) -> bool:
        return name in self._first


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header block at `start`, and where the body begins."""
    found = Headers()
    at = _skip_envelope(raw, start, end, found)
    stop = min(end, at + limits.HEADER_BYTES)
    name = ""
    pieces: list[bytes] = []

    def close() -> None:
        nonlocal name, pieces
        if name and len(found.fields) < limits.FIELDS:
            found.add(name, b"".join(pieces)[: limits.FIELD_BYTES])
        name, pieces = "", []

    while at < stop:
        line_end, following = _line(raw, at, end)
        line = raw[at : min(line_end, at + limits.FIELD_BYTES)]
        if not line.strip(b"\r"):
            close()
            return found, following
        if line[:1] in b" \t" and name:
            pieces.append(line)
        elif match := _FIELD.match(line):
            close()
            name = match[1].decode("ascii").lower()
            pieces = [line[match.end() :]]
        elif _ENVELOPE.match(line) or (name and _more_fields_follow(raw, following, end)):
            pass
        elif line[:1] in b" \t" and not line.strip():
            close()
            return found, following
        else:
            close()
            return found, at
        at = following
    close()
    return found, min(at, end)


def _skip_envelope(raw: bytes, start: int, end: int, found: Headers) -> int:
    """Past leading blank lines and an mbox `From ` line."""
    at = start
    for _ in range(20):
        line_end, following = _line(raw, at, end)
        line = raw[at : min(line_end, at + 1000)]
        if _ENVELOPE.match(line) and not found.envelope:
            found.envelope = line
        elif line.strip() or at >= end:
            return at
        elif not found.envelope and not _more_fields_follow(raw, following, end):
            return start
        at = following
    return start


def _line(raw: bytes, at: int, end: int) -> tuple[int, int]:
    """Where the line at `at` ends, and where the next begins."""
    newline = raw.find(b"\n", at, end)
    if newline < 0:
        newline = end
    carriage = raw.find(b"\r", at, newline)
    if 0 <= carriage < newline and raw[carriage:newline].strip(b"\r"):
        return carriage, carriage + 1
    return (carriage if carriage >= 0 else newline), min(newline + 1, end)


def _more_fields_follow(raw: bytes, at: int, end: int) -> bool:
    """Whether the next line is a field again, so that the odd line before it was only noise."""
    line_end, _ = _line(raw, at, end)
    match = _FIELD.match(raw, at, line_end)
    return match is not None and match.end() - at < 60
