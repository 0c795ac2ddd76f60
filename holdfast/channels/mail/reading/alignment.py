"""Find in the plain text the place where the HTML of the same mail says that history begins."""

import re

from holdfast.channels.mail.reading.forwards import is_forward_subject
from holdfast.channels.mail.reading.lines import Line, Zone

_WORD = re.compile(r"\w+")
_TELLING = 8
"""So many words in a row are taken for the same passage."""


def cut_like(plain: list[Line], rich: list[Line], *, subject: str) -> int | None:
    """The number of the plain line where history begins, or None when the HTML does not tell it clearly."""
    if is_forward_subject(subject):
        return None
    texts = [line for line in rich if line.text.strip()]
    first = next((number for number, line in enumerate(texts) if line.zone != Zone.NEW), None)
    if not first or any(line.zone == Zone.NEW for line in texts[first:]):
        return None
    wanted: list[str] = []
    for line in texts[first : first + 40]:
        wanted += _WORD.findall(line.text.lower())
        if len(wanted) >= _TELLING:
            break
    wanted = wanted[:_TELLING]
    if len(wanted) < 4:
        return None
    return _line_of(plain, wanted)


def _line_of(plain: list[Line], wanted: list[str]) -> int | None:
    words: list[str] = []
    owners: list[int] = []
    for number, line in enumerate(plain[:20_000]):
        for word in _WORD.findall(line.text.lower()):
            words.append(word)
            owners.append(number)
    places = []
    length = len(wanted)
    for at, word in enumerate(words):
        if word == wanted[0] and words[at : at + length] == wanted:
            places.append(at)
    if not places:
        return None
    at = places[0]
    number = owners[at]
    starts_line = at == 0 or owners[at - 1] != number
    return number if starts_line and number > 0 else None
