"""Where one comes in: the help link of a product, with what it is about, and the way to one's language."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from holdfast.catalogue.models import Service
from holdfast.help.frame import reader_for, wanted_language
from holdfast.knowledge.access import Reader, readable
from holdfast.knowledge.languages import DEFAULT, LANGUAGES
from holdfast.knowledge.models import Article, Category
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the home of the reader's language, or to what `?for=reports` is about.

    `for` names an article by its address, a category, a product or a service, as their names are in an address;
    `lang` the language. What it names may be gone or not for the reader: then search has the word.
    """
    told = request.GET.get("lang", "").lower()
    language = told if told in LANGUAGES else wanted_language(request)
    about = slugify(request.GET.get("for", "")[:90])
    to = _about(about, language, reader_for(request)) if about else reverse("help:home", args=[language])
    answer = HttpResponseRedirect(to)
    answer.headers["Vary"] = "Accept-Language, Cookie"
    return answer


def _about(about: str, language: str, reader: Reader) -> str:
    for tongue in dict.fromkeys((language, DEFAULT)):
        seen = readable(reader).filter(language=tongue)
        if seen.filter(slug=about).exists():
            return reverse("help:article", args=[tongue, about])
        if found := _shelf(about, seen):
            return found
    words = about.replace("-", " ")
    return f"{reverse('help:search', args=[language])}?q={words.replace(' ', '+')}"


def _shelf(about: str, seen: QuerySet[Article]) -> str:
    """A category by its own address or name, or by its product's or service's; of a service, an article about it."""
    shelves = list(
        Category.objects.filter(articles__in=seen)
        .select_related("product", "service")
        .distinct()
        .order_by("position", "name")
    )
    for name in ("slug", "name", "product", "service"):
        for each in shelves:
            if slugify(str(getattr(each, name) or "")) == about:
                tongue = seen.filter(category=each).values_list("language", flat=True).first()
                return reverse("help:category", args=[tongue, each.slug])
    for service in Service.objects.filter(is_current=True):
        if slugify(service.name) == about and (found := seen.filter(services=service).first()):
            return found.path
    return ""
