"""Reply header blocks: 'From: … Sent: … To: … Subject: …' in any order, language and layout (T40)."""

import re
from dataclasses import dataclass

from holdfast.channels.mail.reading.attributions import ADDRESS, ADDRESS_IN_FENCE, ENDS_OPEN, is_dated
from holdfast.channels.mail.reading.languages import bare_label_of, begins_with_label, label_of
from holdfast.channels.mail.reading.lines import Line
from holdfast.channels.mail.reading.scrub import without_bidi

_NEXT_LABEL = re.compile(r"\s+(?=[*_]*[^\s:：*_@<>,;]{1,16}[*_\s]?[:：]\s)")
_NOTES_LINE = re.compile(r"^\s*\S.{1,80}?\s?-{3,}\s?(\d.{8,40}?)\s?-{3,}")
_LABELLED = re.compile(r"^[\s*_]{0,6}[^\s:：*_][^:：@<>]{0,28}[:：][*_\s]{1,6}\S")
_ENDS_WITH_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[AP]M)?\s*$", re.I)
_FROM_NUMBER = re.compile(r"^[^:：]{1,30}[:：][^:：\w]*\d[\W\d]*$")
"""'Von: 5.1.2026 10:00', as in a form: no mail is from a date."""

_RAW_FIELD = re.compile(
    r"^\s*(?:received|return-path|delivered-to|authentication-results|dkim-signature|mime-version|content-type|host|user-agent|accept|"
    r"message-id|in-reply-to|x-[a-z-]{2,40})\s?:",
    re.I,
)
_INDENTED = re.compile(r"^(?:\t| {4})\s*\S")
_NOTES_LINES = 24


@dataclass(frozen=True, slots=True)
class Introduction:
    """Lines [start, end) that introduce history. `kind`: attribution, header, separator or forward."""

    start: int
    end: int
    kind: str
    is_strong: bool = True
    """Enough by itself; a weak one counts only right before lines that are marked as quoted."""


