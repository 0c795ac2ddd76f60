"""Reply header blocks: 'From: … Sent: … To: … Subject: …' in any order, language and layout (T40)."""

import re
from dataclasses import dataclass

from holdfast.channels.mail.reading.attributions import ADDRESS, DATE, ENDS_OPEN, TIME
from holdfast.channels.mail.reading.languages import bare_label_of, label_of
from holdfast.channels.mail.reading.lines import Line
from holdfast.channels.mail.reading.scrub import without_bidi

_NEXT_LABEL = re.compile(r"\s+(?=[*_]*[^\s:：*_@<>,;]{1,16}[*_\s]?[:：]\s)")
_NOTES_LINE = re.compile(r"^\s*\S.{1,80}?\s?-{3,}\s?(\d.{8,40}?)\s?-{3,}")
_INDENTED = re.compile(r"^[ \t]{4,}\S")
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

    def at(self, place: int, least: int = 3) -> Introduction | None:
        """The block of at least so many fields that begins at `place`."""
        if place >= len(self.lines) or self.quoted[place]:
            return None
        first = label_of(self.lines[place].text)
        if first is None or first in ("other", "cc"):
            return self.of_notes(place) or self.below_notes_line(place)
        roles, end = self.fields(place)
        if self.tells(roles, place, end, least):
            return Introduction(place, end, "header")
        return self.on_one_line(place)

    def fields(self, place: int) -> tuple[set[str], int]:
        """The roles of the fields from `place` on, and the place behind them."""
        roles: set[str] = set()
        end = place
        loose = 0
        last = ""
        for number in range(place, min(place + 60, len(self.lines))):
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
                roles.add(role)
                last, end, loose = role, number + 1, 0
            elif _continues(text, last, loose):
                end = number + 1
                loose = 0 if "@" in text or ";" in text else loose + 1
            else:
                break
        return roles, end

    def tells(self, roles: set[str], place: int, end: int, least: int) -> bool:
        """Whether the fields are those of a mail, and not what somebody lists in a mail of their own."""
        telling = roles - {"other", "cc"}
        if least < 3:
            return len(telling) >= least and ("from" in telling or len(telling) >= 2)
        if telling >= {"date", "to", "subject"}:
            return True
        if "from" not in telling or len(telling) < least:
            return False
        if "subject" in telling:
            return True
        words = " ".join(line.text for line in self.lines[place:end])
        return "date" in telling and bool(
            ADDRESS.search(words) or (DATE.search(words) and TIME.search(words))
        )

    def on_one_line(self, place: int) -> Introduction | None:
        """The whole block run together on one line."""
        text = self.lines[place].text
        if not 30 < len(text) < 1500 or label_of(text) != "from":
            return None
        roles = {label_of(piece) for piece in _NEXT_LABEL.split(text)}
        return Introduction(place, place + 1, "header") if len(roles - {None}) >= 3 else None

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

    def dated_line(self, numbers: range) -> int | None:
        return next(
            (
                number
                for number in numbers
                if TIME.search(self.lines[number].text) and DATE.search(self.lines[number].text)
            ),
            None,
        )

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
        if not found or not (DATE.search(found[1]) and TIME.search(found[1])):
            return None
        block = self.at(number) if (number := self.next_text(place + 1)) < len(self.lines) else None
        return Introduction(place, block.end, "header") if block else None

    def is_announced(self, found: Introduction) -> bool:
        """Whether the sender's own words lead to it: 'we got this mail:'."""
        above = [line.text for line in self.lines[max(0, found.start - 2) : found.start] if line.text.strip()]
        return bool(above) and ENDS_OPEN.search(without_bidi(above[-1])) is not None

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
        """Behind the fields that follow a separator, however few."""
        block = self.at(self.next_text(place), least=1)
        return block.end if block else place


def _continues(text: str, last: str, loose: int) -> bool:
    """Whether a line without a label goes on with the field before it."""
    if last in ("to", "cc", "from") and ("@" in text or ";" in text or text[:1] in " \t"):
        return True
    return len(text) < 90 and loose < 1 and last != ""
