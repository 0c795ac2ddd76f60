# ruff: noqa: E501
"""Where quoted history begins: attribution lines, reply header blocks, separators (T40). Linear in the
lines."""

import re
from dataclasses import replace

from holdfast.channels.mail.reading import attributions
from holdfast.channels.mail.reading.attributions import (
    ADDRESS,
    ADDRESS_IN_FENCE,
    DATE,
    ENDS_OPEN,
    QUOTING,
)
from holdfast.channels.mail.reading.forwards import is_forward_mark
from holdfast.channels.mail.reading.header_blocks import HeaderBlocks, Introduction
from holdfast.channels.mail.reading.languages import ORIGINAL, PERSONAL, STARTS, WROTE, label_of
from holdfast.channels.mail.reading.lines import Line, Zone
from holdfast.channels.mail.reading.scrub import without_bidi

_DASHED = re.compile(r"^\s*[-_=*‐-―─━<]{2,}\s*(.{2,100}?)\s*[-_=*‐-―─━>]{2,}\s*:?\s*$")
_RULE = re.compile(r"^\s*(?:[-_=*‐-―─━]\s?){5,}\s*$")
_DASHED_WROTE = re.compile(r"^\s*-{2,}\s?(.{10,300}?)\s?-{2,}\s*$")
_REPLY_ABOVE = re.compile(
    r"^(?:\W{2,40}|\W{0,40}(?:please|bitte|merci|veuillez|por favor|per favore|gelieve|to)\s|\W{0,40}(?=reply|respond|write|type|answer|antwort|répon|rispond)).{0,30}?"
    r"(?:repl(?:y|ies)|respond|write|type|answer|antwort\w*|répon\w+|respond\w+|rispond\w+|antwoord\w*).{0,40}(?:above|over|oberhalb|über|au-dessus|encima|arriba|sopra|boven|acima)\W.{0,20}"
    r"\b(?:this|diese\w?|cette|esta|desta|questa|deze) (?:line|zeile|linie|ligne|línea|linea|riga|linha|lijn)\b.{0,36}$",
    re.I,
)
_TOP = 40
_LETTER = re.compile(r"[\w\u2600-\u27bf\U0001f000-\U0001faff]")
_SENTENCE_END = re.compile(r"(?<!\d)[!?。]$|[^\W\d_]{3,}\.$|:$")
_OWN_SENTENCE = re.compile(r"(?<!\d)[.!?…]\s+")
_BEGINS_WITHIN = re.compile(
    r"\s(?=(?:On|Am|Le|El|Il|Op|Em|Den|Dne|Dnia|On:)\s(?:\S{1,12}\s){0,3}?\S{0,12}\d)"
)
"""An attribution that a mail program set behind the last words of the sender, on the same line."""
_PLAIN_DATE = re.compile(
    r"^[\s*_]*(?:date|datum|fecha|data|dato|dátum|päivämäärä|дата|tarih|日期|日付|날짜)[\s*_]*[:：]", re.I
)
_NAME_AND_ADDRESS = re.compile(r"^[^:.!?@<>()]{2,60}<[^\s<>@]{1,100}@[^\s<>@]{1,200}>,?$")
_LEAST_WIDTH = 62
_BY_SERVER = re.compile(r"^\W{0,4}original message processed by \S", re.I)
_GROUPWISE = re.compile(r"^\s*>{2,3} .{3,200} >{2,3}\s*$")


