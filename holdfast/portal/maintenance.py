"""The maintenance that reaches a client, on its first page: when, in the reader's own time, and what it takes away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Prefetch
from django.urls import reverse

from holdfast.clients.models import Organisation
from holdfast.incidents.maintenance_notices import works_in_words
from holdfast.incidents.models import Maintenance, MaintenanceState, Work
from holdfast.incidents.models.maintenance import ENDED
from holdfast.incidents.public_maintenance import has_public_work
from holdfast.look.times import short_time

_STATES = {
    MaintenanceState.SCHEDULED: ("Planned", "paused"),
    MaintenanceState.IN_PROGRESS: ("Going on", "soon"),
    MaintenanceState.VERIFYING: ("Being checked", "soon"),
}


@dataclass(frozen=True)
class Coming:
    """One maintenance as the client reads it."""

    title: str
    url: str
    """Empty of one that stands on no public page."""
    window: str
    works: str
    state: str
    tone: str
    is_emergency: bool


def maintenances_of(organisation: Organisation | None, *, now: datetime, zone: tzinfo) -> Sequence[Coming]:
    """What was announced to this client and is not over, soonest first."""
    if organisation is None:
        return []
    works = Prefetch("works", Work.objects.select_related("component__service").order_by("pk"))
    rows = Maintenance.objects.exclude(state__in=ENDED).exclude(announced_at=None)
    mine = rows.filter(reached__organisation=organisation).order_by("start_at", "pk")
    return [_coming(each, now=now, zone=zone) for each in mine.prefetch_related(works)]


def _coming(row: Maintenance, *, now: datetime, zone: tzinfo) -> Coming:
    state, tone = _STATES[MaintenanceState(row.state)]
    start, end = (short_time(at, now=now, zone=zone) for at in (row.start_at, row.end_at))
    return Coming(
        title=row.title,
        url=reverse("statuspage:incident", args=[row.code]) if has_public_work(row) else "",
        window=f"{start} to {end}, {row.start_at.astimezone(zone).tzname()}",
        works=works_in_words(row.works.all()),
        state=state,
        tone=tone,
        is_emergency=row.is_emergency,
    )
