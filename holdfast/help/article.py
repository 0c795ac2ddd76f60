"""One article: what it says, since when, in which languages, what stands near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page, require_safe

from holdfast.help.frame import reader_for, show
from holdfast.help.structured import structured_data
from holdfast.knowledge.access import ANYBODY, Reader, readable
from holdfast.knowledge.languages import LANGUAGES, RIGHT_TO_LEFT
from holdfast.knowledge.models import Article, Audience, Revision
from holdfast.knowledge.searching.search import suggest
from holdfast.people.door import ANYONE, allow
from holdfast.vendor.models import the_vendor

_WORDS_A_MINUTE: Final = 200
_RELATED: Final = 4
_FOR_WHOM: Final = {
    Audience.CLIENTS: gettext_lazy("Only for clients who are signed in"),
    Audience.ORGANISATION: gettext_lazy("Only for your organisation"),
    Audience.STAFF: gettext_lazy("Only for our own people"),
}


@dataclass(frozen=True)
class Tongue:
    """The same article in another language."""

    code: str
    name: str
    path: str
    url: str


@allow(ANYONE)
@require_safe
@conditional_page
def article(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The article for those whom it is for; for everybody else it is not there.

    Whoever is not signed in is told that this may be why, whether there is such an article or not.
    """
    reader = reader_for(request)
    try:
        found = found_article(reader, language, slug)
    except Http404:
        if reader != ANYBODY:
            raise
        return show(request, "help/missing.html", {}, language=language, status=404)
    revision = found.published
    assert revision is not None
    shown, vendor, tongues = revision.shown, the_vendor(), _tongues(found, reader)
    checked = found.checked_on or revision.at.astimezone(ZoneInfo(vendor.time_zone)).date()
    values = {
        "article": found,
        "revision": revision,
        "body": SafeString(shown.html),
        "toc": [(anchor, words) for level, anchor, words in shown.toc if level == 2],
        "by": found.owner or revision.author,
        "checked": checked,
        "minutes": max(1, round(shown.words / _WORDS_A_MINUTE)),
        "direction": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "tongues": tongues,
        "alternates": _alternates(found, tongues),
        "newer": _newer_original(found, tongues),
        "related": _related(found, revision, reader),
        "for_whom": _FOR_WHOM.get(Audience(found.audience), ""),
        "data": structured_data(found, revision, vendor) if found.audience == Audience.PUBLIC else "",
    }
    return show(request, "help/article.html", values, language=language)


def found_article(reader: Reader, language: str, slug: str) -> Article:
    """The article at that address, if this reader may read it."""
    found = (
        readable(reader)
        .select_related(
            "published__author", "category__product", "category__service", "owner", "original__published"
        )
        .filter(language=language, slug=slug)
        .first()
    )
    if found is None:
        raise Http404("There is no such article.")
    return found


def _tongues(found: Article, reader: Reader) -> list[Tongue]:
    family = found.original_id or found.pk
    others = readable(reader).filter(Q(pk=family) | Q(original=family)).exclude(pk=found.pk)
    return [_tongue(each) for each in others.order_by("language")]


def _tongue(each: Article) -> Tongue:
    return Tongue(each.language, LANGUAGES[each.language].name, each.path, f"{settings.SITE_URL}{each.path}")


def _alternates(found: Article, tongues: Sequence[Tongue]) -> list[tuple[str, str]]:
    """For search engines: each language with its address, this one as well, and the original for all other languages."""
    if not tongues:
        return []
    family = sorted([_tongue(found), *tongues], key=lambda each: each.code)
    original = (found.original or found).path
    return [(each.code, each.url) for each in family] + [
        ("x-default", each.url) for each in family if each.path == original
    ]


def _newer_original(found: Article, tongues: Sequence[Tongue]) -> Tongue | None:
    """The original, where readers of it have a newer text than this one says."""
    original = found.original
    if original is None or original.published is None or original.published.number <= (found.follows or 0):
        return None
    return next((each for each in tongues if each.path == original.path), None)


def _related(found: Article, revision: Revision, reader: Reader) -> list[tuple[str, str]]:
    """What has the same words in its head, then what stands on the same shelf."""
    near = [
        (str(hit.title).replace("<mark>", "").replace("</mark>", ""), hit.path)
        for hit in suggest(revision.title, reader=reader, language=found.language, size=_RELATED + 1)
        if hit.article != found.pk
    ]
    beside = [
        (each.published.title, each.path)
        for each in readable(reader)
        .filter(language=found.language, category=found.category_id)
        .exclude(pk=found.pk)
        .select_related("published")
        .order_by("published__title")[:_RELATED]
        if each.published
    ]
    paths = [path for _, path in near]
    return [(SafeString(words), path) for words, path in near] + [
        each for each in beside if each[1] not in paths
    ][: max(0, _RELATED - len(near))]
