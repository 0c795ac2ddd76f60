"""Message ids of `Message-ID`, `In-Reply-To` and `References`, with their angle brackets as RFC 5322 writes
them."""

import re

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.encoded_words import decode_words
from holdfast.channels.mail.reading.scrub import one_line

_IN_BRACKETS = re.compile(r"<([^<>]{1,2000})>")
_SPACES = re.compile(r"\s+")
_COMMENT = re.compile(r"\([^()]{0,200}\)")


def read_ids(value: str) -> list[str]:
    """Every id of the field in order, each once; ids without brackets get them."""
    found: dict[str, None] = {}
    value = _plain(value[:1_000_000])
    inner = [match[1] for match in _IN_BRACKETS.finditer(value)]
    if not inner:
        words = value.replace(",", " ").split()
        inner = [word.strip("<>,;\"'") for word in words] if all("@" in word for word in words) else []
    for text in inner:
        clean = _clean(text)
        if clean and len(found) < limits.REFERENCES:
            found.setdefault(f"<{clean}>")
    return list(found)


def read_message_id(value: str) -> str | None:
    """The one id of a message; an id without an at sign or brackets is kept as it is."""
    if ids := read_ids(value):
        return ids[0]
    clean = _clean(_plain(value)).strip("<>")[:2000]
    return f"<{clean}>" if clean else None


def read_answered_id(value: str) -> str | None:
    """The mail that is answered. Behind words ('Message from Jan <jan@x.example> of … <id>') it is the last id."""
    ids = read_ids(value)
    if not ids:
        return None
    return ids[-1] if value.strip()[:1].isalpha() else ids[0]


def _plain(value: str) -> str:
    """The field without encoded words, which some programs make of long ids."""
    return decode_words(value) if "=?" in value and "<" not in value else value


def _clean(text: str) -> str:
    """An id without the spaces, and the comments between them, that RFC 822 allowed."""
    text = one_line(text)
    return _SPACES.sub("", _COMMENT.sub("", text)) if " " in text else text
