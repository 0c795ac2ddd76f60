"""While no worker looked, nothing is known: that is nobody's outage, and no heartbeat's silence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.db.models import Q

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.monitors.facts import NobodyLooked
from holdfast.monitors.models import Kind, Monitor, State, Watch
from holdfast.monitors.turning import turn

NOTED_EVERY: Final = timedelta(seconds=5)
DEAF_FROM: Final = timedelta(seconds=30)
"""After so long a gap a heartbeat may have called in vain: its patience begins anew."""
SILENT_FROM: Final = timedelta(minutes=3)
"""What was due for so long and was not looked at is not known since then."""


@transaction.atomic
def note_watch() -> None:
    """Say that somebody looks now, and make up for the time in which nobody did."""
    at = clock.now()
    watch, _ = Watch.objects.select_for_update().get_or_create(defaults={"at": at, "thinned_at": at})
    since = watch.at
    if at - since < NOTED_EVERY:
        return
    watch.at = at
    watch.save(update_fields=["at"])
    if at - since > DEAF_FROM:
        unknown = _silent(since, at) if at - since > SILENT_FROM else []
        _be_patient(at)
        for monitor, silent_since in unknown:
            turn(monitor, State.UNKNOWN, since=silent_since)
            monitor.save(update_fields=["state", "since_at", "streak", "streak_at"])
        if unknown:
            record(NobodyLooked(monitors=len(unknown), since=since.isoformat()), by=SYSTEM, at=at)


def _silent(since: datetime, at: datetime) -> list[tuple[Monitor, datetime]]:
    """What should have been looked at since, or may have called; each with since when it is not known."""
    overdue = Q(next_at__lt=at - SILENT_FROM) & ~Q(kind=Kind.HEARTBEAT)
    calling = Q(kind=Kind.HEARTBEAT, next_at__isnull=False)
    rows = Monitor.objects.current().select_for_update(of=("self",)).order_by("pk")
    found = rows.filter(overdue | calling, paused_at=None).exclude(state=State.UNKNOWN)
    return [(each, _silent_since(each, since)) for each in found]


def _silent_since(monitor: Monitor, since: datetime) -> datetime:
    if monitor.is_heartbeat or monitor.next_at is None:
        return max(since, monitor.since_at)
    return max(since, monitor.since_at, monitor.next_at)


def _be_patient(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PATIENCE, {"at": at, "heartbeat": Kind.HEARTBEAT})


_PATIENCE: Final = """
UPDATE monitors_monitor SET next_at = greatest(next_at, %(at)s + make_interval(secs => every + within))
 WHERE kind = %(heartbeat)s AND next_at IS NOT NULL
"""
