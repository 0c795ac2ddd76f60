"""Maintenance in the public stream: each word that the page has, to those who subscribed to what it touches."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from holdfast.audience.notices import tell_subscribers
from holdfast.incidents.actions.announcing import OVERTAKING, UPCOMING
from holdfast.incidents.maintenance_facts import MaintenanceTold
from holdfast.incidents.models import Announcement, AnnouncementKind, Maintenance
from holdfast.incidents.public_maintenance import (
    MAINTENANCE_STATUS,
    is_for_the_public,
    maintenance_url,
    public_announcement,
    public_maintenances,
)
from holdfast.kernel.facts import Recorded
from holdfast.notices.actions.withdrawing import withdraw
from holdfast.notices.models import Notice

_OVERTAKEN: Final = "Left out: a later word overtook it."


def tell_of_announcement(told: Recorded[MaintenanceTold]) -> None:
    """Announced, moved, begun, updated, extended, completed, cancelled; what it overtakes and still waits is taken back."""
    word = Announcement.objects.get(pk=told.fact.announcement)
    maintenance = told.row if isinstance(told.row, Maintenance) else word.maintenance
    if not is_for_the_public(word) or not public_maintenances().filter(pk=maintenance.pk).exists():
        return
    if word.kind in OVERTAKING:
        _take_back(word)
    shown = maintenance.works.filter(component__is_public=True).select_related("component__service")
    components = {each.component_id: str(each.component) for each in shown.order_by("pk")}
    tell_subscribers(
        event=_event(word.pk),
        about=f"status-{maintenance.about}",
        title=maintenance.title,
        said={
            "stage": _stage(word),
            "text": public_announcement(maintenance, word, says_when=False),
            "components": list(components.values()),
            "start_at": word.start_at,
            "end_at": word.end_at,
            "next_at": word.next_at,
            "page_url": maintenance_url(maintenance),
        },
        components=components,
        thread=f"<status-{maintenance.code}@{urlsplit(settings.SITE_URL).hostname}>",
        files=word.files,
        at=told.at,
    )


def _take_back(word: Announcement) -> None:
    """Nobody reads of a start that does not come (T62)."""
    earlier = Announcement.objects.filter(maintenance=word.maintenance_id, pk__lt=word.pk, kind__in=UPCOMING)
    events = [_event(key) for key in earlier.values_list("pk", flat=True)]
    withdraw(Notice.objects.filter(event__in=events), why=_OVERTAKEN)


def _event(word: int) -> str:
    return f"status-announcement-{word}"


def _stage(word: Announcement) -> str:
    """What the word says it came to, as its template names it."""
    if word.kind in (AnnouncementKind.MOVED, AnnouncementKind.CANCELLED):
        return word.kind
    return MAINTENANCE_STATUS[word.state]
