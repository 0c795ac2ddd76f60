# ruff: noqa: E501
"""Which parts are the body, and which are attachments (T31)."""

import re
from dataclasses import dataclass, field

from holdfast.channels.mail.reading import charsets, limits
from holdfast.channels.mail.reading.enriched import enriched_text
from holdfast.channels.mail.reading.flowed import unflow
from holdfast.channels.mail.reading.html_text import html_lines
from holdfast.channels.mail.reading.lines import Line, as_text
from holdfast.channels.mail.reading.mime import Part
from holdfast.channels.mail.reading.uuencoded import take_uuencoded

_ODD_TEXT = (
    "text/enriched",
    "text/richtext",
    "text/markdown",
    "text/x-markdown",
    "text/x-amp-html",
    "text/watch-html",
    "text/x-plain",
)
_TEXT_OF_PROGRAMS = frozenset(
    ("calendar", "vcard", "x-vcard", "directory", "csv", "rtf", "xml", "css", "javascript", "rfc822-headers")
)
_STUB = re.compile(
    r"(?:not|n't|kein|keine|nicht|pas|no|non|niet|inte|ikke|nie)\W.{0,60}html|html.{0,60}(?:not|nicht|pas|no |non |niet|capable|fähig|kompatib|compatible|compat)|"
    r"this (?:is an|message is in|e?-?mail is in|message contains) html|(?:view|read|see|display|anzeig|visualis|visualiz|consult).{0,80}(?:html|browser)|html[- ](?:only|version|format|message|mail|e-mail)",
    re.I | re.S,
)
_NO_WORDS = re.compile(
    r"\[(?:cid:|image:|inline image|https?://)[^\[\]]{0,300}\]|<[^<>\s]{1,200}\.(?:png|jpe?g|gif)>", re.I
)
_WORD = re.compile(r"\w+")
_WORD_OR_SIGN = re.compile("[\\w\u2600-\u27bf\U0001f000-\U0001faff]")
"""A face alone is an answer too."""


@dataclass(slots=True)
class Segment:
    """One stretch of the body: the same words as plain text, as HTML, or both."""

    plain: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    segments: list[Segment] = field(default_factory=list)
    attachments: list[Part] = field(default_factory=list)
    alternatives: list[Part] = field(default_factory=list)
    """Leaves that only say the body once more: never listed."""


@dataclass(slots=True)
class Body:
    lines: list[Line]
    text: str
    html: str | None
    html_lines: list[Line] | None
    """Where the text came from text/plain, the lines of the HTML that says the same, for its marks."""

    files: list[tuple[Part, bytes, bytes]]
    """uuencoded files found in the text: (part, name, content)."""

    is_cut: bool = False
    html_is_part: bool = False
    """Whether some of the text stands in no HTML: shown alone, the HTML would hide it."""


def lay_out(root: Part) -> Layout:
    """Sort the leaves of the tree into body, alternatives and attachments, in order."""
    found = _gather(root, is_first=True)
    if (
        found.attachments == [root]
        and root.filename is None
        and root.content_type in ("text/plain", "text/html")
    ):
        return Layout(segments=[_segment(root)])
    if not any(segment.plain or segment.html for segment in found.segments):
        _take_named_text(found)
    return found


def _take_named_text(layout: Layout) -> None:
    """A mail whose only text carries a file name, but nobody called it an attachment: it is the body all the
    same."""
    for part in layout.attachments:
        if (
            (part.content_type in ("text/plain", "text/html") or _is_unknown_text(part))
            and part.disposition != "attachment"
            and part.replaced is None
        ):
            layout.attachments.remove(part)
            layout.segments.insert(0, _segment(part))
            return


def _is_unknown_text(part: Part) -> bool:
    """A subtype of text that nobody knows is plain text (RFC 2046), unless it came as a file."""
    kind, _, subtype = part.content_type.partition("/")
    return kind == "text" and subtype not in _TEXT_OF_PROGRAMS and part.filename is None


