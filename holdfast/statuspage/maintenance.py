"""Maintenance as the page has it, in the words that were sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, Prefetch, QuerySet

from holdfast.incidents.impact import Span
from holdfast.incidents.models import Announcement, Maintenance, MaintenanceState, Work
from holdfast.incidents.models.maintenance import RUNS
from holdfast.incidents.public_maintenance import (
    MAINTENANCE_STATUS,
    is_for_the_public,
    maintenance_url,
    public_announcement,
    public_maintenances,
)
from holdfast.statuspage.shown import Component, Incident, Update


def latest_maintenances(*, count: int) -> QuerySet[Maintenance]:
    """What is not over, and what ended last."""
    return public_maintenances().order_by(F("ended_at").desc(nulls_first=True), "-announced_at")[:count]


def maintenances_in(month: Span) -> QuerySet[Maintenance]:
    """What was to begin in that stretch of time, and began or was cancelled."""
    rows = public_maintenances().filter(start_at__gte=month.start, start_at__lt=month.end)
    return rows.exclude(state=MaintenanceState.SCHEDULED)


def maintenances_shown(
    rows: QuerySet[Maintenance], components: Mapping[str, Component]
) -> tuple[Incident, ...]:
    """The newest announced first, in three queries."""
    works = Prefetch("works", Work.objects.select_related("component").order_by("pk"))
    found = [_incident(each, components) for each in rows.prefetch_related("announcements", works)]
    return tuple(sorted(found, key=lambda each: (each.created_at, each.id), reverse=True))


def at_work_now() -> set[int]:
    """The components that a maintenance has in hand."""
    return set(Work.objects.filter(maintenance__state__in=RUNS).values_list("component_id", flat=True))


def _incident(row: Maintenance, components: Mapping[str, Component]) -> Incident:
    assert row.announced_at is not None
    words = sorted(row.announcements.all(), key=lambda each: -each.pk)
    worked_on = dict.fromkeys(each.component.code for each in row.works.all())
    return Incident(
        id=row.code,
        name=row.title,
        status=MAINTENANCE_STATUS[row.state],
        impact="maintenance",
        created_at=row.announced_at,
        updated_at=max([row.announced_at, *(each.at for each in words)]),
        started_at=row.begun_at or row.start_at,
        shortlink=maintenance_url(row),
        resolved_at=row.ended_at,
        next_update_at=row.next_update_at,
        updates=tuple(_update(row, each) for each in words if is_for_the_public(each)),
        components=tuple(components[code] for code in worked_on if code in components),
        scheduled_for=row.start_at,
        scheduled_until=row.end_at,
        is_cancelled=row.state == MaintenanceState.CANCELLED,
    )


def _update(row: Maintenance, word: Announcement) -> Update:
    return Update(
        id=f"{row.code}-{word.pk}",
        status=MAINTENANCE_STATUS[word.state],
        body=public_announcement(row, word),
        created_at=word.at,
        updated_at=word.at,
        display_at=word.at,
    )
