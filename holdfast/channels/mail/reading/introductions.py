# ruff: noqa: E501
"""Where quoted history begins: attribution lines, reply header blocks, separators (T40). Linear in the
lines."""

import re
from dataclasses import dataclass

from holdfast.channels.mail.reading.forwards import is_forward_mark
from holdfast.channels.mail.reading.languages import ORIGINAL, STARTS, WROTE, bare_label_of, label_of
from holdfast.channels.mail.reading.lines import Line, Zone
from holdfast.channels.mail.reading.scrub import without_bidi

_ENDS_OPEN = re.compile(r"[:：﹕︰]\s*[*_|]*\s*$")
_ADDRESS = re.compile(r"[<(\[]?\s?(?:mailto:)?[^\s<>()\[\],;:]{1,100}@[^\s<>()\[\],;:]{1,200}[>)\]]?")
_ADDRESS_IN_FENCE = re.compile(r"[<\[(]\s?(?:mailto:)?[^\s<>()\[\]]{1,100}@[^\s<>()\[\]]{1,200}")
_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d|25[5-9]\d)(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|\d{1,2}月\s?\d{1,2}日|\d{1,2}월 \d{1,2}일|[٠-٩۰-۹]{4}|"
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.|er|º)? (?:de |d’|d')?[^\W\d_]{3,10}\.?(?!\w)|[^\W\d_]{3,9}\.? \d{1,2}(?!\d)"
)
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?[:.hH點时時]\s?\d{2}(?!\d)|[上下]午|오[전후]|\d\s?[AaPp]\.?[Mm]|[٠-٩۰-۹]{1,2}[:.][٠-٩۰-۹]{2}|\d{1,2}(?:時|시)|\d{1,2} ?(?:uhr|h)\b",
    re.I,
)
_DASHED = re.compile(r"^\s*[-_=*‐-―─━<]{2,}\s*(.{2,100}?)\s*[-_=*‐-―─━>]{2,}\s*:?\s*$")
_RULE = re.compile(r"^\s*(?:[-_=*‐-―─━]\s?){5,}\s*$")
_DASHED_WROTE = re.compile(r"^\s*-{2,}\s?(.{10,300}?)\s?-{2,}\s*$")
_REPLY_ABOVE = re.compile(
    r"(?:reply|respond|write|type|answer|antwort\w*|répon\w+|respond\w+|rispond\w+|antwoord\w*).{0,40}(?:above|over|oberhalb|über|au-dessus|encima|arriba|sopra|boven|acima) .{0,20}(?:line|zeile|linie|ligne|línea|linea|linha|lijn)",
    re.I,
)
_GROUPWISE = re.compile(r"^\s*>{2,3} .{3,200} >{2,3}\s*$")
_QUOTING = re.compile(
    r"^\s*(?:quoting|zitat von|citando|quotando|citerar|citát|citat|selon|citant|in article|quoth)\b.{1,200}[:：]\s*$",
    re.I,
)
_MAX_ATTRIBUTION_LINES = 6
_MAX_ATTRIBUTION_CHARS = 600


@dataclass(frozen=True, slots=True)
class Introduction:
    """Lines [start, end) that introduce history. `kind`: attribution, header, separator or forward."""

    start: int
    end: int
    kind: str
    is_strong: bool = True
    """Enough by itself; a weak one counts only right before lines that are marked as quoted."""


