"""HTML to readable lines, each with its zone: text without markup, style, script and what is hidden."""

import html
import re
from dataclasses import dataclass

from holdfast.channels.mail.reading import html_quotes, limits
from holdfast.channels.mail.reading.attributions import ADDRESS, is_dated, strength
from holdfast.channels.mail.reading.forwards import is_forward_mark
from holdfast.channels.mail.reading.html_tags import BLOCKS, CELLS, MARGIN, VOID, WALLS
from holdfast.channels.mail.reading.html_tokens import tokens
from holdfast.channels.mail.reading.languages import label_of
from holdfast.channels.mail.reading.lines import Line, Zone, is_attributed, tidied

_SPACE = re.compile("[ \t\n\r\f\v]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$|!)|"
    r"max-height\s*:\s*0(?:px)?\s*(?:;|$|!)",
    re.I,
)
_PRE = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.I)
_FILLER = re.compile("[\u200b\u200c\u200d\u034f\u2007\ufeff\u00ad]+")
_LABELLED = re.compile(r"^[^:：]{1,40}\s?[:：](?!//)")
_NO_MARGIN = re.compile(r"margin(?:-bottom|-top)?\s*:\s*0", re.I)


@dataclass(slots=True)
class _Frame:
    tag: str
    zone: Zone
    is_hidden: bool
    is_pre: bool
    kind: str = ""
    """`container`, `quote`, `forward`, `wrapper`, `header` or empty."""
    first_line: int = 0
    holds_quote: bool = False
    item: int = -1
    """In a list: the number of the next item, 0 for one with bullets."""
    resume: bool = False
    """A wrapper behind which history ends again."""


