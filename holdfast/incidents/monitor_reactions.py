"""A monitor suggests, a person confirms: it becomes a suspicion with its evidence, and its recovery is said there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Q

from holdfast.incidents.actions.confirming import add_suspicion, suspect_interruption
from holdfast.incidents.facts import SuspicionRecovered
from holdfast.incidents.models import Impact, Interruption, State, Suspicion
from holdfast.incidents.models.interruption import DOWN, OVER
from holdfast.incidents.monitor_notices import tell_of_recovery, tell_of_suspicion, tell_of_warned
from holdfast.incidents.paging import page_for_suspicion
from holdfast.kernel.facts import Recorded, record
from holdfast.monitors.facts import MonitorCameUp, MonitorWarned, MonitorWentDown
from holdfast.monitors.models import Monitor
from holdfast.monitors.queries import are_well

_CLASS: Final = 0x53555350
"""Sets our locks apart from any other advisory lock of the database."""


def suspect_by_monitor(told: Recorded[MonitorWentDown]) -> None:
    """Its words stand with what is going on there already, else with a new suspicion, of which is told who may confirm.

    While it is to be weighed, whoever is on duty is paged for it, once, until somebody has it in hand.

    What came up and went down again is one suspicion, told once: a monitor that flaps pages nobody every minute. One
    that was never up suspects nothing: whoever entered it sees that it looks at the wrong thing.
    """
    if not told.fact.was_up:
        return
    monitor: Monitor = told.row
    _one_at_a_time(monitor)
    found = _going_on(monitor)
    since = datetime.fromisoformat(told.fact.since)
    words = f"{monitor.name}: {told.fact.words}"
    if found is None:
        title = f"{monitor.component} is down"[:200]
        found = suspect_interruption(title=title, words=words, began_at=since, monitor=monitor, by=told.by)
        tell_of_suspicion(found, found.suspicions.get(), at=told.at)
    elif standing := found.suspicions.filter(monitor=monitor).order_by("pk").last():
        is_back = found.state == State.RESTORED and standing.recovered_at is not None
        standing.words, standing.recovered_at = words, None
        standing.save(update_fields=["words", "recovered_at"])
        if is_back:
            tell_of_suspicion(found, standing, at=told.at)
    else:
        suspicion = add_suspicion(found, words=words, monitor=monitor, at=told.at, by=told.by)
        if found.state == State.RESTORED:
            tell_of_suspicion(found, suspicion, at=told.at)
    if found.state in (State.SUSPECTED, State.RESTORED):
        page_for_suspicion(found, monitor, words=words, at=told.at)


def hear_recovery(told: Recorded[MonitorCameUp]) -> None:
    """Said on each suspicion that it raised; who may confirm is told when nothing that was suspected or hit is down."""
    monitor: Monitor = told.row
    since = datetime.fromisoformat(told.fact.since)
    open_ones = Suspicion.objects.filter(monitor=monitor, recovered_at=None).exclude(
        interruption__state__in=OVER
    )
    keys = set(open_ones.values_list("interruption", flat=True))
    keys |= set(
        Interruption.objects.filter(
            state__in=DOWN, impacts__component=monitor.component_id, impacts__ended_at=None
        ).values_list("pk", flat=True)
    )
    for found in Interruption.objects.all_locked(keys):
        for suspicion in open_ones.filter(interruption=found).order_by("pk"):
            suspicion.recovered_at = since
            suspicion.save(update_fields=["recovered_at"])
            fact = SuspicionRecovered(
                interruption=found.pk, suspicion=suspicion.pk, monitor=monitor.pk, since=told.fact.since
            )
            record(fact, by=told.by, at=told.at, row=found)
        if found.state in (State.SUSPECTED, State.CONFIRMED, State.IDENTIFIED) and is_well_again(
            found.suspicions.select_related("monitor"), found.impacts.all()
        ):
            tell_of_recovery(found, since=since, at=told.at)


def tell_of_warning(told: Recorded[MonitorWarned]) -> None:
    """What soon will not be well is told while there is time."""
    tell_of_warned(told.row, entry=told.entry_id, at=told.at)


def is_well_again(suspicions: Iterable[Suspicion], impacts: Iterable[Impact]) -> bool:
    """Whether monitors look at what is hit, or was suspected by them, and none of them says that it is down."""
    raised = [each for each in suspicions if each.monitor is not None]
    if any(each.recovered_at is None and each.monitor.is_looked_at for each in raised if each.monitor):
        return False
    components = {each.monitor.component_id for each in raised if each.monitor is not None}
    components |= {each.component_id for each in impacts if each.ended_at is None}
    return are_well(components)


def _going_on(monitor: Monitor) -> Interruption | None:
    """What it may be a part of: what hit this component and is not over; else what a monitor of its service suspects."""
    current = Interruption.objects.exclude(state__in=OVER).order_by("-pk")
    hit = current.filter(
        Q(state__in=DOWN, impacts__ended_at=None) | Q(state=State.RESTORED),
        impacts__component=monitor.component_id,
    )
    suspected = current.filter(
        state=State.SUSPECTED, suspicions__monitor__component__service=monitor.component.service_id
    )
    found = hit.first() or suspected.first()
    return Interruption.objects.locked(found.pk) if found else None


def _one_at_a_time(monitor: Monitor) -> None:
    """Two workers that see two components of a service go down suspect one interruption, not two."""
    with connection.cursor() as cursor:
        service = monitor.component.service_id % 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CLASS, service])
