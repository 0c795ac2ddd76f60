"""Who is on it: who confirmed it, who is on duty, and who has the page open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.duty.queries import on_duty_now
from holdfast.incidents.actions.presence import be_seen, present, topic_of
from holdfast.incidents.models import BulletinKind, Interruption
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import part, person_of
from holdfast.web.interruptions.found import found_interruption


@dataclass(frozen=True)
class OnIt:
    name: str
    what: str
    is_here: bool


@allow(STAFF)
def people(request: HttpRequest, key: int) -> HttpResponse:
    """On POST say that one is here; either way, who is."""
    found = found_interruption(key)
    if request.method == "POST":
        writes = request.POST.get("writes", "")
        be_seen(found, person=person_of(request), writes=writes if writes in BulletinKind.values else "")
    now = clock.now()
    return part(request, "interruptions/room/_on_it.html", people_context(request, found, now=now), now=now)


def people_context(
    request: HttpRequest, found: Interruption, *, now: datetime, writes: str = ""
) -> dict[str, Any]:
    return {
        "people": people_on(found, at=now),
        "people_url": reverse("desk:interruption-people", args=[found.pk]),
        "people_topic": topic_of(found.pk),
        "writes": writes,
    }


def people_on(found: Interruption, *, at: datetime) -> list[OnIt]:
    """Each once: whoever is here first, with what they do; then who confirmed it, and who is on duty."""
    lines: dict[int, OnIt] = {}
    for each in present(found, at=at):
        doing = f"writes: {BulletinKind(each.writes).label.lower()}" if each.writes else "has it open"
        lines[each.person_id] = OnIt(str(each.person), doing, is_here=True)
    if found.confirmed_by is not None:
        _add(lines, found.confirmed_by.pk, str(found.confirmed_by), "confirmed it")
    for rota, person in on_duty_now(at=at):
        if person is not None:
            _add(lines, person.pk, str(person), f"on duty, {rota}")
    return list(lines.values())


def _add(lines: dict[int, OnIt], key: int, name: str, what: str) -> None:
    before = lines.get(key)
    lines[key] = OnIt(name, f"{before.what}, {what}" if before else what, before.is_here if before else False)