class Seeker:
    """Finds introductions from the top down; every line is judged by a bounded look around it."""

    def __init__(self, lines: list[Line], quoted: list[bool]) -> None:
        self.lines = lines
        self.quoted = quoted
        self.headers = HeaderBlocks(lines, quoted)
        self.attempts = 1500
        """So many lines that end in a colon are weighed; no mail of a person has more."""
        self.looks = 5

    def at(self, place: int) -> Introduction | None:
        """The introduction whose first telling line is `place`, or None."""
        text = self.lines[place].text
        if not text.strip() or len(text) > 4000:
            return None
        if is_forward_mark(text):
            return Introduction(place, place + 1, "forward")
        return self.separator(place) or self.headers.at(place) or self.attribution(place)

    # separators

    def separator(self, place: int) -> Introduction | None:
        text = without_bidi(self.lines[place].text)
        if _GROUPWISE.match(text) and DATE.search(text):
            return Introduction(place, place + 1, "attribution")
        if (end := self.dashed_attribution(place)) is not None:
            return Introduction(place, end, "attribution")
        if (found := _DASHED.match(text)) and len(text) < 140:
            if ORIGINAL.search(found[1]):
                return Introduction(place, self.behind(place + 1), "separator")
            if WROTE.search(found[1]) and (self.headers.next_labels(place + 1) or ":" in found[1]):
                return Introduction(place, self.behind(place + 1), "separator")
            if WROTE.search(found[1]) and self.quote_follows(place + 1):
                return Introduction(place, place + 1, "attribution", is_strong=False)
            header = self.headers.at(self.headers.next_text(place + 1))
            if header is not None and header.start - place <= 3:
                return Introduction(place, header.end, "header")
        if _RULE.match(text):
            header = self.headers.at(self.headers.next_text(place + 1), least=2)
            if header is not None and header.start - place <= 3:
                return Introduction(place, header.end, "header")
        if _REPLY_ABOVE.search(text) and len(text) < 140:
            return Introduction(place, place + 1, "separator")
        bare = text.strip(" :：*-_\t")
        if (ORIGINAL.fullmatch(bare) or bare == "Original") and self.headers.next_labels(place + 1):
            return Introduction(place, self.behind(place + 1), "separator")
        if _BY_SERVER.match(text):
            return Introduction(place, self.behind(place + 1), "separator")
        return None

    def is_heading(self, found: Introduction) -> bool:
        """Whether it is 'reply above this line' on top of everything: a mail of another desk, which begins so."""
        return (
            found.start < _TOP
            and _REPLY_ABOVE.search(without_bidi(self.lines[found.start].text)) is not None
            and not any(
                line.zone == Zone.NEW and _LETTER.search(line.text) for line in self.lines[: found.start]
            )
        )

    def behind(self, place: int) -> int:
        """Behind what a separator stands above: header fields, or an attribution, or nothing."""
        end = self.headers.behind(place)
        if end > place:
            return end
        first = self.headers.next_text(place)
        for number in range(first, min(first + 3, len(self.lines))):
            found = None if self.quoted[number] else self.attribution(number)
            if found is not None and found.is_strong:
                return found.end
        return place

    def dashed_attribution(self, place: int) -> int | None:
        """'---- On …, … wrote ----', over up to three lines; the place behind it."""
        joined = ""
        if not self.lines[place].text.lstrip().startswith("--"):
            return None
        for number in range(place, min(place + 3, len(self.lines))):
            joined = (joined + " " + without_bidi(self.lines[number].text).strip()).strip()
            found = _DASHED_WROTE.match(joined)
            if found and WROTE.search(found[1]) and DATE.search(found[1]):
                return number + 1
        return None

    # attributions

    def attribution(self, place: int) -> Introduction | None:
        """'On …, … wrote:', over up to six lines, ending at `place`."""
        text = without_bidi(self.lines[place].text)
        if len(text) > attributions.MOST_CHARS:
            return None
        if attributions.runs_on(text) or (attributions.is_stamp(text) and not self.is_listed(place)):
            return Introduction(place, place + 1, "attribution")
        is_bare = attributions.ends_with_verb(text) and self.is_whole(place)
        if (
            ENDS_OPEN.search(text) is None
            and not is_bare
            and not (
                (attributions.ends_with_verb(text) or attributions.is_closed(text))
                and self.quote_follows(place + 1)
            )
        ):
            return None
        self.attempts -= 1
        if self.attempts < 0:
            return None
        quote_follows = self.quote_follows(place + 1)
        if QUOTING.match(text) and (quote_follows or ADDRESS.search(text)):
            return Introduction(
                place, place + 1, "attribution", quote_follows or ADDRESS_IN_FENCE.search(text) is not None
            )
        joined = ""
        for start in range(place, max(place - attributions.MOST_LINES, -1), -1):
            line = self.lines[start]
            if self.quoted[start] or (
                start != place and (not line.text.strip() or line.zone != self.lines[place].zone)
            ):
                break
            joined = without_bidi(line.text).strip() + " " + joined
            if len(joined) > attributions.MOST_CHARS:
                break
            strength = attributions.strength(joined, quote_follows)
            if strength:
                return Introduction(
                    self.true_start(start, joined), place + 1, "attribution", strength == "strong"
                )
        return None

    def is_listed(self, place: int) -> bool:
        """Whether a line like it stands right above or below, as in a list that somebody typed."""
        around = self.lines[max(0, place - 1) : place] + self.lines[place + 1 : place + 2]
        return any(attributions.is_stamp(without_bidi(line.text)) for line in around)

    def is_whole(self, place: int) -> bool:
        """Whether the line, perhaps with the one above it, is an attribution that only lacks the colon."""
        return any(
            attributions.is_whole_without_colon(
                without_bidi(" ".join(line.text.strip() for line in self.lines[start : place + 1])).strip()
            )
            for start in range(place, max(place - 2, -1), -1)
        )

    def true_start(self, start: int, joined: str) -> int:
        """Further up when the sentence plainly began there: 'On Monday,' above the line with the year."""
        if STARTS.match(joined):
            return start
        for number in range(start - 1, max(start - 6, -1), -1):
            text = without_bidi(self.lines[number].text).strip()
            if not text and number == start - 1 and attributions.is_tail(joined):
                continue
            if not text or self.quoted[number] or len(text) > 300 or _SENTENCE_END.search(text):
                break
            tells = DATE.search(text) or ADDRESS.search(text)
            if tells and (STARTS.match(text) or _BEGINS_WITHIN.search(text)):
                return number
            is_tail, is_full = attributions.is_tail(joined), self.is_full(number)
            if (
                (is_tail and is_full)
                or text.endswith("<")
                or (WROTE.search(text) and ADDRESS_IN_FENCE.search(text))
                or (tells and (is_tail or is_full))
                or (_NAME_AND_ADDRESS.match(text) and joined[0].isalpha() and not joined[0].isupper())
            ):
                start, joined = number, text + " " + joined
        return start

    def is_full(self, number: int) -> bool:
        """Whether the line was wrapped because the next word had no room on it."""
        text = self.lines[number].text.strip()
        following = self.lines[number + 1].text.split(maxsplit=1)
        return len(text) + 1 + len(following[0] if following else "") >= _LEAST_WIDTH

    def without_own_words(self, found: Introduction) -> Introduction:
        """The same without the sentences that the sender wrote on its first line; those stay there."""
        line = self.lines[found.start]
        if found.kind != "attribution" or STARTS.match(line.text):
            return found
        within = _BEGINS_WITHIN.search(line.text[:500])
        if (
            within is not None
            and "@" not in line.text[: within.start()]
            and DATE.search(line.text[within.end() :])
        ):
            line.text = line.text[: within.start()].rstrip()
            return replace(found, start=found.start + 1)
        for own in _OWN_SENTENCE.finditer(line.text[:500]):
            behind = line.text[own.end() :]
            if STARTS.match(behind) and DATE.search(behind) and "@" not in line.text[: own.end()]:
                line.text = line.text[: own.end()].rstrip()
                return replace(found, start=found.start + 1)
        return found

    def has_address(self, found: Introduction) -> bool:
        """Whether an address in brackets stands in it, which nobody types in prose."""
        return ADDRESS_IN_FENCE.search(self.words_of(found)) is not None

    def is_part_of_a_paragraph(self, found: Introduction) -> bool:
        """Whether it goes on with the lines right above it, as a line of a pasted log does."""
        if not found.start or STARTS.match(without_bidi(self.lines[found.start].text)):
            return False
        above = without_bidi(self.lines[found.start - 1].text).strip()
        return bool(above) and (ENDS_OPEN.search(above) is not None or not self.has_address(found))

    def is_personal(self, found: Introduction) -> bool:
        """'On … at … I wrote to you:', 'your colleague wrote:', 'On Monday … said:' without a date: a person's
        own sentence."""
        words = self.words_of(found)
        if STARTS.match(words) and not QUOTING.match(words) and not DATE.search(words):
            return True
        return not self.has_address(found) and PERSONAL.search(words) is not None

    def marks_follow(self, place: int) -> bool:
        """Whether a marked quote stands further down."""
        return any(self.quoted[place : place + 400])

    def is_complete(self, found: Introduction) -> bool:
        """Whether it is all that a mail program writes, so that it counts even in a mail that answers nothing."""
        if not self.is_dated(found):
            return False
        words = self.words_of(found)
        if found.kind == "attribution":
            return ADDRESS_IN_FENCE.search(words) is not None
        roles = {label_of(line.text) for line in self.lines[found.start : found.end]}
        return (
            found.kind == "separator"
            or len(roles & {"from", "date", "to", "subject"}) >= 4
            or found.end == found.start + 1
        )

    def is_typed_form(self, found: Introduction) -> bool:
        """'From: Berlin, To: Hamburg, Date: …' without any address, as in a booking: no program says only so much."""
        lines = self.lines[found.start : found.end]
        return ADDRESS.search(self.words_of(found)) is None and any(
            _PLAIN_DATE.match(line.text) for line in lines
        )

    def is_dated(self, found: Introduction) -> bool:
        return attributions.is_dated(self.words_of(found))

    def words_of(self, found: Introduction) -> str:
        return without_bidi(" ".join(line.text for line in self.lines[found.start : found.end]))

    def another_follows(self, place: int) -> bool:
        """Whether a quote or another introduction stands further down, so that this one is no mail program's."""
        self.looks -= 1
        if self.looks < 0:
            return False
        return any(
            (
                self.quoted[number]
                or self.lines[number].zone != Zone.NEW
                or ((found := self.at(number)) is not None and found.is_strong)
            )
            for number in range(place, min(place + 400, len(self.lines)))
        )

    def announces_own_lines(self, place: int) -> bool:
        """Whether the line above the marked lines at `place` is the sender's own: 'I ran this:', and no
        attribution."""
        for number in range(place - 1, max(place - 3, -1), -1):
            line = self.lines[number]
            if line.text.strip():
                text = without_bidi(line.text)
                return (
                    line.zone == Zone.NEW
                    and ENDS_OPEN.search(text) is not None
                    and not (DATE.search(text) or ADDRESS.search(text))
                )
        return False

    def quote_follows(self, place: int) -> bool:
        for number in range(place, min(place + 12, len(self.lines))):
            if self.lines[number].text.strip():
                return self.quoted[number] or self.lines[number].zone == Zone.QUOTED
        return False
