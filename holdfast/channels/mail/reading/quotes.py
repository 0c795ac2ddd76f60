"""Which lines carry a mark of quoting, and what stands at the head of a quote (T40)."""

import re
from itertools import groupby

from holdfast.channels.mail.reading.attributions import ADDRESS, ENDS_OPEN, is_dated
from holdfast.channels.mail.reading.forwards import is_forward_mark
from holdfast.channels.mail.reading.header_blocks import Introduction
from holdfast.channels.mail.reading.introductions import Seeker
from holdfast.channels.mail.reading.languages import WROTE
from holdfast.channels.mail.reading.lines import Line, Zone, is_attributed

_BEFORE = r"[ \t\xa0\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]{0,6}"
_MARK = re.compile(rf"^{_BEFORE}(?:[>＞]|&gt;)")
_MARKS = re.compile(rf"^(?:{_BEFORE}(?:[>＞]|&gt;))+ ?")
_OTHER_MARK = re.compile(r"^ {0,2}(?:[|:] |[|:]$|[A-Z]{1,5}[a-z]{0,3}>+(?:\s|$))")
"""Bars, colons and initials ('BS> ') as some quoted of old; they tell only below an attribution."""

_CLOSING = re.compile(r"^>[>)]?,? ?[^\s>][^>]{0,40}[:：]\s*$")
_FRAMED = re.compile(r"^\s*(>{1,10})[^<>]{1,200}(<{1,10})\s*$")
"""'>> Call me <<', framed by the sender."""

_OPEN_LINK = re.compile(r"<(?:https?://|mailto:|www\.)[^\s<>]{1,2000}\s*$", re.I)
"""A link whose closing mark a mail program put at the beginning of the next line."""

_TIGHT_MARK = re.compile(r">(?!From )[^\s>]")
"""A quote whose words stand right behind the mark: then a quoted 'From' looks like an escaped one."""
_PROMPT = re.compile(r"^\s*(?:>>> |>>>$|\.\.\. )")
_MOST_RUNS = 300


def mark_quotes(lines: list[Line]) -> list[bool]:
    """Which lines carry a quote mark or a quoting tag; sets their zone."""
    quoted = [
        line.zone == Zone.QUOTED or (line.zone == Zone.NEW and _MARK.match(line.text) is not None)
        for line in lines
    ]
    is_tight = any(
        is_quoted and _TIGHT_MARK.match(line.text) for line, is_quoted in zip(lines, quoted, strict=True)
    )
    for number, line in enumerate(lines):
        if quoted[number] and (
            _is_no_quote(lines, quoted, number) or (not is_tight and _is_escaped_from(lines, quoted, number))
        ):
            quoted[number] = line.zone == Zone.QUOTED
    for start, end in _runs_of(quoted):
        if all(_PROMPT.match(line.text) for line in lines[start:end]):
            quoted[start:end] = [False] * (end - start)
    if not any(quoted):
        _mark_otherwise(lines, quoted)
    for line, is_quoted in zip(lines, quoted, strict=True):
        if is_quoted:
            line.zone = Zone.QUOTED
    return quoted


def _is_no_quote(lines: list[Line], quoted: list[bool], number: int) -> bool:
    """A mark that frames a line of its own, or that closes the address or the link of the line above."""
    text = lines[number].text
    if number and quoted[number - 1]:
        return False
    if number and _CLOSING.match(text) and "@" in lines[number - 1].text:
        return True
    if quoted[number + 1 : number + 2] == [True]:
        return False
    framed = _FRAMED.match(text)
    return (framed is not None and len(framed[1]) == len(framed[2])) or (
        number > 0 and _OPEN_LINK.search(lines[number - 1].text[-2100:]) is not None
    )


def _is_escaped_from(lines: list[Line], quoted: list[bool], number: int) -> bool:
    """'>From', as mailboxes escape a paragraph of the sender's that begins with the word 'From': alone, and
    below no attribution."""
    beside = (number and quoted[number - 1], *quoted[number + 1 : number + 2])
    if not lines[number].text.startswith(">From ") or any(beside):
        return False
    near = reversed(lines[max(0, number - 12) : number])
    above = next((line.text for line in near if line.text.strip()), "")
    return ENDS_OPEN.search(above) is None


def _mark_otherwise(lines: list[Line], quoted: list[bool]) -> None:
    """Bars and initials, when the first of them stands right below 'On …, … wrote:'."""
    others = [line.zone == Zone.NEW and _OTHER_MARK.match(line.text) is not None for line in lines]
    first = next((number for number, is_other in enumerate(others) if is_other), None)
    if first is None:
        return
    above = next((line.text for line in reversed(lines[max(0, first - 2) : first]) if line.text.strip()), "")
    if not ENDS_OPEN.search(above) or not (
        WROTE.search(above) or (is_dated(above) and ADDRESS.search(above))
    ):
        return
    mark = lines[first].text.split(maxsplit=1)[0]
    for number, line in enumerate(lines):
        quoted[number] = others[number] and line.text.lstrip().startswith(mark)


def unfold_heads(lines: list[Line], quoted: list[bool]) -> list[Introduction]:
    """Attributions that were quoted together with what they introduce, as Apple writes them, become
    attributions; what was forwarded behind marks becomes the sender's."""
    found: list[Introduction] = []
    for start, end in _runs_of(quoted)[:_MOST_RUNS]:
        head = [Line(_MARKS.sub("", line.text, count=1)) for line in lines[start : min(end, start + 14)]]
        first = [line for line in head if line.text.strip()][:2]
        if not is_attributed(lines, start) and any(is_forward_mark(line.text) for line in first):
            for line in lines[start:end]:
                line.zone = Zone.NEW
            quoted[start:end] = [False] * (end - start)
            continue
        introduction = _at_the_head(head)
        if introduction is not None:
            found.append(Introduction(start, start + introduction.end, introduction.kind))
            if introduction.end >= end - start and _goes_on(lines, quoted, introduction.kind, start, end):
                for line in lines[end:]:
                    line.zone = Zone.REST
            for line in lines[start : start + introduction.end]:
                line.zone = Zone.ATTRIBUTION
    return found


def _at_the_head(head: list[Line]) -> Introduction | None:
    """The introduction that the first lines with text are, together with the empty ones below it."""
    seeker = Seeker(head, [False] * len(head))
    first = seeker.headers.next_text(0)
    for place in range(first, min(first + 4, len(head))):
        if not head[place].text.strip():
            return None
        found = seeker.at(place)
        if found is not None and found.is_strong:
            if found.start > first and not (found.start == first + 1 and is_dated(head[first].text)):
                return None
            end = found.end
            while end < len(head) and not head[end].text.strip():
                end += 1
            return Introduction(first, end, found.kind)
    return None


def _goes_on(lines: list[Line], quoted: list[bool], kind: str, start: int, end: int) -> bool:
    """Whether only the header block carries marks, as Orange and La Poste write it, and unmarked history
    follows."""
    if kind == "attribution" or Seeker(lines, quoted).announces_own_lines(start):
        return False
    has_own = any(line.zone == Zone.NEW and line.text.strip() for line in lines[:start])
    return has_own and all(line.zone == Zone.NEW for line in lines[end:])


def _runs_of(quoted: list[bool]) -> list[tuple[int, int]]:
    """Runs [start, end) of marked lines."""
    runs = []
    for is_quoted, group in groupby(range(len(quoted)), key=lambda number: quoted[number]):
        if is_quoted:
            numbers = list(group)
            runs.append((numbers[0], numbers[-1] + 1))
    return runs
