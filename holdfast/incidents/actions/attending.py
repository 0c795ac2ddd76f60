"""What the clock brings to maintenance: reminders, missed decisions and starts, overruns, late clients (T62, T76)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from holdfast.incidents.actions.announcing import announce, take_back_overtaken
from holdfast.incidents.actions.asking import waiting_question
from holdfast.incidents.actions.planning import reach_more
from holdfast.incidents.maintenance_calls import call_for_decision, call_for_overrun, call_for_start
from holdfast.incidents.maintenance_facts import MaintenanceNotBegun, MaintenanceOverran, ReminderDropped
from holdfast.incidents.maintenance_notices import standing_word, tell_added_contacts, tell_reached
from holdfast.incidents.models import AnnouncementKind, Maintenance, MaintenanceState
from holdfast.incidents.models.maintenance import ENDED
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record


def attend() -> int:
    """See to every maintenance that is not over, in the order of their starts; returns how many."""
    current = Maintenance.objects.exclude(state__in=ENDED).order_by("start_at", "pk")
    keys = list(current.values_list("pk", flat=True))
    for key in keys:
        _attend_to(key)
    if keys or Maintenance.objects.filter(ended_at__gt=clock.now() - timedelta(days=6)).exists():
        take_back_overtaken()
    return len(keys)


@transaction.atomic
def _attend_to(key: int) -> None:
    maintenance = Maintenance.objects.locked(key)
    at = clock.now()
    if maintenance.is_over:
        return
    if maintenance.announced_at is not None:
        _catch_up(maintenance, at=at)
    if maintenance.state == MaintenanceState.SCHEDULED:
        _remind(maintenance, at=at)
        _miss_decision(maintenance, at=at)
        _miss_start(maintenance, at=at)
    else:
        _see_overrun(maintenance, at=at)


def _catch_up(maintenance: Maintenance, *, at: datetime) -> None:
    """A client that comes to use what it takes away, and a contact who comes on a list, are told what the others know."""
    fresh = reach_more(maintenance, at=at, by=POLICY)
    standing = standing_word(maintenance) if fresh else None
    if standing is not None:
        tell_reached(standing, maintenance, fresh, at=at)
    tell_added_contacts(maintenance, at=at)


def _remind(maintenance: Maintenance, *, at: datetime) -> None:
    """Once for each start; what came due over a standstill and is too late is dropped, with a record."""
    start = maintenance.start_at
    due = start - timedelta(minutes=maintenance.remind_minutes)
    if maintenance.announced_at is None or maintenance.remind_minutes == 0 or at < due:
        return
    if maintenance.reminded_for == start:
        return
    maintenance.reminded_for = start
    maintenance.save()
    if at < start:
        announce(maintenance, AnnouncementKind.REMINDER, {"text": maintenance.text}, at=at, by=None)
    else:
        fact = ReminderDropped(maintenance=maintenance.pk, start_at=start.isoformat())
        record(fact, by=POLICY, at=at, row=maintenance)


def _miss_decision(maintenance: Maintenance, *, at: datetime) -> None:
    """A manager is asked for a shorter notice, and lets half of the time to the start pass: each hour makes it shorter."""
    asked = waiting_question(maintenance)
    if asked is not None and asked.asked_at + (asked.start_at - asked.asked_at) / 2 <= at < asked.start_at:
        call_for_decision(asked, at=at)


def _miss_start(maintenance: Maintenance, *, at: datetime) -> None:
    """Its start has passed: whoever planned it begins it, moves it, or cancels it."""
    start = maintenance.start_at
    if at < start or maintenance.called_for == start:
        return
    maintenance.called_for = start
    maintenance.save()
    fact = MaintenanceNotBegun(maintenance=maintenance.pk, start_at=start.isoformat())
    record(fact, by=POLICY, at=at, row=maintenance)
    call_for_start(maintenance, at=at)


def _see_overrun(maintenance: Maintenance, *, at: datetime) -> None:
    """Its end has passed while it runs: the clients are told so, and whoever runs it is called."""
    end = maintenance.end_at
    if at <= end or maintenance.overrun_for == end:
        return
    maintenance.overrun_for = end
    maintenance.save()
    record(
        MaintenanceOverran(maintenance=maintenance.pk, end_at=end.isoformat()),
        by=POLICY,
        at=at,
        row=maintenance,
    )
    next_at = maintenance.next_update_at
    announce(
        maintenance,
        AnnouncementKind.OVERRUN,
        {},
        next_at=next_at if next_at and next_at > at else None,
        at=at,
        by=None,
    )
    call_for_overrun(maintenance, at=at)
