"""A row of the ledger as words: subject, plain text and HTML, made only of what was written down with it.

Rendering is a pure function of the notice, the row and the vendor: the mail that is sent again after a
crash, and the letter that the outbox shows, are the mail that would have been sent first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.template import Context, Engine, Template, TemplateDoesNotExist
from django.template.backends.django import get_installed_libraries
from django.utils import timezone
from django.utils.translation import gettext

from holdfast.notices import digest
from holdfast.notices.kinds import FOLDED, PLAIN
from holdfast.notices.languages import in_language
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.public_stream import leave_url
from holdfast.notices.strangers import without_typed
from holdfast.notices.templatetags.instants import zone_of
from holdfast.vendor.models import Vendor


@dataclass(frozen=True)
class Words:
    """What the reader sees of one mail."""

    subject: str
    text: str
    html: str


def render(
    notice: Notice, delivery: Delivery, vendor: Vendor, *, folded: Sequence[tuple[Notice, Delivery]] = ()
) -> Words:
    """The words of one mail to one reader, in their language; `folded` are the rows that it tells besides."""
    return in_language(delivery.language, lambda: _render(notice, delivery, vendor, folded))


def _render(
    notice: Notice, delivery: Delivery, vendor: Vendor, folded: Sequence[tuple[Notice, Delivery]]
) -> Words:
    with timezone.override(zone_of(delivery.time_zone)):
        kind, subject, said = _told(notice, delivery, vendor, folded)
        values = _values(notice, delivery, vendor, subject, said)
        values["words"] = _words(kind, values)
        values["preview"] = _preview(values["words"])
        values["also"] = _reasons_besides(notice, delivery, vendor, folded)
        text = _named("base.txt", is_html=False).render(Context(values, autoescape=False)).strip() + "\n"
        html = _BARE_LINK.sub(_STYLED_LINK, _html(kind).render(Context(values)))
    return Words(subject, text, html)


def _preview(words: str) -> str:
    """The first of the words, which mail programs show beside the subject; a link stands there whole or not at all."""
    line = " ".join(words.split())
    if len(line) <= _PREVIEW:
        return line
    end = _PREVIEW - 1
    cut = next((each.start() for each in _LINK.finditer(line) if each.start() < end < each.end()), end)
    return line[:cut].rstrip() + "…"


_PREVIEW: Final = 120
_LINK: Final = re.compile(r"https?://\S+")
_BARE_LINK: Final = re.compile(r'<a (?![^>]*\s(?:class|style)=")')
_STYLED_LINK: Final = '<a class="link" style="color:#155f76" '
"""Every link of a mail that is no button looks alike, whoever made it: a template, or an address in somebody's text."""


@dataclass(frozen=True)
class BareWords:
    """What channels other than mail are made of: the words without greeting, links and foot."""

    subject: str
    text: str
    short: str
    """The words of the kind's own short form, where it has one; else empty."""
    said: dict[str, Any]


def render_bare(
    notice: Notice,
    delivery: Delivery,
    vendor: Vendor,
    *,
    folded: Sequence[tuple[Notice, Delivery]] = (),
    hides_links: bool = False,
) -> BareWords:
    """The bare words to one reader, in their language; where several read, links for one alone are left away."""
    return in_language(
        delivery.language, lambda: _render_bare(notice, delivery, vendor, folded, hides_links=hides_links)
    )


def _render_bare(
    notice: Notice,
    delivery: Delivery,
    vendor: Vendor,
    folded: Sequence[tuple[Notice, Delivery]],
    *,
    hides_links: bool,
) -> BareWords:
    with timezone.override(zone_of(delivery.time_zone)):
        if hides_links:
            notice = _without_personal_links(notice)
            folded = [(_without_personal_links(each), row) for each, row in folded]
        kind, subject, said = _told(notice, delivery, vendor, folded)
        values = _values(notice, delivery, vendor, subject, said)
        short = _short(kind)
        also = _reasons_besides(notice, delivery, vendor, folded)
        return BareWords(
            subject,
            "\n\n".join([_words(kind, values), *also]),
            short.render(Context(values, autoescape=False)).strip() if short else "",
            said,
        )


