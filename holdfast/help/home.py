"""Help by product and category, and one category."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from holdfast.help.frame import reader_for, show
from holdfast.knowledge.access import Reader, readable
from holdfast.knowledge.languages import DEFAULT, LANGUAGES
from holdfast.knowledge.models import Article, Category
from holdfast.people.door import ANYONE, allow

_FIRST = 4
"""Articles of each category that stand on the home page."""
_MOST = 1000
"""Articles of one category on its page, which is kept for everybody whole; search finds those beyond."""


@dataclass(frozen=True)
class Shelf:
    """A category with the newest of its articles."""

    name: str
    service: str
    """Which it is of, where its product alone does not say so."""
    description: str
    url: str
    count: int
    articles: list[tuple[str, str]]


@dataclass(frozen=True)
class Wing:
    """A product with its categories; without a name, what is about no single one."""

    name: str
    shelves: list[Shelf]


@allow(ANYONE)
@require_safe
@conditional_page
def home(request: HttpRequest, language: str) -> HttpResponse:
    """All that this reader may read, by product and category."""
    reader = reader_for(request)
    wings = _wings(reader, language)
    if not wings and language != DEFAULT:
        return HttpResponseRedirect(reverse("help:home", args=[DEFAULT]))
    codes = _other_languages(reader, language)
    values = {
        "wings": wings,
        "languages": [(LANGUAGES[code].name, reverse("help:home", args=[code])) for code in codes],
        "alternates": _alternates({language, *codes}) if codes else [],
    }
    return show(request, "help/home.html", values, language=language)


@allow(ANYONE)
@require_safe
@conditional_page
def category(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One category with all of its articles."""
    reader = reader_for(request)
    articles = list(
        readable(reader)
        .filter(language=language, category__slug=slug)
        .select_related("published")
        .order_by("published__title")[:_MOST]
    )
    if not articles:
        raise Http404("There is no such category.")
    shelf = Category.objects.select_related("product", "service").get(slug=slug)
    lines = [(each.published.title, each.path, each.published.summary) for each in articles if each.published]
    values = {"category": shelf, "lines": lines}
    return show(request, "help/category.html", values, language=language)


def _other_languages(reader: Reader, language: str) -> list[str]:
    """The codes of the other languages in which there is something to read."""
    return sorted(readable(reader).exclude(language=language).values_list("language", flat=True).distinct())


def _alternates(codes: Collection[str]) -> list[tuple[str, str]]:
    """For search engines: the home of each language, and the address that finds the reader's own for all others."""
    homes = [(code, reverse("help:home", args=[code])) for code in sorted(codes)]
    return [
        (code, f"{settings.SITE_URL}{path}") for code, path in (*homes, ("x-default", reverse("help:start")))
    ]


def _wings(reader: Reader, language: str) -> list[Wing]:
    seen = readable(reader).filter(language=language)
    counts = dict(seen.values_list("category").annotate(Count("pk")))
    newest = _newest(seen)
    shelves = Category.objects.filter(pk__in=counts).select_related("product", "service")
    ordered = shelves.order_by(F("product__name").asc(nulls_last=True), "position", "name")
    return [
        Wing(
            name,
            [
                Shelf(
                    each.name,
                    ", ".join(each.of[1:] if each.product else each.of),
                    each.description,
                    reverse("help:category", args=[language, each.slug]),
                    counts[each.pk],
                    newest.get(each.pk, []),
                )
                for each in of_product
            ],
        )
        for name, of_product in groupby(ordered, key=lambda each: str(each.product or ""))
    ]


def _newest(seen: QuerySet[Article]) -> dict[int, list[tuple[str, str]]]:
    nth = Window(RowNumber(), partition_by=["category"], order_by=F("published_at").desc())
    found: dict[int, list[tuple[str, str]]] = {}
    for each in seen.annotate(nth=nth).filter(nth__lte=_FIRST).select_related("published"):
        if each.published is not None:
            found.setdefault(each.category_id, []).append((each.published.title, each.path))
    return found
