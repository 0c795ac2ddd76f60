"""The page in the formats of others: Statuspage's documents, Atom and RSS; for anybody, from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from holdfast.audience.planned import planned_maintenance, planned_one
from holdfast.incidents.maintenance_calendar import Planned, calendar_of
from holdfast.kernel import clock
from holdfast.people.door import ANYONE, allow
from holdfast.statuspage import feeds, v2
from holdfast.statuspage.frame import FRESH
from holdfast.statuspage.reading import shown_now
from holdfast.statuspage.shown import Shown
from holdfast.vendor.models import the_vendor

_FEEDS: Final[dict[str, tuple[Callable[[Shown], str], str]]] = {
    "atom": (feeds.atom, "application/atom+xml; charset=utf-8"),
    "rss": (feeds.rss, "application/rss+xml; charset=utf-8"),
}


@allow(ANYONE)
@require_safe
@conditional_page
def document(request: HttpRequest, name: str) -> HttpResponse:
    """One of Statuspage's public documents, version 2."""
    make = v2.DOCUMENTS.get(name)
    if make is None:
        return _no_such("document")
    return _json(make(shown_now(now=clock.now())))


@allow(ANYONE)
@require_safe
@conditional_page
def component(request: HttpRequest, code: str) -> HttpResponse:
    found = v2.component(shown_now(now=clock.now()), code)
    if found is None:
        return _no_such("component")
    return _json(found)


@allow(ANYONE)
@require_safe
@conditional_page
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The history, newest first, one entry for each, rewritten in place."""
    make, media_type = _FEEDS[kind]
    return _open(HttpResponse(make(shown_now(now=clock.now())), content_type=media_type))


@allow(ANYONE)
@require_safe
@conditional_page
def calendar(request: HttpRequest) -> HttpResponse:
    """All maintenance of what the page shows, as iCalendar."""
    planned = planned_maintenance(now=clock.now())
    name = f"{the_vendor().name or 'Support'}: maintenance"
    return _calendar(planned, name, source=reverse("statuspage:calendar"))


@allow(ANYONE)
@require_safe
@conditional_page
def event(request: HttpRequest, code: str) -> HttpResponse:
    """One maintenance for the reader's own calendar."""
    planned = planned_one(code)
    if planned is None:
        raise Http404("There is no such maintenance.")
    return _calendar([planned], planned.title, source=reverse("statuspage:event", args=[code]))


def _calendar(planned: Sequence[Planned], name: str, *, source: str) -> HttpResponse:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    written = calendar_of(planned, name=name, host=host, source=f"{settings.SITE_URL}{source}")
    return _open(HttpResponse(written, content_type="text/calendar; charset=utf-8"))


def _no_such(what: str) -> HttpResponse:
    """A program that reads from another site can read neither our page nor an answer that is not open to it."""
    return _json({"error": f"There is no such {what}."}, status=404)


def _json(found: v2.Document, *, status: int = 200) -> HttpResponse:
    return _open(
        HttpResponse(v2.encoded(found), content_type="application/json; charset=utf-8", status=status)
    )


def _open(answer: HttpResponse) -> HttpResponse:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = FRESH
    return answer
