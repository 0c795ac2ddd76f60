"""Lines that a mail program glued together, as Samsung's does in its plain text (T40)."""

import re

from holdfast.channels.mail.reading.languages import ORIGINAL, label_of
from holdfast.channels.mail.reading.lines import Line

_SEPARATOR = re.compile(r"-{4,} ?([^-]{4,40}?) ?-{4,}[ \xa0]*")
_MOST_CHARS = 4000


def unglued(lines: list[Line]) -> list[Line]:
    """'… from my phone-------- Original message --------From: …' on the lines that it was meant to stand on."""
    apart: list[Line] = []
    for line in lines:
        found = _SEPARATOR.search(line.text) if len(line.text) < _MOST_CHARS else None
        if found is None or len(found[0]) == len(line.text) or not _begins_history(line.text, found):
            apart.append(line)
            continue
        pieces = (line.text[: found.start()].rstrip(), found[0].rstrip(), line.text[found.end() :])
        apart += [Line(piece, line.zone, line.is_marked) for piece in pieces if piece.strip()]
    return apart


def _begins_history(text: str, found: re.Match[str]) -> bool:
    if text.lstrip()[:1] in (">", "＞") or not ORIGINAL.fullmatch(found[1].strip()):
        return False
    return label_of(text[found.end() :]) in ("from", "date", "subject", "to")
