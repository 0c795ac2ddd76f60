"""Who is on an interruption; its page says every little while that somebody has it open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions.presence import be_seen, present, topic_of
from holdfast.incidents.models import BulletinKind, Interruption
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import part, person_of
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.on_it import OnIt, on_duty, on_it


@allow(STAFF)
def people(request: HttpRequest, key: int) -> HttpResponse:
    """On POST say that one is here; either way, who is."""
    found = found_interruption(key)
    if request.method == "POST":
        writes = request.POST.get("writes", "")
        be_seen(found, person=person_of(request), writes=writes if writes in BulletinKind.values else "")
    now = clock.now()
    return part(request, "desk/_on_it.html", people_context(request, found, now=now), now=now)


def people_context(
    request: HttpRequest, found: Interruption, *, now: datetime, writes: str = ""
) -> dict[str, Any]:
    return {
        "people": people_on(found, at=now),
        "people_url": reverse("desk:interruption-people", args=[found.pk]),
        "people_topic": topic_of(found),
        "writes": writes,
    }


def people_on(found: Interruption, *, at: datetime) -> list[OnIt]:
    """Who has it open and what they write, who confirmed it, and who is on duty."""
    here = present(found, at=at)
    writes = {each.person_id: BulletinKind(each.writes).label for each in here if each.writes}
    confirmed = [(found.confirmed_by, "confirmed it")] if found.confirmed_by is not None else []
    return on_it(here, writes, [*confirmed, *on_duty(at=at)])