def _without_personal_links(notice: Notice) -> Notice:
    said = {key: value for key, value in notice.said.items() if not key.endswith("_link")}
    return Notice(
        pk=notice.pk, kind=notice.kind, lane=notice.lane, is_automatic=notice.is_automatic, said=said
    )


def _told(
    notice: Notice, delivery: Delivery, vendor: Vendor, folded: Sequence[tuple[Notice, Delivery]]
) -> tuple[str, str, dict[str, Any]]:
    """Kind, subject and values of what is told to this reader, with all that is folded into it."""
    if folded and delivery.to_client:
        kind, subject, said = JOINED, delivery.subject, _joined(notice, delivery, vendor, folded)
    elif folded and notice.kind in FOLDED:
        kind, subject, said = digest.of([(notice, delivery), *folded])
    else:
        kind, subject, said = notice.kind, delivery.subject, notice.said
    if delivery.to_stranger and kind != JOINED:
        kind = _stranger_kind(kind) if notice.is_automatic else kind
        said = without_typed(said, is_automatic=notice.is_automatic)
    return kind, subject, said


JOINED: Final = "joined"
"""An update to a client with those before it that could not be sent by themselves."""


_FOR_THE_FOOT: Final = ("reference", "on_list_of", "account_manager")
"""What the line at the foot is made of: why the reader gets this."""


def _joined(
    notice: Notice, delivery: Delivery, vendor: Vendor, folded: Sequence[tuple[Notice, Delivery]]
) -> dict[str, Any]:
    """The newest update's words, then the earlier ones with their instants, as each would have said it.

    Links that the newest has under its words stand there once.
    """
    newest, links = _own_words(notice, delivery, vendor)
    earlier = [
        (row, *_own_words(each, row, vendor)) for each, row in sorted(folded, key=lambda pair: -pair[1].pk)
    ]
    return {
        **{name: notice.said[name] for name in _FOR_THE_FOOT if name in notice.said},
        "newest": newest + links,
        "earlier": [
            {
                "written_at": row.written_at.isoformat(),
                "words": words if its_links == links else words + its_links,
            }
            for row, words, its_links in earlier
        ],
    }


def _reasons_besides(
    notice: Notice, delivery: Delivery, vendor: Vendor, folded: Sequence[tuple[Notice, Delivery]]
) -> list[str]:
    """Why else one of our people is told of this happening, a sentence or two for each reason."""
    if delivery.to_client or notice.kind in FOLDED:
        return []
    return [
        _words(_reason_kind(each.kind), _values(each, row, vendor, row.subject, each.said))
        for each, row in folded
    ]


def _own_words(notice: Notice, delivery: Delivery, vendor: Vendor) -> tuple[str, str]:
    """The words, and the links under them."""
    said = without_typed(notice.said) if delivery.to_stranger else notice.said
    kind = _stranger_kind(notice.kind) if delivery.to_stranger else notice.kind
    values = _values(notice, delivery, vendor, delivery.subject, said)
    whole, bare = _words(kind, values), _words(kind, values | {"hides_links": True})
    return bare, whole.removeprefix(bare)


def _words(kind: str, values: dict[str, Any]) -> str:
    return _text(kind).render(Context(values | {"words_only": True}, autoescape=False)).strip()


def _values(
    notice: Notice, delivery: Delivery, vendor: Vendor, subject: str, said: dict[str, Any]
) -> dict[str, Any]:
    """What is said, and what every mail says besides."""
    return dict(said) | {
        "mail_subject": subject,
        "reader_name": "" if delivery.to_stranger else delivery.name,
        "reader_zone": delivery.time_zone,
        "vendor_name": vendor.name or gettext("Support"),
        "vendor_phone": vendor.phone,
        "why": _why(notice, delivery, vendor, said),
        "leave_url": leave_url(notice, delivery),
        "reader_address": delivery.address,
    }


