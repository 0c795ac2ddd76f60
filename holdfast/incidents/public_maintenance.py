"""What the public reads of maintenance: which ones, in which state, and which of the words; on the page and by mail.

A maintenance is public from its announcement on, where it takes away at least one component that the status page shows.
A draft is nobody's business; one of hidden components alone is told to the clients it reaches, and stands nowhere else
(T45, T64). Whom it reaches is never said.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from holdfast.incidents.models import Announcement, AnnouncementKind, Maintenance, MaintenanceState, Work
from holdfast.incidents.public import in_portal
from holdfast.kernel.spans import span_text

MAINTENANCE_STATUS: Final[Mapping[str, str]] = {
    MaintenanceState.SCHEDULED: "scheduled",
    MaintenanceState.IN_PROGRESS: "in_progress",
    MaintenanceState.VERIFYING: "verifying",
    MaintenanceState.COMPLETED: "completed",
    MaintenanceState.CANCELLED: "completed",
}
"""The format knows no cancelled one: it is completed, and its last word says what it is."""
BY_THE_CLOCK: Final = {
    AnnouncementKind.OVERRUN: "It takes longer than announced.",
    AnnouncementKind.STARTED: "It has begun.",
}
"""What stands for a word without a text of its own."""


def public_maintenances() -> QuerySet[Maintenance]:
    """Those that anybody may read of."""
    shown = Work.objects.filter(maintenance=OuterRef("pk"), component__is_public=True)
    return Maintenance.objects.exclude(announced_at=None).filter(Exists(shown))


def has_public_work(maintenance: Maintenance) -> bool:
    """Whether anybody may read of it once it is announced; `works__component` may be fetched ahead."""
    return any(each.component.is_public for each in maintenance.works.all())


def maintenance_url(maintenance: Maintenance) -> str:
    """Its place on the page."""
    return f"{settings.SITE_URL}/status/{maintenance.code}/"


def where_to_follow(maintenance: Maintenance) -> str:
    """Its place on the page; of one that stands on none, in the portal, where whoever it reaches finds it."""
    if has_public_work(maintenance):
        return maintenance_url(maintenance)
    return in_portal(f"maintenance-{maintenance.code}")


def is_for_the_public(word: Announcement) -> bool:
    """A reminder says nothing new to whoever reads the page."""
    return word.kind != AnnouncementKind.REMINDER


def public_announcement(maintenance: Maintenance, word: Announcement, *, says_when: bool = True) -> str:
    """A word as the public reads it; without its new window where that stands beside it."""
    text = word.said.get("text") or BY_THE_CLOCK.get(AnnouncementKind(word.kind), "")
    if word.kind == AnnouncementKind.CANCELLED:
        return f"Cancelled: {text}"
    is_other_window = says_when and word.kind in (AnnouncementKind.MOVED, AnnouncementKind.EXTENDED)
    window = f"Now {_said(word.start_at)} to {_said(word.end_at)}." if is_other_window else ""
    parts = (window, word.said.get("reason", ""), _notice_given(maintenance, word), text)
    return "\n\n".join(part for part in parts if part)


def _notice_given(maintenance: Maintenance, word: Announcement) -> str:
    """Of a word that gives less notice than is owed, how much it gave, and why it was not more."""
    if not (why := word.said.get("why_short")):
        return ""
    what = "Emergency maintenance, announced" if maintenance.is_emergency else "Announced"
    return f"{what} {span_text(max(0.0, (word.start_at - word.at).total_seconds()))} ahead. {why}"


def _said(at: datetime) -> str:
    there = at.astimezone(UTC)
    return f"{there.day} {there:%B %Y, %H:%M} UTC"
