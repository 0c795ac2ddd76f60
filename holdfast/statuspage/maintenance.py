"""Maintenance as the page has it, in the words that were sent."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Prefetch, Q, QuerySet

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
from holdfast.statuspage.changes import Spell, changes_of
from holdfast.statuspage.shown import Change, Component, ComponentStatus, Incident, Update


def latest_maintenances(*, count: int) -> QuerySet[Maintenance]:
    """All that is not over, and what ended last."""
    over = public_maintenances().exclude(ended_at=None).order_by("-ended_at", "-pk").values("pk")[:count]
    return public_maintenances().filter(Q(ended_at=None) | Q(pk__in=over))


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
    words = sorted(row.announcements.all(), key=lambda each: each.pk)
    codes = dict.fromkeys(each.component.code for each in row.works.all())
    worked_on = [components[code] for code in codes if code in components]
    spells = [
        Spell(each, ComponentStatus.MAINTENANCE, row.begun_at, row.ended_at)
        for each in worked_on
        if row.begun_at
    ]
    changes = changes_of((each.at for each in words), spells)
    updates = [_update(row, *each) for each in zip(words, changes, strict=True) if is_for_the_public(each[0])]
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
        updates=tuple(reversed(updates)),
        components=tuple(worked_on),
        scheduled_for=row.start_at,
        scheduled_until=row.end_at,
        is_cancelled=row.state == MaintenanceState.CANCELLED,
    )


def _update(row: Maintenance, word: Announcement, changes: tuple[Change, ...]) -> Update:
    return Update(
        id=f"{row.code}-{word.pk}",
        status=MAINTENANCE_STATUS[word.state],
        body=public_announcement(row, word),
        created_at=word.at,
        updated_at=word.at,
        display_at=word.at,
        changes=changes,
    )
