"""The maintenance that is public: what was announced, in the words that were sent; never whom it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db.models import F, Prefetch

from holdfast.incidents.models import Announcement, AnnouncementKind, Maintenance, MaintenanceState, Work
from holdfast.incidents.models.maintenance import RUNS
from holdfast.look.clocks import span_text
from holdfast.statuspage.shown import Component, Incident, Update

STATUS: Final[Mapping[str, str]] = {
    MaintenanceState.SCHEDULED: "scheduled",
    MaintenanceState.IN_PROGRESS: "in_progress",
    MaintenanceState.VERIFYING: "verifying",
    MaintenanceState.COMPLETED: "completed",
    MaintenanceState.CANCELLED: "completed",
}
"""The format knows no cancelled one: it is completed, and its last word says what it is."""
_BY_THE_CLOCK: Final = {
    AnnouncementKind.OVERRUN: "It takes longer than announced.",
    AnnouncementKind.STARTED: "It has begun.",
}
"""What stands for a word without a text of its own."""


def maintenances_shown(components: Mapping[str, Component], *, limit: int) -> tuple[Incident, ...]:
    """What is not over and what ended last, the newest announced first, in three queries; drafts are nobody's business."""
    rows = Maintenance.objects.exclude(announced_at=None)
    rows = rows.order_by(F("ended_at").desc(nulls_first=True), "-announced_at")[:limit]
    works = Prefetch("works", Work.objects.select_related("component"))
    found = sorted(
        rows.prefetch_related("announcements", works),
        key=lambda each: (each.announced_at, each.pk),
        reverse=True,
    )
    return tuple(_incident(each, components) for each in found)


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
        status=STATUS[row.state],
        impact="maintenance",
        created_at=row.announced_at,
        updated_at=max([row.announced_at, *(each.at for each in words)]),
        started_at=row.begun_at or row.start_at,
        shortlink=f"{settings.SITE_URL}/status/{row.code}/",
        resolved_at=row.ended_at,
        updates=tuple(_update(row, each) for each in words if each.kind != AnnouncementKind.REMINDER),
        components=tuple(components[code] for code in worked_on if code in components),
        scheduled_for=row.start_at,
        scheduled_until=row.end_at,
    )


def _update(row: Maintenance, word: Announcement) -> Update:
    return Update(
        id=f"{row.code}-{word.pk}",
        status=STATUS[word.state],
        body=_body(row, word),
        created_at=word.at,
        updated_at=word.at,
        display_at=word.at,
    )


def _body(row: Maintenance, word: Announcement) -> str:
    text = word.said.get("text") or _BY_THE_CLOCK.get(AnnouncementKind(word.kind), "")
    if word.kind == AnnouncementKind.NOTICE and row.why_short:
        what = "Emergency maintenance, announced" if row.is_emergency else "Announced"
        ahead = span_text(max(0.0, (word.start_at - word.at).total_seconds()))
        return f"{what} {ahead} ahead. {row.why_short}\n\n{text}"
    if word.kind == AnnouncementKind.CANCELLED:
        return f"Cancelled: {text}"
    if word.kind in (AnnouncementKind.MOVED, AnnouncementKind.EXTENDED):
        window = f"Now {_said(word.start_at)} to {_said(word.end_at)}."
        return "\n\n".join(part for part in (window, word.said.get("reason", ""), text) if part)
    return text


def _said(at: datetime) -> str:
    there = at.astimezone(UTC)
    return f"{there.day} {there:%B %Y, %H:%M} UTC"
