"""What is due is claimed, looked at elsewhere, and settled: each in a short transaction of its own.

A claim is a lease: that of whoever dies is let go, or runs out, and whoever finishes under one that ended, or whose monitor
was changed meanwhile, is not listened to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from holdfast.kernel import clock, hints, holder
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.monitors import rules
from holdfast.monitors.checks import Active, Finding, read_check
from holdfast.monitors.facts import MonitorCameUp, MonitorWarned, MonitorWentDown
from holdfast.monitors.models import Kind, Look, Monitor, State
from holdfast.monitors.turning import turn

LEASE: Final = timedelta(seconds=30)
"""Beyond the longest that a look may take."""


@dataclass(frozen=True)
class Claim:
    """One look that is ours to do; its end is also what tells it from any other claim of the monitor."""

    monitor: int
    check: Active
    within: int
    at: datetime
    until: datetime
    by: str


_CLAIM = """
UPDATE monitors_monitor
   SET lease_until = %(at)s + make_interval(secs => within) + %(lease)s, lease_by = %(by)s
 WHERE id IN (
    SELECT id FROM monitors_monitor
     WHERE next_at <= %(at)s AND (lease_until IS NULL OR lease_until <= %(at)s) AND kind <> %(heartbeat)s
     ORDER BY next_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id, asks, within, lease_until
"""


@transaction.atomic
def claim(*, limit: int) -> list[Claim]:
    """Take so many of what is due longest, which nobody else has."""
    at, by = clock.now(), holder.name()
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "at": at,
            "lease": LEASE,
            "by": by,
            "heartbeat": Kind.HEARTBEAT,
            "limit": limit,
        }
        cursor.execute(_CLAIM, values)
        rows = cursor.fetchall()
    return [Claim(key, _active(asks), within, at, until, by) for key, asks, within, until in rows]


def let_go(number: int) -> int:
    """Let others look at what the process of that number had in hand."""
    return holder.let_go("monitors_monitor", number, where="next_at IS NOT NULL")


@transaction.atomic
def settle(claimed: Claim, finding: Finding | None) -> bool:
    """Take what the look found, None of one that could not be done; whether the claim still counted."""
    rows = Monitor.objects.current().select_for_update(of=("self",))
    monitor = rows.filter(
        pk=claimed.monitor, lease_until=claimed.until, lease_by=claimed.by, paused_at=None
    ).first()
    if monitor is None:
        return False
    at = clock.now()
    monitor.lease_until, monitor.lease_by = None, ""
    if finding is not None:
        take(monitor, finding, at=at)
    pause = timedelta(seconds=monitor.every)
    monitor.next_at = at + (min(pause, rules.AGAIN) if monitor.streak else pause)
    if monitor.is_asked:
        monitor.is_asked = False
        hints.send(monitor.about)
    monitor.save()
    return True


@transaction.atomic
def notice_silence() -> bool:
    """The heartbeat that is silent for longest past its patience is down; whether there was one."""
    at = clock.now()
    rows = Monitor.objects.current().select_for_update(of=("self",), skip_locked=True)
    monitor = rows.filter(kind=Kind.HEARTBEAT, next_at__lte=at).order_by("next_at", "pk").first()
    if monitor is None:
        return False
    patience, monitor.next_at = monitor.next_at, None
    heard = f"since {monitor.looked_at:%Y-%m-%d %H:%M} UTC" if monitor.looked_at else "from the beginning"
    assert patience is not None
    take(monitor, Finding(False, f"Silent {heard}."), at=at, since=patience)
    monitor.save()
    return True


def take(monitor: Monitor, finding: Finding, *, at: datetime, since: datetime | None = None) -> None:
    """Judge what was found of a locked monitor, keep it, and tell of what it changes; the caller saves the monitor.

    `since`: it has been so for a while.
    """
    words = finding.words[:400]
    Look.objects.create(monitor=monitor, at=at, is_ok=finding.is_ok, ms=finding.ms, words=words)
    if not monitor.is_heartbeat or finding.is_ok:
        monitor.looked_at = at
    monitor.words, monitor.ms = words, finding.ms
    before = rules.Standing(State(monitor.state), monitor.streak, monitor.streak_at)
    standing = before.after(
        is_ok=finding.is_ok,
        at=since or at,
        tries=1 if monitor.is_heartbeat else monitor.tries,
        rises=1 if monitor.is_heartbeat else rules.RISES,
        is_unsteady=before.state == State.DOWN and finding.is_ok and is_unsteady(monitor, at=at),
    )
    monitor.streak, monitor.streak_at = standing.streak, standing.streak_at
    if standing.turned_at is not None:
        _turn(monitor, standing.state, since=standing.turned_at, at=at)
    _warn(monitor, finding, at=at)


def is_unsteady(monitor: Monitor, *, at: datetime) -> bool:
    """Whether it goes down so often that being up for a moment says little."""
    downs = monitor.stretches.filter(state=State.DOWN, began_at__gt=at - rules.LATELY)
    return downs.count() >= rules.UNSTEADY_FROM


def _turn(monitor: Monitor, state: State, *, since: datetime, at: datetime) -> None:
    was_up = monitor.stretches.filter(state=State.UP).exists()
    turn(monitor, state, since=since)
    monitor.save()  # whoever reacts counts who is down
    named: dict[str, Any] = {"monitor": monitor.pk, "component": monitor.component_id, "name": monitor.name}
    fact: MonitorWentDown | MonitorCameUp = (
        MonitorWentDown(**named, words=monitor.words, since=since.isoformat(), was_up=was_up)
        if state == State.DOWN
        else MonitorCameUp(**named, since=since.isoformat())
    )
    record(fact, by=SYSTEM, at=at, row=monitor)


def _warn(monitor: Monitor, finding: Finding, *, at: datetime) -> None:
    """Once for each warning: one certificate that ends soon is one of them."""
    is_new = finding.is_ok and finding.warning and finding.warning != monitor.warning
    if finding.is_ok:
        monitor.warning = finding.warning[:400]
    if is_new:
        fact = MonitorWarned(
            monitor=monitor.pk, component=monitor.component_id, name=monitor.name, words=monitor.warning
        )
        record(fact, by=SYSTEM, at=at, row=monitor)


def _active(asks: str) -> Active:
    found = read_check(json.loads(asks))
    assert isinstance(found, Active)
    return found
