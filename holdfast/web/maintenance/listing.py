"""All maintenance: what runs, what is to come, what was; and the freezes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.models import Freeze, Maintenance, MaintenanceKind, MaintenanceState
from holdfast.incidents.models.maintenance import ENDED
from holdfast.kernel import clock
from holdfast.look.clocks import Clock
from holdfast.look.pieces import when
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.told import first_due

SHOWN = 50
TONES = {
    MaintenanceState.SCHEDULED: "paused",
    MaintenanceState.IN_PROGRESS: "soon",
    MaintenanceState.VERIFYING: "soon",
    MaintenanceState.COMPLETED: "kept",
}


@dataclass(frozen=True)
class MaintenanceLine:
    """One maintenance in a list."""

    title: str
    url: str
    state: str
    tone: str
    start: SafeString
    clients: int
    is_emergency: bool
    is_short: bool
    is_late: bool
    owed: tuple[str, Clock] | None = None
    """What is owed first, and its clock."""


@allow(STAFF)
def maintenances(request: HttpRequest) -> HttpResponse:
    """What runs first, then what is to come, and the fifty that ended last."""
    now, zone, person = clock.now(), zone_of(request), person_of(request)
    rows = Maintenance.objects.annotate(clients=Count("reached"))
    current = list(rows.exclude(state__in=ENDED).order_by("start_at"))
    owed = first_due("reached__maintenance", [row.pk for row in current], now=now)
    context = {
        "running": _lines([row for row in current if row.is_running], owed, now=now, zone=zone),
        "to_come": _lines([row for row in current if not row.is_running], owed, now=now, zone=zone),
        "past": _lines(rows.filter(state__in=ENDED).order_by("-start_at")[:SHOWN], {}, now=now, zone=zone),
        "freezes": list(
            Freeze.objects.filter(end_at__gt=now, lifted_at=None)
            .select_related("organisation")
            .order_by("start_at")
        ),
        "may_plan": may(person, Act.PLAN_MAINTENANCE),
        "zone": zone,
    }
    return show(request, "maintenance/list.html", context, place="maintenance", now=now)


def _lines(
    rows: Iterable[Maintenance], owed: Mapping[int, tuple[str, Clock]], *, now: datetime, zone: tzinfo
) -> list[MaintenanceLine]:
    return [
        replace(line_of(row, clients=row.clients, now=now, zone=zone), owed=owed.get(row.pk))  # type: ignore[attr-defined]
        for row in rows
    ]


def line_of(row: Maintenance, *, clients: int, now: datetime, zone: tzinfo) -> MaintenanceLine:
    is_waiting = row.state == MaintenanceState.SCHEDULED
    return MaintenanceLine(
        title=row.title,
        url=reverse("desk:maintenance", args=[row.pk]),
        state=state_of(row),
        tone="" if is_waiting and row.announced_at is None else TONES.get(MaintenanceState(row.state), ""),
        start=when(row.start_at, now=now, zone=zone),
        clients=clients,
        is_emergency=row.kind == MaintenanceKind.EMERGENCY,
        is_short=row.approved_by_id is not None,
        is_late=(row.start_at if is_waiting else row.end_at) < now and not row.is_over,
    )


def state_of(row: Maintenance) -> str:
    """What nobody outside was told of is a draft."""
    if row.state == MaintenanceState.SCHEDULED and row.announced_at is None:
        return "Draft"
    return MaintenanceState(row.state).label


def coming_up(*, now: datetime, zone: tzinfo) -> list[MaintenanceLine]:
    """The next few, beside the planner."""
    rows = Maintenance.objects.exclude(state__in=ENDED).order_by("start_at")[:5]
    return [line_of(row, clients=0, now=now, zone=zone) for row in rows]
