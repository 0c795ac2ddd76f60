"""Message ids of `Message-ID`, `In-Reply-To` and `References`, with their angle brackets as RFC 5322 writes
them."""

import re

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.scrub import one_line

_IN_BRACKETS = re.compile(r"<([^<>]{1,2000})>")
_SPACES = re.compile(r"\s+")


def read_ids(value: str) -> list[str]:
    """Every id of the field in order, each once; ids without brackets get them."""
    found: dict[str, None] = {}
    value = value[:1_000_000]
    inner = [match[1] for match in _IN_BRACKETS.finditer(value)]
    if not inner:
        inner = [word.strip("<>,;") for word in value.split() if "@" in word]
    for text in inner:
        clean = _SPACES.sub("", one_line(text))
        if clean and len(found) < limits.REFERENCES:
            found.setdefault(f"<{clean}>")
    return list(found)


def read_message_id(value: str) -> str | None:
    """The one id of a message; an id without an at sign or brackets is kept as it is."""
    if ids := read_ids(value):
        return ids[0]
    clean = _SPACES.sub("", one_line(value)).strip("<>")[:2000]
    return f"<{clean}>" if clean else None
