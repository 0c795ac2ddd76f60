"""Articles in lists: all, one's own, what waits for something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.kernel import clock
from holdfast.knowledge.models import Article, Audience, State
from holdfast.look.pieces import when
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.knowledge.narrowing import Narrowed
from holdfast.web.knowledge.places import VIEWS, article_places, in_view

PAGE = 50
TONES = {State.REVIEW: "soon", State.SCHEDULED: "accent", State.PUBLISHED: "kept"}


@dataclass(frozen=True)
class ArticleLine:
    title: str
    url: str
    about: str
    """Category, language, whom it is for."""
    owner: str
    owned_url: str
    """All that this person looks after."""
    state: str
    tone: str
    is_read: bool
    """Whether readers have an earlier text of it."""
    changed: SafeString


@allow(STAFF)
def articles(request: HttpRequest) -> HttpResponse:
    """One view of them, the newest first, narrowed by what the address names."""
    view = request.GET.get("view", "all")
    if view not in VIEWS:
        raise BadRequest("There is no such list.")
    narrowed = Narrowed(request, view)
    now, zone = clock.now(), zone_of(request)
    person, after = person_of(request), narrowed.after
    rows = in_view(view, person, now=now).select_related(
        "category__product", "category__service", "owner", "published", "organisation"
    )
    found = list(narrowed.rows(rows).order_by("-changed_at", "-pk")[after : after + PAGE + 1])
    context = {
        "lines": [line_of(each, now=now, zone=zone) for each in found[:PAGE]],
        "title": VIEWS[view][0],
        "whose": str(found[0].owner) if narrowed.owner and found else "",
        "view": view,
        "narrowed": narrowed,
        "all_url": f"?view={view}" if narrowed.is_narrow else "",
        "first_url": narrowed.address() if after else "",
        "next_url": narrowed.address(after=after + PAGE) if len(found) > PAGE else "",
        "may_write": may(person, Act.WRITE_ARTICLES),
        "views": article_places(request, view, now=now),
    }
    return show(request, "knowledge/list.html", context, place="articles", now=now)


def line_of(article: Article, *, now: datetime, zone: tzinfo) -> ArticleLine:
    """One article in a list."""
    audience = "" if article.audience == Audience.PUBLIC else article.get_audience_display()
    if article.organisation is not None:
        audience = f"Only {article.organisation}"
    about = [
        str(article.category),
        "" if article.language == "en" else article.get_language_display(),
        audience,
    ]
    return ArticleLine(
        article.title,
        article_url(article),
        ", ".join(filter(None, about)),
        str(article.owner or ""),
        f"?owner={article.owner_id}" if article.owner_id else "",
        State(article.state).label,
        TONES.get(State(article.state), ""),
        article.has_news,
        when(article.changed_at, now=now, zone=zone),
    )


def article_url(article: Article) -> str:
    """The editor of an article."""
    return reverse("desk:article", args=[article.pk])