class _Walker:
    """Follows the tokens; the open elements are a stack that closes the way browsers forgive."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.frames: list[_Frame] = [_Frame("html", Zone.NEW, False, False)]
        self.open_counts: list[dict[str, int]] = [{}]
        self.buffer: list[str] = []
        self.buffer_zone = Zone.NEW
        self.wants_gap = False
        self.rest = False

    # text

    def text(self, source: str) -> None:
        frame = self.frames[-1]
        if frame.is_hidden:
            return
        text = html.unescape(source) if "&" in source else source
        if frame.is_pre:
            pieces = text.replace("\r\n", "\n").split("\n")
            for number, piece in enumerate(pieces):
                if number:
                    self.end_line(always=True)
                self.put(piece)
            return
        self.put(_SPACE.sub(" ", text))

    def put(self, text: str) -> None:
        if not text:
            return
        zone = Zone.REST if self.rest else self.frames[-1].zone
        if self.buffer and zone != self.buffer_zone and "".join(self.buffer).strip():
            self.end_line()
        if text.strip() or not self.buffer:
            self.buffer_zone = zone
        self.buffer.append(text)

    def end_line(self, *, always: bool = False) -> None:
        text = "".join(self.buffer)
        is_spacer = "\xa0" in text
        text = text.replace("\xa0", " ")
        pre = self.frames[-1].is_pre
        if not text.isascii():
            text = text if _FILLER.sub("", text).strip() else ""
        text = text.rstrip() if pre else re.sub(" {2,}", " ", text).strip()
        self.buffer = []
        zone = self.buffer_zone if text else (Zone.REST if self.rest else self.frames[-1].zone)
        if text:
            if self.wants_gap and self.lines and self.lines[-1].text:
                self.lines.append(Line("", zone, zone != Zone.NEW))
            self.lines.append(Line(text, zone, zone != Zone.NEW))
            self.wants_gap = False
        elif always or is_spacer:
            self.lines.append(Line("", zone, zone != Zone.NEW))

    # elements

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self.end_line(always=True)
            return
        if tag == "img":
            self.image(attributes)
            return
        names = html_quotes.names_of(attributes) if attributes else []
        if (
            attributes
            and self.frames[-1].zone != Zone.QUOTED
            and html_quotes.begins_rest(tag, attributes, names)
        ):
            self.end_line()
            self.begin_rest()
        if tag in VOID:
            if tag == "hr":
                self.end_line()
            return
        if tag in BLOCKS:
            self.close_implied(tag)
            self.end_line()
        elif tag in CELLS:
            self.close_implied(tag)
            if self.buffer:
                self.buffer.append(" ")
        self.push(tag, attributes, names)
        if tag in MARGIN and not (
            tag == "p"
            and (
                "msonormal" in attributes.get("class", "").lower()
                or _NO_MARGIN.search(attributes.get("style", ""))
            )
        ):
            self.wants_gap = True
        if tag == "li":
            self.bullet()

    def begin_rest(self) -> None:
        self.rest = True
        for frame in reversed(self.frames[-40:]):
            if frame.kind == "wrapper":
                frame.resume = True
                return

    def push(self, tag: str, attributes: dict[str, str], names: list[str]) -> None:
        above = self.frames[-1]
        style = attributes.get("style", "")
        frame = _Frame(
            tag,
            above.zone,
            above.is_hidden or "hidden" in attributes or bool(style and _HIDDEN.search(style)),
            tag in ("pre", "textarea")
            or (above.is_pre and "white-space: normal" not in style)
            or bool(style and _PRE.search(style)),
            first_line=len(self.lines),
        )
        if tag in ("ol", "ul"):
            frame.item = 1 if tag == "ol" else 0
        if above.zone != Zone.QUOTED:
            self.mark(frame, tag, attributes, names)
        self.frames.append(frame)
        if tag in WALLS:
            self.open_counts.append({})
        counts = self.open_counts[-1]
        counts[tag] = counts.get(tag, 0) + 1

    def mark(self, frame: _Frame, tag: str, attributes: dict[str, str], names: list[str]) -> None:
        if not attributes and tag != "includetail":
            return
        if html_quotes.is_forward(names):
            frame.kind = "forward"
        elif self.rest and html_quotes.ends_rest(names):
            frame.kind, frame.resume = "wrapper", True
        elif html_quotes.is_container(tag, names):
            frame.kind = "container"
        elif html_quotes.is_quote(tag, attributes, names):
            frame.kind = "quote"
            frame.zone = Zone.QUOTED
            self.note_quote()
        elif html_quotes.is_attribution(names):
            frame.zone = Zone.ATTRIBUTION
        elif html_quotes.is_answer_wrapper(tag, attributes):
            frame.kind = "wrapper"
        elif html_quotes.may_begin_header(tag, attributes):
            frame.kind = "header"

    def note_quote(self) -> None:
        """The first quote in a container makes what stands before it there the attribution."""
        for frame in reversed(self.frames[-12:]):
            if frame.kind == "container":
                if not frame.holds_quote:
                    self.end_line()
                    self.mark_attribution(frame.first_line)
                frame.holds_quote = True
                return

    def mark_attribution(self, start: int) -> None:
        """What stands in a container above its quote; only its last line, when that says it all."""
        lines = [line for line in self.lines[start:] if line.text]
        if not lines or sum(len(line.text) for line in lines) >= 600:
            return
        if any(line.zone == Zone.ATTRIBUTION or is_forward_mark(line.text) for line in lines):
            return
        if len(lines) > 1 and strength(lines[-1].text, True) == "strong":
            start = len(self.lines) - 1
            while self.lines[start] is not lines[-1]:
                start -= 1
        self.rezone(start, Zone.ATTRIBUTION, only=Zone.NEW)

    def rezone(self, start: int, zone: Zone, *, only: Zone | None = None) -> None:
        for line in self.lines[start:]:
            if only is None or line.zone == only:
                line.zone = zone
                line.is_marked = zone != Zone.NEW

    def close(self, tag: str) -> None:
        if tag == "br":
            self.end_line(always=True)
        if tag == "p" and not self.open_counts[-1].get("p"):
            self.end_line()
            return
        if not self.pop_to(tag):
            return
        if tag in MARGIN:
            self.wants_gap = True

    def pop_to(self, tag: str) -> bool:
        """Close elements down to the innermost open `tag`, never through the wall of a table cell."""
        if tag in WALLS or tag in ("tr", "tbody", "thead", "tfoot"):
            return self.pop_through_walls(tag)
        if not self.open_counts[-1].get(tag):
            return False
        if tag not in BLOCKS and not self.is_reachable(tag):
            return False
        while True:
            frame = self.pop()
            if frame.tag == tag:
                return True

    def is_reachable(self, tag: str) -> bool:
        """Whether an inline element can be closed without closing a block with it."""
        for frame in reversed(self.frames[-24:]):
            if frame.tag == tag:
                return True
            if frame.tag in BLOCKS or frame.tag in CELLS:
                return False
        return False

    def pop_through_walls(self, tag: str) -> bool:
        stop_at_table = tag != "table"
        depth = 0
        for frame in reversed(self.frames[max(1, len(self.frames) - 400) :]):
            depth += 1
            if frame.tag == tag:
                break
            if stop_at_table and frame.tag == "table":
                return False
        else:
            return False
        for _ in range(depth):
            self.pop()
        return True

    def pop(self) -> _Frame:
        frame = self.frames[-1]
        if frame.tag in BLOCKS or frame.kind:
            self.end_line()
        if len(self.frames) == 1:
            return frame
        self.frames.pop()
        counts = self.open_counts[-1]
        counts[frame.tag] = counts.get(frame.tag, 1) - 1
        if frame.tag in WALLS and len(self.open_counts) > 1:
            self.open_counts.pop()
        self.settle(frame)
        return frame

    def settle(self, frame: _Frame) -> None:
        """Judge a closed fence by what it held."""
        if frame.kind == "quote":
            if not is_attributed(self.lines, frame.first_line) and any(
                is_forward_mark(line.text) for line in self.first_texts(frame.first_line)
            ):
                self.rezone(frame.first_line, Zone.NEW, only=Zone.QUOTED)
        elif frame.kind == "container" and not frame.holds_quote:
            lines = self.lines[frame.first_line :]
            if any(is_forward_mark(line.text) for line in lines[:3]):
                self.rezone(frame.first_line, Zone.NEW)
            elif any(line.zone == Zone.ATTRIBUTION for line in lines):
                self.rezone(frame.first_line, Zone.QUOTED, only=Zone.NEW)
        elif frame.kind == "wrapper":
            if frame.resume:
                self.rest = False
            if any(label_of(line.text) == "from" for line in self.first_texts(frame.first_line)[:1]):
                self.rezone(frame.first_line, Zone.QUOTED)
        elif frame.kind == "header" and not self.rest:
            lines = [line for line in self.lines[frame.first_line : frame.first_line + 40] if line.text]
            if _is_header_block([line.text for line in lines]):
                self.rezone(frame.first_line, Zone.REST)
                self.begin_rest()

    def first_texts(self, start: int) -> list[Line]:
        return [line for line in self.lines[start : start + 6] if line.text][:2]

    def close_implied(self, tag: str) -> None:
        """A new paragraph, item, row or cell ends the one before it, when its end tag is missing."""
        ends = {"li": "li", "tr": "tr", "td": "td", "th": "td", "p": "p", "dd": "dd", "dt": "dt"}.get(tag)
        if tag != "p" and tag in BLOCKS and self.frames[-1].tag == "p":
            ends = "p"
        if ends is None:
            return
        if ends == "td":
            if self.frames[-1].tag in CELLS:
                self.pop()
            return
        if self.frames[-1].tag == ends:
            self.pop()

    def bullet(self) -> None:
        for frame in reversed(self.frames[-6:]):
            if frame.item >= 0:
                if frame.item:
                    self.put(f"{frame.item}. ")
                    frame.item += 1
                else:
                    self.put("- ")
                return

    def image(self, attributes: dict[str, str]) -> None:
        """An emoji that the mail program drew as a picture is a word like any other."""
        words = attributes.get("alt", "").strip()
        if (
            0 < len(words) <= 8
            and not self.frames[-1].is_hidden
            and all(ord(character) > 0x2000 for character in words)
        ):
            self.put(words)

    def finish(self) -> list[Line]:
        self.end_line()
        while len(self.frames) > 1:
            self.pop()
        return self.lines


def _is_header_block(texts: list[str]) -> bool:
    """'From: … Sent: … To: …' in whatever language, and no list of another kind."""
    if not texts or not _LABELLED.match(texts[0]) or sum(1 for text in texts if _LABELLED.match(text)) < 3:
        return False
    return any(label_of(text) in ("from", "date") or ADDRESS.search(text) or is_dated(text) for text in texts)


def html_lines(source: str) -> list[Line]:
    """The lines of an HTML body; total, linear, bounded by the limits."""
    walker = _Walker()
    for kind, value, attributes in tokens(source[: limits.HTML_CHARS], most=limits.HTML_TAGS):
        if kind == "text":
            walker.text(value)
        elif kind == "open":
            walker.open(value, attributes)
        else:
            walker.close(value)
    return tidied(walker.finish())
