"""Who is on a maintenance; its page says every little while that somebody has it open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.incidents.actions.presence import COUNTS_FOR, be_seen, present, topic_of
from holdfast.incidents.models import AnnouncementKind, Maintenance
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import part, person_of
from holdfast.web.maintenance.found import found_maintenance
from holdfast.web.on_it import OnIt, on_duty, on_it


@allow(STAFF)
def people(request: HttpRequest, key: int) -> HttpResponse:
    """On POST say that one is here; either way, who is."""
    found = found_maintenance(key)
    if request.method == "POST":
        be_seen(found, person=person_of(request))
    now = clock.now()
    return part(request, "desk/_on_it.html", people_context(found, now=now), now=now)


def people_context(found: Maintenance, *, now: datetime) -> dict[str, Any]:
    return {
        "people": people_on(found, at=now),
        "people_url": reverse("desk:maintenance-people", args=[found.pk]),
        "people_topic": topic_of(found),
    }


def people_on(found: Maintenance, *, at: datetime) -> list[OnIt]:
    """Who has it open and what they write, who planned it, and while it runs who is on duty.

    Its words are written in dialogs over the page, so what somebody writes is read from what they typed just now.
    """
    here = present(found, at=at)
    drafts = found.drafts.filter(at__gt=at - COUNTS_FOR).order_by("at") if here else []
    writes = {each.by_id: AnnouncementKind(each.kind).label for each in drafts}
    duty = on_duty(at=at) if found.is_running else []
    return on_it(here, writes, [(found.planned_by, "planned it"), *duty])
