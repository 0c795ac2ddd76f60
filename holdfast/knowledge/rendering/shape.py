"""What is done to a parsed text before it is written out: anchors, callouts, columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.utils.text import slugify
from markdown_it.token import Token

Heading = tuple[int, str, str]
"""(level, anchor, words)."""

CALLOUTS: Final = {
    "NOTE": "Note",
    "TIP": "Tip",
    "IMPORTANT": "Important",
    "WARNING": "Warning",
    "CAUTION": "Caution",
}
_CALLOUT: Final = re.compile(rf"\[!({'|'.join(CALLOUTS)})\][ \t]*(?:\n|$)")
_ALIGNED: Final = {"text-align:right": "num", "text-align:center": "mid"}


def shape(tokens: Sequence[Token]) -> list[Heading]:
    """Change the tokens in place; returns the headings in their order."""
    toc: list[Heading] = []
    taken: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            _anchor(tokens, at, toc, taken)
        elif token.type == "blockquote_open":
            _callout(tokens, at)
        elif token.type in ("td_open", "th_open") and "style" in token.attrs:
            _align(token)
    return toc


def _anchor(tokens: Sequence[Token], at: int, toc: list[Heading], taken: dict[str, int]) -> None:
    """Headings begin below the title of the page, and each has an anchor that clashes with nothing around.

    `taken` says of each anchor with which number the search for a free one goes on.
    """
    opened, inline, closed = tokens[at], tokens[at + 1], tokens[at + 2]
    level = min(max(int(opened.tag[1]), 2), 4)
    opened.tag = closed.tag = f"h{level}"
    words = "".join(child.content for child in inline.children or ()).strip()
    wanted = f"s-{slugify(words)[:60] or len(toc) + 1}"
    anchor, number = wanted, taken.get(wanted, 1)
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken[wanted], taken[anchor] = number, taken.get(anchor, 1)
    opened.attrSet("id", anchor)
    toc.append((level, anchor, words))


def _callout(tokens: Sequence[Token], at: int) -> None:
    """A quotation that begins with `[!WARNING]` is a callout; the reader hears its kind as a word."""
    opened, inline = tokens[at], tokens[at + 2] if len(tokens) > at + 2 else None
    if inline is None or inline.type != "inline" or not (found := _CALLOUT.match(inline.content)):
        return
    closed = next(each for each in tokens[at:] if each.level == opened.level and each.nesting == -1)
    opened.tag = closed.tag = "div"
    opened.attrSet("class", f"callout {found[1].lower()}")
    children = inline.children or []
    while children and children[0].type not in ("softbreak", "hardbreak"):
        children.pop(0)
    inline.children = [*_said(CALLOUTS[found[1]]), *children[1:]]


def _said(words: str) -> list[Token]:
    text = Token("text", "", 0, content=words)
    opened, closed = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
    return [opened, text, closed, Token("softbreak", "br", 0)]


def _align(token: Token) -> None:
    name = _ALIGNED.get(str(token.attrs.pop("style")))
    if name:
        token.attrSet("class", name)
