"""Foreign HTML made safe to show: one allow-list, applied when a mail is stored and again when it is shown (T33, T34).

nh3 (ammonia) parses as browsers do, keeps what is on the list, and writes it anew. No style, svg, math, form, meta,
base or script; links only to web, mail and phone; nothing is fetched from anywhere: remote images are left out, and
images of the mail itself are shown from its attachments alone (T36).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

import nh3

from holdfast.channels.mail.tidying import tidy
from holdfast.kernel.text import scrub, without_overrides

_ELEMENTS: Final = (
    "a abbr b big blockquote br center cite code col colgroup dd del dir div dl dt em font h1 h2 h3 h4 h5 h6 hr i img"
    " ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var"
)
_PLAIN: Final = frozenset(_ELEMENTS.split())
_CELL: Final = {"colspan", "rowspan", "align", "valign", "dir", "lang"}
_ATTRIBUTES: Final[dict[str, set[str]]] = {name: {"dir", "lang"} for name in _PLAIN} | {
    "a": {"href", "dir", "lang"},
    "img": {"src", "alt", "width", "height"},
    "td": _CELL,
    "th": _CELL,
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "type", "dir", "lang"},
    "div": {"align", "dir", "lang"},
    "p": {"align", "dir", "lang"},
}
_LEFT_OUT: Final = "image-left-out"
_TIDY: Final = _ATTRIBUTES | {"span": {"class", "dir", "lang"}}  # nh3 itself lets only that one class through
_LINKS = re.compile(r"(https?://|mailto:|tel:)[^\s\x00-\x1f]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_IMAGE = re.compile(r'<img((?:\s+[a-z]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s+([a-z]+)="([^"]*)"')
_CONTENT_ID = re.compile(r"cid:[^\s\"'<>]{1,300}", re.IGNORECASE)
_SHOWN_FROM = re.compile(r"/[A-Za-z0-9/_-]{1,200}")


def clean_html(source: str) -> str:
    """What of the HTML may be kept and shown; safe to say twice. Images of the mail itself keep their `cid:`."""
    return _without_remote_images(_clean(tidy(scrub(source), allowed=_TIDY), keep_image=_own_image))


def html_to_show(kept: str, images: Mapping[str, str]) -> str:
    """The stored HTML, cleaned again, with its images at the given addresses (content id to a path of ours)."""

    def address(value: str) -> str | None:
        place = images.get(_bare_id(value)) if _CONTENT_ID.fullmatch(value) else None
        return place if place and _SHOWN_FROM.fullmatch(place) else None

    return _without_remote_images(_clean(tidy(kept, allowed=_TIDY), keep_image=address))


def _clean(source: str, *, keep_image: object) -> str:
    def judge(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return keep_image(value.strip())  # type: ignore[operator, no-any-return]
        if name == "href":
            return value.strip() if _LINKS.fullmatch(value.strip()) else None
        if name in ("width", "height", "colspan", "rowspan", "span", "start"):
            return value if _NUMBER.fullmatch(value) else None
        return value

    cleaned = nh3.clean(
        source,
        tags=set(_PLAIN),
        clean_content_tags={
            "script",
            "style",
            "template",
            "title",
            "noscript",
            "iframe",
            "object",
            "svg",
            "math",
        },
        attributes=_ATTRIBUTES,
        allowed_classes={"span": {_LEFT_OUT}},
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )
    return without_overrides(cleaned)  # an entity becomes a character only here


def _own_image(value: str) -> str | None:
    return value if _CONTENT_ID.fullmatch(value) else None


def _bare_id(value: str) -> str:
    return unquote(value[4:]).strip("<> ")


def _without_remote_images(cleaned: str) -> str:
    """In the sanitiser's own output an image without an address is one that was left out: say so in its place."""

    def instead(found: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        if "src" in attributes:
            return found[0]
        said = html.escape(html.unescape(attributes.get("alt", ""))[:100].strip())
        return f'<span class="{_LEFT_OUT}">[image{": " + said if said else ""}]</span>'

    return _IMAGE.sub(instead, cleaned)
