"""The header block of a message or part: fields as bytes, unfolded, never raising (T26).

The standard parser gives up at a header line that is none and at charsets that it does not know; here a bad
field
costs one field, and words that follow a broken header block become body.
"""

import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field

from holdfast.channels.mail.reading import charsets, limits
from holdfast.channels.mail.reading.encoded_words import decode_words
from holdfast.channels.mail.reading.scrub import one_line

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_BLANK_BEFORE_CONTENT = re.compile(rb"[\r\n]{1,8}content-[a-z-]{1,40}:", re.I)
_BLANK_LINES = re.compile(rb"[\r\n \t]{0,40}[\r\n]")
_USUAL_FIELD_SOON = re.compile(
    rb"(?:[^\r\n]{1,200}\r?\n){0,2}(?:from|to|cc|date|subject|message-id|mime-version|received|return-path|"
    rb"content-type|content-transfer-encoding)[ \t]{0,5}:",
    re.I,
)
"""Up to two more lines of noise, and then the header block goes on after all."""
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


def read_headers(
    raw: bytes, start: int, end: int, *, is_part: bool = False, in_digest: bool = False
) -> tuple[Headers, int]:
    """The header block at `start`, and where the body begins. In a part an empty line ends a header block that has no
    fields, save before a `Content-` field; not so in a digest, where a whole message follows the empty line."""
    found = Headers()
    has_none = is_part and (in_digest or not _BLANK_BEFORE_CONTENT.match(raw, start, end))
    at = start if has_none else _skip_envelope(raw, start, end, found)
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
        elif match := _FIELD.match(line if name else line.lstrip(b" \t")):
            close()
            name = match[1].decode("ascii").lower()
            pieces = [line[len(line) - len(match.string) + match.end() :]]
        elif (
            _ENVELOPE.match(line)
            or (name and line.startswith(b":"))
            or (name and _more_fields_follow(raw, following, end))
            or _USUAL_FIELD_SOON.match(raw, following, end)
        ):
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
    """Past a byte order mark, leading blank lines and an mbox `From ` line."""
    at = start + len(BOM_UTF8) if raw.startswith(BOM_UTF8, start) else start
    blank = _BLANK_LINES.match(raw, at, end)
    if blank is not None and (
        _ENVELOPE.match(raw, blank.end(), end) or _more_fields_follow(raw, blank.end(), end)
    ):
        at = blank.end()
    line_end, following = _line(raw, at, end)
    line = raw[at : min(line_end, at + 1000)]
    if not _ENVELOPE.match(line):
        return at
    found.envelope = line
    blank = _BLANK_LINES.match(raw, following, end)
    return blank.end() if blank is not None and _more_fields_follow(raw, blank.end(), end) else following


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