def _why(notice: Notice, delivery: Delivery, vendor: Vendor, said: dict[str, Any]) -> str:
    """The line at the foot: why this reader gets this mail."""
    if isinstance(said.get("why"), str) and not delivery.to_stranger:
        return str(said["why"])
    name = vendor.name or gettext("Support")
    if notice.kind == PLAIN:
        return gettext("You get this because somebody asked for it with the address %(address)s.") % {
            "address": delivery.address
        }
    if not delivery.to_client:
        return gettext("You get this because you work for %(vendor)s.") % {"vendor": name}
    if delivery.to_stranger:
        return gettext(
            "You get this because a request was sent to %(vendor)s with the address %(address)s. "
            "If it was not you, there is nothing you need to do."
        ) % {"vendor": name, "address": delivery.address}
    client = said.get("on_list_of")
    if delivery.is_substitute and client:
        return _why_listed(delivery, client, str(said.get("account_manager", "")))
    if delivery.is_substitute:
        return gettext(
            "You get this at %(address)s in the place of somebody of yours whom our mail did not reach."
        ) % {"address": delivery.address}
    if client:
        return _why_listed(delivery, client, str(said.get("account_manager", "")))
    if reference := said.get("reference"):
        return gettext("You get this because %(address)s takes part in request %(reference)s.") % {
            "address": delivery.address,
            "reference": reference,
        }
    return gettext("You get this because %(vendor)s looks after you at %(address)s.") % {
        "vendor": name,
        "address": delivery.address,
    }


def _why_listed(delivery: Delivery, client: str, account_manager: str) -> str:
    why = (
        gettext("You get this at %(address)s because nobody on the emergency list of %(client)s is reached.")
        if delivery.is_substitute
        else gettext("You get this because %(address)s is on the emergency list of %(client)s.")
    ) % {"address": delivery.address, "client": client}
    if account_manager:
        why += " " + gettext("Your account manager is %(name)s.") % {"name": account_manager}
    return why


@lru_cache(maxsize=2)
def _engine(*, is_html: bool) -> Engine:
    """Templates of all apps; text is never escaped, HTML always is. No request and no objects come in."""
    return Engine(app_dirs=True, autoescape=is_html, libraries=get_installed_libraries())


@lru_cache(maxsize=256)
def _named(name: str, *, is_html: bool) -> Template:
    return _engine(is_html=is_html).get_template(f"notices/{name}")


@lru_cache(maxsize=256)
def _text(kind: str) -> Template:
    return _named(f"{kind}.txt", is_html=False)


@lru_cache(maxsize=256)
def _html(kind: str) -> Template:
    """The kind's own page, or the shared one, which sets the words of the plain text."""
    try:
        return _named(f"{kind}.html", is_html=True)
    except TemplateDoesNotExist:
        return _named("base.html", is_html=True)


@lru_cache(maxsize=256)
def _short(kind: str) -> Template | None:
    """The kind's own words for texts and calls, if it has some."""
    try:
        return _named(f"{kind}.sms.txt", is_html=False)
    except TemplateDoesNotExist:
        return None


@lru_cache(maxsize=256)
def _stranger_kind(kind: str) -> str:
    """The second set of words of a kind: its own for strangers if there are some, else those that fit all."""
    try:
        _named(f"{kind}.stranger.txt", is_html=False)
    except TemplateDoesNotExist:
        return "stranger"
    return f"{kind}.stranger"


@lru_cache(maxsize=256)
def _reason_kind(kind: str) -> str:
    """The kind's words beside another notice of the same happening, else its own."""
    try:
        _named(f"{kind}.reason.txt", is_html=False)
    except TemplateDoesNotExist:
        return kind
    return f"{kind}.reason"