def _segment(part: Part) -> Segment:
    return Segment(html=[part]) if part.content_type == "text/html" else Segment(plain=[part])


def _gather(part: Part, *, is_first: bool) -> Layout:
    if not part.children:
        return _leaf(part, is_first)
    kind = part.content_type
    if kind == "multipart/alternative":
        return _alternative(part, is_first)
    if kind == "multipart/related":
        return _related(part, is_first)
    found = Layout()
    for child in part.children:
        more = _gather(child, is_first=is_first and not found.segments)
        found.segments += more.segments
        found.attachments += more.attachments
        found.alternatives += more.alternatives
    return found


def _leaf(part: Part, is_first: bool) -> Layout:
    is_text = part.content_type in ("text/plain", "text/html") or (
        is_first and part.content_type in _ODD_TEXT
    )
    is_named = part.filename is not None
    if not is_text or part.disposition.startswith("attachment") or is_named:
        return Layout(attachments=[part])
    return Layout(segments=[_segment(part)])


def _alternative(part: Part, is_first: bool) -> Layout:
    found = Layout()
    merged = Segment()
    for child in part.children:
        is_still_first = is_first and not (merged.plain or merged.html)
        more = _named_form(child) or _gather(child, is_first=is_still_first)
        found.attachments += [leaf for leaf in more.attachments if not _is_other_form(leaf, child)]
        found.alternatives += more.alternatives + [
            leaf for leaf in more.attachments if _is_other_form(leaf, child)
        ]
        for segment in more.segments:
            merged.plain += segment.plain
            merged.html += segment.html
    if merged.plain or merged.html:
        found.segments.append(merged)
    return found


def _named_form(child: Part) -> Layout | None:
    """A plain or HTML alternative that only carries a name; nobody called it an attachment."""
    is_form = child.content_type in ("text/plain", "text/html") and not child.children
    if not is_form or child.filename is None or child.disposition.startswith("attachment"):
        return None
    return Layout(segments=[_segment(child)])


def _is_other_form(leaf: Part, child: Part) -> bool:
    """A direct text alternative (calendar, enriched, AMP) that nobody named: the body in another form."""
    return (
        leaf is child
        and leaf.content_type.startswith("text/")
        and not leaf.disposition.startswith("attachment")
        and leaf.filename is None
    )


def _related(part: Part, is_first: bool) -> Layout:
    root = _related_root(part)
    found = _gather(root, is_first=is_first)
    for child in part.children:
        if child is root:
            continue
        more = _gather(child, is_first=False)
        has_html = any(segment.html for segment in found.segments)
        for segment in more.segments:
            new_html = (
                bool(segment.html) and not has_html and all(leaf.content_id is None for leaf in segment.html)
            )
            if not found.segments or (len(found.segments) == 1 and new_html):
                target = found.segments[0] if found.segments else Segment()
                target.plain += segment.plain
                target.html += segment.html
                if not found.segments:
                    found.segments.append(target)
            else:
                found.attachments += segment.plain + segment.html
        found.attachments += more.attachments
        found.alternatives += more.alternatives
    return found


def _related_root(part: Part) -> Part:
    start = part.parameters.get("start", "").strip("<> ")
    if start:
        for child in part.children:
            if child.content_id == start:
                return child
    return part.children[0]


# the readable body


def read_body(layout: Layout) -> Body:
    """The text and its lines, and the HTML as sent."""
    lines: list[Line] = []
    marked: list[Line] | None = []
    pages: list[str] = []
    files: list[tuple[Part, bytes, bytes]] = []
    is_cut = is_bare = False
    for segment in _without_doubles(layout.segments):
        html = "\n".join(page for part in segment.html if (page := _text_of(part)[0]).strip())
        plain, flowed_files = _plain_of(segment.plain)
        files += flowed_files
        if html:
            pages.append(html)
        is_bare |= not html and _has_words(plain)
        rich = html_lines(html) if html else None
        if rich is not None and (not _has_words(plain) or _is_stub(plain, rich)):
            more = rich
            marked = None
        else:
            more = [Line(line) for line in plain.split("\n")]
            marked = marked + rich if marked is not None and rich is not None else None
        if more:
            lines += more
    text = as_text(lines)
    if len(text) > limits.TEXT_CHARS:
        text, is_cut = text[: limits.TEXT_CHARS], True
    whole = "\n".join(pages) if pages else None
    return Body(lines, text, whole, marked or None, files, is_cut, html_is_part=bool(pages) and is_bare)


