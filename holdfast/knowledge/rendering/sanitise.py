"""The allow-list: parsed, cut down to it, written out once (T33, T34)."""

from __future__ import annotations

import re
from typing import Final

import nh3

_TAGS: Final = {
    *("h2", "h3", "h4", "p", "br", "hr", "div", "blockquote", "ul", "ol", "li", "pre", "code", "span"),
    *("a", "img", "strong", "em", "s", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES: Final = {
    "*": {"class"},
    **{f"h{level}": {"class", "id"} for level in (2, 3, 4)},
    "a": {"href", "title"},
    "img": {"src", "alt", "loading"},
    "ol": {"start"},
    "pre": {"class", "tabindex"},
}
_CLASSES: Final = {
    "div": re.compile(r"callout (note|tip|important|warning|caution)"),
    "pre": re.compile("code"),
    "span": re.compile(r"k-[a-z0-9]{1,4}"),
    "td": re.compile("num|mid"),
    "th": re.compile("num|mid"),
}
_VALUES: Final = {
    "id": re.compile(r"s-[a-z0-9_-]{1,80}"),
    "src": re.compile(r"/help/files/[a-z2-7]{26}/"),
    "loading": re.compile("lazy"),
    "tabindex": re.compile("0"),
    "start": re.compile(r"\d{1,6}"),
}
_NEVER: Final = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "iframe",
    "object",
    "textarea",
    "title",
}
"""Gone with what is in them."""


def sanitise(html: str) -> str:
    """What is left of any HTML: only what articles are made of, and links that lead to pages, mail and phones."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_NEVER,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    rule = _CLASSES.get(tag) if name == "class" else _VALUES.get(name)
    if rule is None:
        return None if name == "class" else value
    return value if rule.fullmatch(value) else None
