"""`reply_text`: what the sender newly wrote (T40).

Two failures, told apart: a lost new word is the worst, a left-over quote a blemish. So history is cut only
where a mark
says so, and what is doubtful stays.
"""

from itertools import groupby

from holdfast.channels.mail.reading.forwards import is_danish_forward, is_forward_subject, is_reply_subject
from holdfast.channels.mail.reading.glued import unglued
from holdfast.channels.mail.reading.header_blocks import Introduction
from holdfast.channels.mail.reading.introductions import Seeker
from holdfast.channels.mail.reading.languages import ANSWERS_BELOW, ORIGINAL, SIGNATURE, label_of
from holdfast.channels.mail.reading.lines import Line, Zone, as_text, tidied
from holdfast.channels.mail.reading.quotes import mark_quotes, unfold_heads

_MOST_LINES = 20_000
"""History is looked for in so many lines; what lies beyond without a mark is kept."""


def trim(lines: list[Line], *, subject: str = "", is_answer: bool = False) -> str:
    """The sender's own words. `is_answer`: the mail says itself that it answers another one."""
    lines = unglued([Line(line.text, line.zone, line.is_marked) for line in lines])
    is_answer = is_answer or is_reply_subject(subject)
    forwards = is_forward_subject(subject) or is_danish_forward(subject, as_text(lines[:500]))
    if forwards and _passes_on(lines):
        return as_text(lines)
    quoted = mark_quotes(lines)
    introductions = unfold_heads(lines, quoted)
    introductions += _mark(lines, quoted, forwards=forwards, is_answer=is_answer)
    if any(quoted) and not is_answer and not introductions and not any(line.is_marked for line in lines):
        return as_text(lines)
    _free_own_lines(lines, quoted)
    _weigh_quotes(lines, introductions)
    if _are_answers_inside(lines):
        return as_text(lines)
    kept = [line for line in lines if line.zone == Zone.NEW]
    if not any(line.text.strip() for line in kept):
        return _nothing_new(lines, introductions, is_answer=is_answer, forwards=forwards)
    return as_text(tidied(kept) if len(kept) < len(lines) else kept)


def _passes_on(lines: list[Line]) -> bool:
    """Whether what the HTML marks, in a mail that calls itself a forward, begins as forwarded mail does: Outlook marks
    it just as it marks history."""
    first = next((line for line in lines if line.zone != Zone.NEW and line.text.strip()), None)
    if first is None or not first.is_marked:
        return False
    return (
        first.zone == Zone.REST
        or label_of(first.text) is not None
        or ORIGINAL.search(first.text[:140]) is not None
    )


def _mark(lines: list[Line], quoted: list[bool], *, forwards: bool, is_answer: bool) -> list[Introduction]:
    """Mark attributions, and history that has no marks of its own, from the top down."""
    seeker = Seeker(lines, quoted)
    found: list[Introduction] = []
    place = 0
    while place < min(len(lines), _MOST_LINES):
        if quoted[place] or lines[place].zone in (Zone.REST, Zone.ATTRIBUTION):
            place += 1
            continue
        introduction = seeker.at(place)
        if introduction is None or (
            not introduction.is_strong and not seeker.quote_follows(introduction.end)
        ):
            place += 1
            continue
        if introduction.kind == "forward":
            _keep_from(lines, introduction.start)
            break
        if introduction.kind == "separator" and seeker.is_heading(introduction):
            lines[introduction.start].zone = Zone.ATTRIBUTION
            place = introduction.start + 1
            continue
        follows_quote = seeker.quote_follows(introduction.end)
        if not follows_quote and forwards and introduction.kind in ("header", "separator"):
            _keep_from(lines, introduction.start)
            break
        if not follows_quote and _is_own_prose(lines, introduction, seeker, is_answer):
            place = introduction.end
            continue
        introduction = seeker.without_own_words(introduction)
        found.append(introduction)
        for line in lines[introduction.start : introduction.end]:
            if line.zone == Zone.NEW:
                line.zone = Zone.ATTRIBUTION
        if not follows_quote and _has_text(lines, introduction.end):
            if _is_deserted(lines, introduction):
                place = introduction.end
                continue
            for line in lines[introduction.end :]:
                line.zone = Zone.REST
            break
        place = introduction.end
    return found


def _is_own_prose(lines: list[Line], introduction: Introduction, seeker: Seeker, is_answer: bool) -> bool:
    """Whether the sender may have typed it: a citation, or a list of fields, in a mail of their own."""
    if introduction.kind == "header" and _is_typed_form(lines, introduction, seeker):
        return True
    is_told = is_answer or seeker.is_complete(introduction)
    if not _has_text(lines, introduction.end):
        return introduction.kind == "header" and not is_told
    if not is_told:
        return True
    if introduction.kind == "header":
        if seeker.headers.is_raw(introduction):
            return True
        return seeker.headers.is_announced(introduction) and (
            not is_answer
            or seeker.marks_follow(introduction.end)
            or not (seeker.is_dated(introduction) and seeker.has_address(introduction))
        )
    if introduction.kind != "attribution":
        return False
    if seeker.is_part_of_a_paragraph(introduction) or seeker.is_personal(introduction):
        return True
    if seeker.has_address(introduction):
        return False
    if any(line.zone == Zone.QUOTED for line in lines[: introduction.start]):
        return True
    return _is_deserted(lines, introduction) or seeker.another_follows(introduction.end)


