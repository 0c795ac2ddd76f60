"""`type/subtype; name=value` fields, RFC 2231 and its misuses (T32)."""

import re
from urllib.parse import unquote_to_bytes

from holdfast.channels.mail.reading import charsets
from holdfast.channels.mail.reading.encoded_words import decode_words

_PIECE = re.compile(r"^([^*=\s]+)(?:\*([0-9]{1,4}))?(\*)?$")
_EXTENDED = re.compile(r"^([A-Za-z][\w.:+-]{1,40})'([\w-]*)'(.*)$", re.S)
_LOOSE_PARAMETER = re.compile(r"(?:(inline|attachment)\s+)?((?:file)?name\*?[0-9*]{0,4}\s*=.*)", re.I | re.S)
"""A disposition without its semicolon, or without itself."""
_LOOSE_TYPE = re.compile(r"\s*([\w!#$&^.+-]+)\s*/\s*([\w!#$&^.+-]+)")


def read_parameters(value: bytes, charset: str | None = None) -> tuple[str, dict[str, str]]:
    """The leading value in lower case, and the decoded parameters by name in lower case; total. `charset` is what raw
    8-bit words are likely in."""
    value = value[:64_000]
    if b"\x1b$" in value:
        value = charsets.decode(value).encode()
    pieces = _split(value.decode("latin-1"))
    lead = pieces[0].strip()
    rest = pieces[1:]
    if (match := _LOOSE_TYPE.match(lead)) and match.end() < len(lead):
        tail = lead[match.end() :].strip()
        lead = match[0]
        if "=" in tail:
            rest.insert(0, tail)
    elif match := _LOOSE_PARAMETER.match(lead):
        lead = match[1] or ""
        rest.insert(0, match[2])
    return re.sub(r"\s+", "", lead).lower(), _assemble(rest[:200], charset)


def _split(text: str) -> list[str]:
    """Cut at semicolons outside quotes; a quote that is never closed is an ordinary character."""
    pieces: list[str] = []
    start = at = 0
    length = len(text)
    while at < length:
        if text[at] == ";":
            pieces.append(text[start:at])
            start = at + 1
        elif text[at] == '"' and (end := _closing_quote(text, at + 1)) > 0:
            at = end
        at += 1
    pieces.append(text[start:])
    return pieces


def _closing_quote(text: str, at: int) -> int:
    while True:
        end = text.find('"', at)
        if end <= 0:
            return -1
        slashes = _slashes_before(text, end)
        if slashes % 2 == 0 or _ends_parameter(text[end + 1 : end + 20]):
            return end
        at = end + 1


def _ends_parameter(following: str) -> bool:
    """Whether a quote after a backslash closes all the same: Windows paths end so (`"C:\\"`)."""
    return not following.strip() or following.lstrip().startswith(";")


def _slashes_before(text: str, at: int) -> int:
    count = 0
    while count < min(at, 20) and text[at - 1 - count] == "\\":
        count += 1
    return count


def _assemble(pieces: list[str], charset: str | None) -> dict[str, str]:
    plain: dict[str, str] = {}
    split: dict[str, dict[int, tuple[str, bool]]] = {}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        match = _PIECE.match(name.strip().lower())
        if not equals or match is None:
            continue
        value = _unquoted(value.strip())
        if match[2] is None and match[3] is None:
            plain.setdefault(match[1], value)
        else:
            split.setdefault(match[1], {}).setdefault(int(match[2] or 0), (value, match[3] is not None))
    found = {name: _plain_value(value, charset) for name, value in plain.items()}
    for name, sections in split.items():
        if joined := _join_sections([sections[number] for number in sorted(sections)], charset):
            found[name] = joined
    return found


def _unquoted(value: str) -> str:
    if len(value) > 2 and value[0] == value[-1] == "'":
        return value[1:-1]
    if not value.startswith('"'):
        return value
    end = _closing_quote(value, 1)
    inner = value[1:end] if end > 0 else value[1:]
    return re.sub(r'\\(["\\])', r"\1", inner)


def _plain_value(value: str, charset: str | None) -> str:
    raw = value.encode("latin-1")
    text = charsets.decode_field(raw, charset)
    if (match := _EXTENDED.match(text)) and "%" in match[3] and charsets.true_name(match[1]):
        return charsets.decode(unquote_to_bytes(match[3]), match[1], guess=False)
    return decode_words(text)


def _join_sections(sections: list[tuple[str, bool]], likely: str | None) -> str:
    """RFC 2231: sections in order; those marked with a star are percent-encoded, the first names the
    charset."""
    charset: str | None = None
    data = b""
    first, is_encoded = sections[0]
    if is_encoded and (match := _EXTENDED.match(first)):
        charset, first = match[1], match[3]
    elif is_encoded:
        first = first.removeprefix("''")
    for value, encoded in [(first, is_encoded), *sections[1:]]:
        raw = value.encode("latin-1")
        data += unquote_to_bytes(raw) if encoded else raw
    return decode_words(
        charsets.decode(data, charset, guess=False) if charset else charsets.decode_field(data, likely)
    )
