"""A page of HTML as Markdown: its title and its words; what runs, and what it is dressed in, is left behind."""

from __future__ import annotations

import re
from typing import Final

import nh3
from bs4 import BeautifulSoup, Tag
from markdownify import ATX, MarkdownConverter

_GONE: Final = {
    *("script", "style", "template", "noscript", "svg", "math", "iframe", "object"),
    *("nav", "header", "footer", "form", "head"),
}
_EMPTY: Final = re.compile(r"\n{3,}")
_KEPT: Final = {"src", "href", "alt", "class", "start"}


def _language(found: Tag) -> str:
    """Of a `pre`, or of the `code` within it."""
    both = [found, getattr(found, "code", None)]
    names = " ".join(name for each in both if each is not None for name in each.get("class") or [])
    told = re.search(r"(?:lang|language)-([a-z]+)", names)
    return told[1] if told else ""


class _Converter(MarkdownConverter):
    """Code keeps the language that its class names."""

    class Options:
        heading_style = ATX
        bullets = "-"
        code_language_callback = staticmethod(_language)


def read_page(html: str) -> tuple[str, str]:
    """The title and the text in Markdown; of an article or main part, where the page has one."""
    soup = BeautifulSoup(f"<div>{html}</div>", "html.parser")
    title = soup.title.get_text(" ", strip=True) if soup.title else ""
    heading = soup.find("h1")
    if heading is not None:
        title = heading.get_text(" ", strip=True) or title
        heading.decompose()
    body = soup.find("article") or soup.find("main") or soup.body or soup
    tags = (nh3.ALLOWED_TAGS | {"h1", "h2", "h3", "h4", "pre", "code", "img", "table"}) - _GONE
    cleaned = nh3.clean(
        str(body),
        tags=tags,
        clean_content_tags=_GONE - tags,
        attributes={"*": _KEPT},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    words = _Converter().convert(f"<div>{cleaned}</div>")
    return title, _EMPTY.sub("\n\n", words).strip() + "\n"