def _is_typed_form(lines: list[Line], introduction: Introduction, seeker: Seeker) -> bool:
    return not _has_words_above(lines, introduction) and seeker.is_typed_form(introduction)


def _free_own_lines(lines: list[Line], quoted: list[bool]) -> None:
    """What the sender announced, and marked by hand or pasted from a console, is not history."""
    seeker = Seeker(lines, quoted)
    for is_quoted, group in groupby(
        range(len(lines)),
        key=lambda number: lines[number].zone == Zone.QUOTED and not lines[number].is_marked,
    ):
        run = list(group)
        if is_quoted and seeker.announces_own_lines(run[0]):
            for number in run:
                lines[number].zone = Zone.NEW


def announces_answers(above: list[Line]) -> bool:
    """Whether the sender says, in the words above what is quoted, that the answers stand inside it."""
    words = "\n".join(line.text for line in above[-60:])
    return ANSWERS_BELOW.search(words[-3000:]) is not None


def _are_answers_inside(lines: list[Line]) -> bool:
    """The sender says that the answers stand inside what is quoted, and none stand between or below it."""
    first = next((number for number, line in enumerate(lines) if line.zone != Zone.NEW), len(lines))
    return first < len(lines) and announces_answers(lines[:first]) and not _has_text(lines, first)


def _is_deserted(lines: list[Line], introduction: Introduction) -> bool:
    """An attribution on top of everything whose quote the sender removed: what follows is the answer."""
    if introduction.kind != "attribution":
        return False
    return not _has_words_above(lines, introduction) and not any(line.zone == Zone.REST for line in lines)


def _has_words_above(lines: list[Line], introduction: Introduction) -> bool:
    return any(line.text.strip() and line.zone == Zone.NEW for line in lines[: introduction.start])


def _keep_from(lines: list[Line], start: int) -> None:
    for line in lines[start:]:
        line.zone = Zone.NEW


def _has_text(lines: list[Line], start: int) -> bool:
    return any(line.text.strip() and line.zone == Zone.NEW for line in lines[start:])


def _weigh_quotes(lines: list[Line], introductions: list[Introduction]) -> None:
    """Quotes between answers are kept, as answers need them; quotes above or below all that is new are not."""
    runs = _runs(lines)
    quotes = [number for number, (kind, _) in enumerate(runs) if kind == "quoted"]
    answers = [
        number for number, (kind, _) in enumerate(runs) if kind == "new" and quotes and quotes[0] < number
    ]
    if not answers:
        return
    between = [number for number in answers if number < quotes[-1]]
    is_introduced = any(found.start <= runs[quotes[0]][1][0] for found in introductions)
    if not between and (is_introduced or not _is_in_the_midst(lines, runs, quotes[0])):
        return
    if between and _are_wrapped_leftovers(lines, runs, between):
        for number in between:
            for place in runs[number][1]:
                lines[place].zone = Zone.QUOTED
        return
    for number in quotes:
        if number < answers[-1]:
            for place in runs[number][1]:
                lines[place].zone = Zone.NEW


def _is_in_the_midst(lines: list[Line], runs: list[tuple[str, list[int]]], number: int) -> bool:
    """A single quote by hand or of one question, with own words above and below and no attribution."""
    return (
        number > 0
        and runs[number - 1][0] == "new"
        and not any(lines[place].is_marked for place in runs[number][1])
    )


def _runs(lines: list[Line]) -> list[tuple[str, list[int]]]:
    """Runs of lines of one kind (`new`, `quoted`, `aside`); blank lines belong to no run, signatures end what
    is new."""
    runs: list[tuple[str, list[int]]] = []
    closing = False
    for place, line in enumerate(lines):
        if not line.text.strip():
            continue
        if line.zone == Zone.QUOTED:
            kind, closing = "quoted", False
        elif line.zone == Zone.NEW:
            closing = closing or SIGNATURE.match(line.text) is not None
            kind = "aside" if closing else "new"
        else:
            continue
        if runs and runs[-1][0] == kind:
            runs[-1][1].append(place)
        else:
            runs.append((kind, [place]))
    return [(kind, _with_blanks(places)) if kind == "quoted" else (kind, places) for kind, places in runs]


def _with_blanks(places: list[int]) -> list[int]:
    """The run together with the empty lines inside it."""
    return list(range(places[0], places[-1] + 1))


def _are_wrapped_leftovers(lines: list[Line], runs: list[tuple[str, list[int]]], between: list[int]) -> bool:
    """Ends of quoted lines that a mail program wrapped without repeating the mark: never an answer of its
    own."""
    if not any(kind == "new" for kind, _ in runs[: between[0] - 1]):
        return False
    for number in between:
        places = runs[number][1]
        if len(places) != 1:
            return False
        text = lines[places[0]].text
        above, below = lines[places[0] - 1], lines[min(places[0] + 1, len(lines) - 1)]
        if above.zone != Zone.QUOTED or below.zone != Zone.QUOTED or above.is_marked:
            return False
        if len(above.text) < 65 or len(text) > 40 or not text[:1].islower():
            return False
    return True


def _nothing_new(
    lines: list[Line], introductions: list[Introduction], *, is_answer: bool, forwards: bool
) -> str:
    """A mail of nothing but history: empty for an answer, everything for one that passes something on."""
    if is_answer and not forwards:
        return ""
    is_carried = any(line.zone == Zone.REST for line in lines) or any(
        found.kind != "attribution" for found in introductions
    )
    was_marked = bool(introductions) or any(line.is_marked for line in lines)
    return as_text(lines) if forwards or is_carried or not was_marked else ""
