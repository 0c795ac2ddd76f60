"""Find in the plain text the place where the HTML of the same mail says that history begins."""

import re
from collections import Counter

from holdfast.channels.mail.reading.forwards import is_forward_subject
from holdfast.channels.mail.reading.lines import Line, Zone

_WORD = re.compile(r"\w+")
_FENCE_BEFORE = re.compile(r"[\s<(\[\"'>*_=-]+$")
_TELLING = 8
"""So many words in a row are taken for the same passage."""


def cut_like(plain: list[Line], rich: list[Line], *, subject: str) -> list[Line] | None:
    """The plain lines above the place where history begins, or None when the HTML does not tell it clearly."""
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
    return _above(plain, wanted)


def tells_answers_better(told: str, own: str, text: str, rich: list[Line]) -> bool:
    """Whether the HTML tells of words between or below its quotes, while the plain text, which marks none, lost
    them or kept the quote."""
    marked = [number for number, line in enumerate(rich) if line.zone != Zone.NEW and line.text.strip()]
    if not marked or not any(line.zone == Zone.NEW and line.text.strip() for line in rich[marked[0] :]):
        return False
    more, kept, whole = (Counter(_WORD.findall(one.lower())) for one in (told, own, text))
    if not more:
        return False
    return kept < more < whole or (more < kept and _holds_a_quote(own, rich))


def _holds_a_quote(own: str, rich: list[Line]) -> bool:
    quote = next(
        (line.text for line in rich if line.zone == Zone.QUOTED and len(line.text.split()) > 1), None
    )
    return quote is not None and " ".join(quote.split()) in " ".join(own.split())


def _above(plain: list[Line], wanted: list[str]) -> list[Line] | None:
    """What stands above the first place with the wanted words; the line that they begin within is cut there."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for number, line in enumerate(plain[:20_000]):
        for word in _WORD.finditer(line.text):
            words.append(word[0].lower())
            places.append((number, word.start()))
    length = len(wanted)
    first = wanted[0]
    at = next((at for at, word in enumerate(words) if word == first and words[at : at + length] == wanted), 0)
    if at == 0:
        return None
    number, start = places[at]
    if places[at - 1][0] != number:
        return plain[:number]
    if length < _TELLING:
        return None
    own = _FENCE_BEFORE.sub("", plain[number].text[:start])
    return [*plain[:number], Line(own, plain[number].zone, plain[number].is_marked)]
