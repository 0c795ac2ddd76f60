"""The parts of the page that are fetched again when something happens: a hint names the interruption."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.models import Interruption
from holdfast.incidents.recipients import without_report
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.reports.course import course_of
from holdfast.web.frame import part, person_of, zone_of
from holdfast.web.interruptions.deeds import deeds_of
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.interruptions.room.delivery import delivery_context
from holdfast.web.interruptions.room.state import state_context

Context = dict[str, Any]


def _state(request: HttpRequest, found: Interruption, now: datetime) -> Context:
    lacks_report = without_report(found.affected.all()).exists()
    return {
        **state_context(found, now=now, zone=zone_of(request)),
        "deeds": deeds_of(
            found, person_of(request), is_reported=found.bulletins.exists(), lacks_report=lacks_report
        ),
        "url": reverse("desk:interruption", args=[found.pk]),
    }


def _delivery(request: HttpRequest, found: Interruption, now: datetime) -> Context:
    asked = request.GET
    context = delivery_context(
        found, now=now, zone=zone_of(request), word=asked.get("word", ""), page=asked.get("page", "")
    )
    return {**context, "may_retry": may(person_of(request), Act.TELL_OF_INTERRUPTION)}


def _course(request: HttpRequest, found: Interruption, now: datetime) -> Context:
    return {"steps": course_of(found)[::-1], "zone": zone_of(request), "now": now}


PIECES: Final[dict[str, Callable[[HttpRequest, Interruption, datetime], Context]]] = {
    "state": _state,
    "delivery": _delivery,
    "course": _course,
}


def pieces_context(request: HttpRequest, found: Interruption, *, now: datetime) -> Context:
    """What all of them need, for the page that shows them at first."""
    context: Context = {"live": live_urls(found), "topic": found.about}
    for gather in PIECES.values():
        context |= gather(request, found, now)
    return context


def live_urls(found: Interruption) -> dict[str, str]:
    return {name: reverse("desk:interruption-live", args=[found.pk, name]) for name in PIECES}


@allow(STAFF)
def piece(request: HttpRequest, key: int, piece: str) -> HttpResponse:
    """One of them."""
    if piece not in PIECES:
        raise Http404("There is no such part.")
    found, now = found_interruption(key), clock.now()
    context = {"live": live_urls(found), "topic": found.about, **PIECES[piece](request, found, now)}
    return part(request, f"interruptions/room/_{piece}.html", context, now=now)
