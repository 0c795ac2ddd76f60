"""HTML cut into text and tags, in linear time whatever it is (T28).

A tree builder that follows the browsers' rules is quadratic on nested junk; mail needs only text, blocks and
the
attributes by which mail programs mark their quotes.
"""

import html
import re
from collections.abc import Iterator

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,200}")
_ATTRIBUTE = re.compile(r"""([^\s=/>"'][^\s=/>]{0,100})(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_RAW_TEXT = {"script", "style", "title", "xml", "noframes", "template"}
_NOT_A_TAG = re.compile(r"[@]|^https?:", re.I)

Token = tuple[str, str, dict[str, str]]
"""(kind, name or text, attributes) with kind `text`, `open` or `close`."""


def tokens(source: str, *, most: int) -> Iterator[Token]:
    """The tokens in order; after `most` tags the rest comes as text with its tags stripped coarsely."""
    at = 0
    length = len(source)
    last_close = source.rfind(">")
    last_comment = source.rfind("-->")
    last_quotes = {quote: source.rfind(quote) for quote in ('"', "'")}
    unclosed: set[str] = set()
    count = 0
    while at < length:
        opening = source.find("<", at)
        if opening < 0 or opening > last_close:
            yield "text", source[at:], {}
            return
        if opening > at:
            yield "text", source[at:opening], {}
        following = source[opening + 1 : opening + 2]
        count += 1
        if count > most:
            yield "text", re.sub(r"<[^<>]*>", " ", source[opening:]), {}
            return
        if following == "!" or following == "?":
            at = _past_declaration(source, opening, last_comment)
        elif following == "/" and (name := _NAME.match(source, opening + 2)):
            yield "close", name[0].lower(), {}
            end = source.find(">", name.end())
            at = end + 1 if end >= 0 else length
        elif name := _NAME.match(source, opening + 1):
            at = _past_tag(source, name.end(), last_quotes)
            tag = name[0].lower()
            if _NOT_A_TAG.search(tag):
                yield "text", source[opening:at], {}
                continue
            attributes = _attributes(source[name.end() : at]) if at - name.end() > 2 else {}
            yield "open", tag, attributes
            if tag in _RAW_TEXT and tag not in unclosed and source[at - 2 : at] != "/>":
                at = _past_raw_text(source, at, tag, unclosed)
        else:
            yield "text", "<", {}
            at = opening + 1


def _past_declaration(source: str, at: int, last_comment: int) -> int:
    if source.startswith("<!--", at):
        if source.startswith(("<!-->", "<!--->"), at):
            return source.find(">", at) + 1
        if at + 2 > last_comment:
            return len(source)
        return source.find("-->", at + 2) + 3
    end = source.find(">", at)
    return end + 1 if end >= 0 else len(source)


def _past_tag(source: str, at: int, last_quotes: dict[str, int]) -> int:
    """Behind the `>` that ends the tag, which may stand in a quoted value too; a quote that never closes is
    no quote."""
    length = len(source)
    while at < length:
        end = source.find(">", at)
        if end < 0:
            return length
        quote = _opening_quote(source, at, end)
        if quote < 0:
            return end + 1
        if quote >= last_quotes[source[quote]]:
            return end + 1
        at = source.find(source[quote], quote + 1) + 1
    return length


_VALUE_QUOTE = re.compile(r"=\s{0,20}([\"'])")


def _opening_quote(source: str, at: int, end: int) -> int:
    """The first quote of a value before `end`."""
    found = _VALUE_QUOTE.search(source, at, end)
    return found.start(1) if found else -1


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text[:20_000]):
        value = match[2] or ""
        if value[:1] in ("'", '"'):
            value = value[1:-1]
        found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
        if len(found) > 60:
            break
    return found


def _past_raw_text(source: str, at: int, tag: str, unclosed: set[str]) -> int:
    """Behind the text of a script or style; a title that never ends loses only its tag."""
    found = re.compile(rf"</{tag}\s{{0,20}}>", re.I).search(source, at)
    if found is not None:
        return found.end()
    unclosed.add(tag)
    return at if tag in ("title", "xml") else len(source)