class Seeker:
    """Finds introductions from the top down; every line is judged by a bounded look around it."""

    def __init__(self, lines: list[Line], quoted: list[bool]) -> None:
        self.lines = lines
        self.quoted = quoted
        self.attempts = 3000
        """So many lines that end in a colon are weighed; no mail of a person has more."""
        self.looks = 5

    def at(self, place: int) -> Introduction | None:
        """The introduction whose first telling line is `place`, or None."""
        text = self.lines[place].text
        if not text.strip() or len(text) > 4000:
            return None
        if is_forward_mark(text):
            return Introduction(place, place + 1, "forward")
        return self.separator(place) or self.header(place) or self.attribution(place)

    # separators

    def separator(self, place: int) -> Introduction | None:
        text = without_bidi(self.lines[place].text)
        if _GROUPWISE.match(text) and _DATE.search(text):
            return Introduction(place, place + 1, "attribution")
        if (found := _DASHED_WROTE.match(text)) and WROTE.search(found[1]) and _DATE.search(found[1]):
            return Introduction(place, place + 1, "attribution")
        if (found := _DASHED.match(text)) and len(text) < 140:
            if ORIGINAL.search(found[1]):
                return Introduction(place, self.after_header(place + 1), "separator")
            if WROTE.search(found[1]) and (self.next_labels(place + 1) or ":" in found[1]):
                return Introduction(place, self.after_header(place + 1), "separator")
            header = self.header(self.next_text(place + 1))
            if header is not None and header.start - place <= 3:
                return Introduction(place, header.end, "header")
        if _RULE.match(text):
            header = self.header(self.next_text(place + 1), least=2)
            if header is not None and header.start - place <= 3:
                return Introduction(place, header.end, "header")
        if _REPLY_ABOVE.search(text) and len(text) < 140:
            return Introduction(place, place + 1, "separator")
        if ORIGINAL.fullmatch(text.strip(" :：*-_\t")) and self.next_labels(place + 1):
            return Introduction(place, self.after_header(place + 1), "separator")
        return None

    def next_text(self, place: int) -> int:
        """The next line with text, within a few."""
        for number in range(place, min(place + 4, len(self.lines))):
            if self.lines[number].text.strip():
                return number
        return len(self.lines)

    def next_labels(self, place: int) -> bool:
        number = self.next_text(place)
        return number < len(self.lines) and label_of(self.lines[number].text) is not None

    def after_header(self, place: int) -> int:
        number = self.next_text(place)
        header = self.header(number, least=1) if number < len(self.lines) else None
        return header.end if header else place

    # header blocks

    def header(self, place: int, least: int = 3) -> Introduction | None:
        """'From: … Sent: … To: … Subject: …' in any order and language that begins at `place`."""
        if place >= len(self.lines) or self.quoted[place]:
            return None
        first = label_of(self.lines[place].text)
        if first is None or first in ("other", "cc"):
            return self.on_one_line(place) or self.notes_header(place)
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
            elif self.continues(text, last, loose):
                end = number + 1
                loose = 0 if "@" in text or ";" in text else loose + 1
            else:
                break
        telling = roles - {"other", "cc"}
        if (
            "from" in telling
            and len(telling) >= least
            and ("date" in telling or "subject" in telling or least < 3)
        ):
            return Introduction(place, end, "header")
        if telling >= {"date", "to", "subject"} or (least < 3 and len(telling) >= max(2, least)):
            return Introduction(place, end, "header")
        return self.on_one_line(place)

    def continues(self, text: str, last: str, loose: int) -> bool:
        """Whether a line without a label goes on with the field before it."""
        if last in ("to", "cc", "from") and ("@" in text or ";" in text or text[:1] in " \t"):
            return True
        return len(text) < 90 and loose < 1 and last != ""

    def on_one_line(self, place: int) -> Introduction | None:
        """The whole block run together on one line."""
        text = self.lines[place].text
        if not 30 < len(text) < 1500 or label_of(text) != "from":
            return None
        roles = {
            label_of(piece) for piece in re.split(r"\s+(?=[*_]*[^\s:：*_@<>,;]{1,16}[*_\s]?[:：]\s)", text)
        }
        return Introduction(place, place + 1, "header") if len(roles - {None}) >= 3 else None

    def notes_header(self, place: int) -> Introduction | None:
        """Lotus Notes: name, date, then 'To', 'cc', 'Subject' each alone on a line."""
        if bare_label_of(self.lines[place].text) not in ("to", "from"):
            return None
        roles = {
            bare_label_of(self.lines[number].text)
            for number in range(place, min(place + 24, len(self.lines)))
        }
        if not roles >= {"to", "subject"}:
            return None
        start = place
        for number in range(place - 1, max(place - 7, -1), -1):
            if _TIME.search(self.lines[number].text) and _DATE.search(self.lines[number].text):
                start = number
                if number and 0 < len(self.lines[number - 1].text.strip()) < 80:
                    start = number - 1
                break
        else:
            return None
        last = max(
            number
            for number in range(place, min(place + 24, len(self.lines)))
            if bare_label_of(self.lines[number].text)
        )
        return Introduction(start, min(last + 2, len(self.lines)), "header")

    # attributions

    def attribution(self, place: int) -> Introduction | None:
        """'On …, … wrote:', over up to six lines, ending at `place`."""
        text = without_bidi(self.lines[place].text)
        if len(text) > _MAX_ATTRIBUTION_CHARS:
            return None
        ends_open = _ENDS_OPEN.search(text) is not None
        if not ends_open and not self.ends_with_verb(text, place):
            return None
        self.attempts -= 1
        if self.attempts < 0:
            return None
        quote_follows = self.quote_follows(place + 1)
        if _QUOTING.match(text) and (quote_follows or _ADDRESS.search(text)):
            return Introduction(
                place, place + 1, "attribution", quote_follows or _ADDRESS_IN_FENCE.search(text) is not None
            )
        joined = ""
        for start in range(place, max(place - _MAX_ATTRIBUTION_LINES, -1), -1):
            line = self.lines[start]
            if self.quoted[start] or (
                start != place and (not line.text.strip() or line.zone != self.lines[place].zone)
            ):
                break
            joined = without_bidi(line.text).strip() + " " + joined
            if len(joined) > _MAX_ATTRIBUTION_CHARS:
                break
            strength = self.strength(joined, quote_follows)
            if strength:
                return Introduction(
                    self.true_start(start, joined), place + 1, "attribution", strength == "strong"
                )
        return None

    def ends_with_verb(self, text: str, place: int) -> bool:
        """Some leave the colon out: 'schreef het volgende', or '写道' at the end of the line."""
        found = WROTE.search(text[-40:])
        return (
            found is not None
            and (found.end() + max(0, len(text) - 40) >= len(text.rstrip(" .\xa0")) - 1)
            and self.quote_follows(place + 1)
        )

    def strength(self, text: str, quote_follows: bool) -> str:
        wrote = WROTE.search(text) is not None
        date = _DATE.search(text) is not None
        address = _ADDRESS.search(text) is not None
        time = _TIME.search(text) is not None
        if wrote and date and (time or address):
            return "strong"
        if date and time and _ADDRESS_IN_FENCE.search(text) and len(text) < 250:
            return "strong"
        if wrote and address and _ADDRESS_IN_FENCE.search(text) and len(text) < 250:
            return "strong"
        if quote_follows and len(text) < 400:
            if wrote and (date or address or len(text) < 120):
                return "weak"
            if date and (time or address) and len(text) < 200:
                return "weak"
            if address and len(text) < 160:
                return "weak"
        return ""

    def true_start(self, start: int, joined: str) -> int:
        """Further up when the sentence plainly began there: 'On Monday,' above the line with the year."""
        if STARTS.match(joined):
            return start
        for number in range(start - 1, max(start - 4, -1), -1):
            line = self.lines[number]
            if not line.text.strip() or self.quoted[number] or len(line.text) > 300:
                break
            if (
                STARTS.match(line.text)
                and not re.search(r"[.!?]\s*$", line.text)
                and (_DATE.search(line.text) or _ADDRESS.search(line.text))
            ):
                return number
        return start

    def has_address(self, found: Introduction) -> bool:
        """Whether an address in brackets stands in it, which nobody types in prose."""
        return _ADDRESS_IN_FENCE.search(self.words_of(found)) is not None

    def is_complete(self, found: Introduction) -> bool:
        """Whether it is all that a mail program writes, so that it counts even in a mail that answers nothing."""
        words = self.words_of(found)
        if not (_DATE.search(words) and _TIME.search(words)):
            return False
        if found.kind == "attribution":
            return _ADDRESS_IN_FENCE.search(words) is not None
        roles = {label_of(line.text) for line in self.lines[found.start : found.end]}
        return (
            found.kind == "separator"
            or len(roles & {"from", "date", "to", "subject"}) >= 4
            or found.end == found.start + 1
        )

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
                    and _ENDS_OPEN.search(text) is not None
                    and not (_DATE.search(text) or _ADDRESS.search(text))
                )
        return False

    def quote_follows(self, place: int) -> bool:
        for number in range(place, min(place + 4, len(self.lines))):
            if self.lines[number].text.strip():
                return self.quoted[number] or self.lines[number].zone == Zone.QUOTED
        return False
