"""Markdown to HTML that nothing can hide in: the one place where articles are made, and made safe (T33, T34)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from holdfast.kernel.text import scrub
from holdfast.knowledge.rendering.markdown import parser
from holdfast.knowledge.rendering.plain import plain_text
from holdfast.knowledge.rendering.sanitise import sanitise
from holdfast.knowledge.rendering.shape import Heading, shape

RENDERER: Final = 1
"""Raised with every change of what is let through: what an older one made is then made anew."""


@dataclass(frozen=True)
class Rendered:
    """An article as it is shown."""

    html: str
    toc: list[Heading]
    words: int


def render(source: str) -> Rendered:
    """The article in HTML, with the anchors of its headings."""
    md = parser()
    tokens = md.parse(scrub(source))
    toc = shape(tokens)
    html = sanitise(md.renderer.render(tokens, md.options, {}))
    return Rendered(html, toc, len(plain_text(html).split()))


__all__ = ["RENDERER", "Heading", "Rendered", "plain_text", "render"]