def _plain_of(parts: list[Part]) -> tuple[str, list[tuple[Part, bytes, bytes]]]:
    texts: list[str] = []
    files: list[tuple[Part, bytes, bytes]] = []
    for part in parts:
        text, found = _text_of(part)
        files += [(part, name, content) for name, content in found]
        if text.strip() and text.strip() not in [known.strip() for known in texts[-1:]]:
            texts.append(text.rstrip("\n"))
    return "\n".join(texts), files


def _text_of(part: Part) -> tuple[str, list[tuple[bytes, bytes]]]:
    """The decoded text of a part, un-flowed, and the files that were uuencoded into it."""
    data = part.content()
    files: list[tuple[bytes, bytes]] = []
    if part.content_type != "text/html" and b"begin " in data:
        data, files = take_uuencoded(data)
    if len(data) > limits.TEXT_BYTES:
        data = data[: limits.TEXT_BYTES]
    charset = part.charset
    if part.content_type == "text/html" and not charset:
        charset = _meta_charset(data)
    text = charsets.decode(data, charset)
    if part.content_type == "text/html":
        return text, files
    text = text[: limits.TEXT_CHARS + 1].replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if part.parameters.get("format", "").strip().lower() == "flowed":
        text = unflow(text, delsp=part.parameters.get("delsp", "").strip().lower() == "yes")
    if part.content_type in ("text/enriched", "text/richtext"):
        text = enriched_text(text, is_richtext=part.content_type == "text/richtext")
    elif _is_html_in_disguise(text):
        text = as_text(html_lines(text))
    return text, files


_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)


def _meta_charset(data: bytes) -> str | None:
    found = _META_CHARSET.search(data, 0, 5000)
    return found[1].decode("ascii", "replace") if found else None


def _is_html_in_disguise(text: str) -> bool:
    head = text[:200].lstrip().lower()
    return head.startswith(("<!doctype html", "<html")) and "</" in text


def _has_words(plain: str) -> bool:
    """Whether there is more in it than what stands in for pictures."""
    return bool(plain.strip()) and (len(plain) > 600 or bool(_WORD_OR_SIGN.search(_NO_WORDS.sub("", plain))))


def _is_stub(plain: str, rich: list[Line]) -> bool:
    """'Your program does not show HTML' and its kin: no body when the HTML has one."""
    if len(plain) > 600 or len(plain.split()) > 60:
        return False
    return _STUB.search(plain) is not None and sum(len(line.text) for line in rich) > len(plain.strip()) / 2


def _without_doubles(segments: list[Segment]) -> list[Segment]:
    """Plain and HTML side by side in a mixed mail are one segment when they say the same."""
    kept: list[Segment] = []
    for segment in segments:
        above = kept[-1] if kept else None
        if (
            above
            and segment.html
            and not segment.plain
            and above.plain
            and not above.html
            and _say_the_same(above, segment)
        ):
            above.html += segment.html
            continue
        kept.append(segment)
    return kept


def _say_the_same(above: Segment, below: Segment) -> bool:
    plain = _WORD.findall(_plain_of(above.plain)[0][:20_000].lower())
    html = _WORD.findall(as_text(html_lines(_text_of(below.html[0])[0][:60_000])).lower())
    if not plain or not html:
        return False
    common = len(set(plain) & set(html))
    return common >= 0.9 * len(set(html)) and common >= 0.7 * len(set(plain))
