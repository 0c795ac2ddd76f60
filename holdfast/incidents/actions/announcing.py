"""One word about a maintenance: kept, told to each client whom it reaches, and what it overtakes taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef

from holdfast.incidents.actions.drafting import drop_drafts
from holdfast.incidents.maintenance_facts import MaintenanceTold
from holdfast.incidents.maintenance_notices import WITH_EVENT, event_file, tell_reached
from holdfast.incidents.models import Announcement, AnnouncementKind, Maintenance
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.notices.actions.withdrawing import withdraw
from holdfast.notices.models import Notice
from holdfast.people.models import Person

UPCOMING: Final = (AnnouncementKind.NOTICE, AnnouncementKind.MOVED, AnnouncementKind.REMINDER)
"""What is told only while it is to come."""
OVERTAKING: Final = (AnnouncementKind.MOVED, AnnouncementKind.CANCELLED, AnnouncementKind.STARTED)
"""After these, what was told ahead and still waits to be sent would say what is no longer so."""


def announce(
    maintenance: Maintenance,
    kind: AnnouncementKind,
    said: Mapping[str, str],
    *,
    next_at: datetime | None = None,
    at: datetime,
    by: Person | None,
) -> Announcement:
    """Tell it to every client whom a locked maintenance reaches; `by` is None of what the clock tells."""
    announcement = Announcement.objects.create(
        maintenance=maintenance,
        kind=kind,
        state=maintenance.state,
        round=maintenance.round,
        start_at=maintenance.start_at,
        end_at=maintenance.end_at,
        said=dict(said),
        files=[event_file(maintenance, at=at)] if kind in WITH_EVENT else [],
        next_at=next_at,
        at=at,
        by=by,
    )
    if kind in OVERTAKING:
        take_back_overtaken()
    drop_drafts(maintenance, kind)
    maintenance.next_update_at = next_at
    maintenance.save()
    reached = list(maintenance.reached.select_related("organisation__account_manager").order_by("pk"))
    tell_reached(announcement, maintenance, reached, at=at)
    fact = MaintenanceTold(
        maintenance=maintenance.pk,
        announcement=announcement.pk,
        kind=kind,
        clients=len(reached),
        next_at=next_at.isoformat() if next_at else "",
    )
    record(fact, by=by.actor if by else POLICY, at=at, row=maintenance)
    return announcement


def take_back_overtaken() -> int:
    """What waits to be sent and a later word overtook: nobody reads `it begins in an hour` after a cancellation (T62)."""
    later = Announcement.objects.filter(
        maintenance=OuterRef("announced__announcement__maintenance"),
        pk__gt=OuterRef("announced__announcement"),
        kind__in=OVERTAKING,
    )
    told_ahead = Notice.objects.filter(announced__announcement__kind__in=UPCOMING)
    return withdraw(told_ahead.filter(Exists(later)), why="Left out: a later word overtook it.")