class HeaderBlocks:
    """Finds header blocks; every line is judged by a bounded look below it."""

    def __init__(self, lines: list[Line], quoted: list[bool]) -> None:
        self.lines = lines
        self.quoted = quoted
        self.patience = 20_000
        """So many lines are looked at for fields; no mail of a person has more."""

    def at(self, place: int, least: int = 3) -> Introduction | None:
        """The block of at least so many fields that begins at `place`."""
        if place >= len(self.lines) or self.quoted[place]:
            return None
        first = label_of(self.lines[place].text)
        if first is None or first in ("other", "cc"):
            return self.of_notes(place) or self.below_notes_line(place) or self.in_any_language(place)
        roles, end = self.fields(place)
        if self.tells(roles, place, end, least):
            return Introduction(place, end, "header")
        if roles >= {"to", "subject"} and (start := self.name_and_date_above(place)) is not None:
            return Introduction(start, end, "header")
        return self.on_one_line(place) or self.in_any_language(place)

    def fields(self, place: int) -> tuple[set[str], int]:
        """The roles of the fields from `place` on, and the place behind them."""
        roles: set[str] = set()
        end = place
        loose = 0
        is_close = True
        is_ragged = False
        last = ""
        zone = self.lines[place].zone
        for number in range(place, min(place + min(60, self.patience), len(self.lines))):
            self.patience -= 1
            if self.quoted[number] or self.lines[number].zone != zone:
                break
            text = self.lines[number].text
            if not text.strip():
                loose += 1
                if loose > 2 and last != "":
                    break
                continue
            role = label_of(text)
            if role is not None:
                if role in roles and role in ("from", "date", "subject"):
                    break
                if role == "from" and roles and loose and (is_close or is_ragged):
                    break
                is_close = is_close and not loose
                roles.add(role)
                last, end, loose = role, number + 1, 0
            elif _continues(text, last, loose):
                end = number + 1
                is_ragged = True
                loose = 0 if "@" in text or ";" in text else loose + 1
            else:
                break
        return roles, end

    def tells(self, roles: set[str], place: int, end: int, least: int) -> bool:
        """Whether the fields are those of a mail, and not what somebody lists in a mail of their own."""
        telling = roles - {"other", "cc"}
        if least < 3:
            return len(telling) >= least and ("from" in telling or len(telling) >= 2)
        if any(
            _FROM_NUMBER.match(line.text) and label_of(line.text) == "from" for line in self.lines[place:end]
        ):
            return False
        words = without_bidi(" ".join(line.text for line in self.lines[place:end]))
        is_sure = ADDRESS.search(words) is not None or is_dated(words)
        if telling >= {"date", "to", "subject"}:
            return is_sure
        if "from" not in telling or len(telling) < least:
            return False
        return is_sure and not telling.isdisjoint({"date", "subject"})

    def on_one_line(self, place: int) -> Introduction | None:
        """The whole block run together on one line."""
        text = self.lines[place].text
        first = label_of(text)
        if not 30 < len(text) < 1500 or first not in ("from", "date"):
            return None
        roles = {label_of(piece) for piece in _NEXT_LABEL.split(text)} - {None}
        tells = first == "from" or (roles >= {"from", "to", "subject"} and is_dated(text))
        return Introduction(place, place + 1, "header") if tells and len(roles) >= 3 else None

    def in_any_language(self, place: int) -> Introduction | None:
        """At least four fields with labels that nobody listed: the sender and a recipient with their
        addresses, and a time."""
        end = place
        zone = self.lines[place].zone
        while (
            end < min(place + 8, len(self.lines))
            and self.lines[end].zone == zone
            and _LABELLED.match(self.lines[end].text)
        ):
            end += 1
        if end - place < 4:
            return None
        values = [self.lines[number].text for number in range(place, end)]
        addressed = sum(1 for value in values if ADDRESS_IN_FENCE.search(value))
        if addressed < 2 or not ADDRESS_IN_FENCE.search("".join(values[:2])):
            return None
        return Introduction(place, end, "header") if self.dated_line(range(place, end)) is not None else None

    def of_notes(self, place: int) -> Introduction | None:
        """Lotus Notes: name, date, then 'To', 'cc', 'Subject' each alone on a line, or the date beside
        them."""
        if bare_label_of(self.lines[place].text) not in ("to", "from"):
            return None
        below = range(place, min(place + _NOTES_LINES, len(self.lines)))
        bare = [(number, role) for number in below if (role := bare_label_of(self.lines[number].text))]
        if not {role for _, role in bare} >= {"to", "subject"}:
            return None
        start = self.dated_line(range(place - 1, max(place - 7, -1), -1))
        if start is not None:
            start = self.name_above(start)
        elif self.dated_line(range(place + 1, min(place + 6, len(self.lines)))) is not None:
            start = place
            while start and place - start < 3 and _INDENTED.match(self.lines[start - 1].text):
                start -= 1
        else:
            return None
        return Introduction(start, min(bare[-1][0] + 2, len(self.lines)), "header")

    def name_and_date_above(self, place: int) -> int | None:
        """Older Notes: the name and the date, together or on two lines, above 'To: … cc: … Subject: …'."""
        dated = self.dated_line(range(place - 1, max(place - 6, -1), -1))
        if dated is None or _ENDS_WITH_TIME.search(self.lines[dated].text[:100]) is None:
            return None
        if _LABELLED.match(self.lines[dated].text):
            return None
        if not dated or not self.lines[dated].text.strip()[0].isdigit():
            return dated
        above = self.lines[dated - 1].text
        is_alone = dated < 2 or not self.lines[dated - 2].text.strip() or _INDENTED.match(above)
        return dated - 1 if is_alone and 0 < len(above.strip()) < 60 else dated

    def dated_line(self, numbers: range) -> int | None:
        return next((number for number in numbers if is_dated(self.lines[number].text)), None)

    def name_above(self, place: int) -> int:
        """The line with the name above the one with the date."""
        if place and 0 < len(self.lines[place - 1].text.strip()) < 80:
            return place - 1
        if place > 1 and len(self.lines[place - 2].text) < 120 and ADDRESS.search(self.lines[place - 2].text):
            return place - 2
        return place

    def below_notes_line(self, place: int) -> Introduction | None:
        """Notes' first line 'Name ---date---first words' above such a block."""
        found = _NOTES_LINE.match(self.lines[place].text[:200])
        if not found or not is_dated(found[1]):
            return None
        if not self.next_labels(place + 1):
            return None
        block = self.at(self.next_text(place + 1))
        return Introduction(place, block.end, "header") if block else None

    def is_announced(self, found: Introduction) -> bool:
        """Whether the sender's own words lead to it: 'we got this mail:'."""
        above = [line.text for line in self.lines[max(0, found.start - 2) : found.start] if line.text.strip()]
        return bool(above) and ENDS_OPEN.search(without_bidi(above[-1])) is not None

    def is_raw(self, found: Introduction) -> bool:
        """Whether it is a piece of a raw header or a request that somebody pasted."""
        around = self.lines[max(0, found.start - 3) : found.end + 2]
        return any(_RAW_FIELD.match(line.text) for line in around)

    # what follows a separator

    def next_text(self, place: int) -> int:
        """The next line with text, within a few."""
        for number in range(place, min(place + 4, len(self.lines))):
            if self.lines[number].text.strip():
                return number
        return len(self.lines)

    def next_labels(self, place: int) -> bool:
        number = self.next_text(place)
        return number < len(self.lines) and label_of(self.lines[number].text) is not None

    def behind(self, place: int) -> int:
        """Behind the fields that follow a separator, however few; without colons there are three or more."""
        first = self.next_text(place)
        block = self.at(first, least=1)
        if block:
            return block.end
        end = first
        while end < len(self.lines) and begins_with_label(self.lines[end].text):
            end += 1
        return end if end - first >= 3 else place


def _continues(text: str, last: str, loose: int) -> bool:
    """Whether a line without a label goes on with the field before it."""
    if last in ("to", "cc", "from") and ("@" in text or ";" in text or text[:1] in " \t"):
        return not (loose and ENDS_OPEN.search(text))
    return len(text) < 90 and loose < 1 and last != ""
