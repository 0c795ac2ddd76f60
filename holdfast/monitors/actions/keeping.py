"""Monitors are entered, changed, paused, resumed, removed, and looked at out of turn, by those who may."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from holdfast.catalogue.models import Component
from holdfast.kernel import clock, hints
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.monitors.checks import Check
from holdfast.monitors.facts import (
    MonitorChanged,
    MonitorEntered,
    MonitorPaused,
    MonitorRemoved,
    MonitorResumed,
)
from holdfast.monitors.models import Monitor, State
from holdfast.monitors.turning import end_stretch
from holdfast.monitors.wanted import Wanted, begin_anew, make_so, new_monitor
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Team

LOOP: Final = "monitors"


@transaction.atomic
def enter_monitor(
    component: Component,
    check: Check,
    *,
    name: str,
    every: int,
    within: int,
    tries: int = 3,
    place: str = "",
    pages: bool = True,
    team: Team | None = None,
    by: Person,
) -> Monitor:
    """Look at that from now on; refused at the field that can't be."""
    require_may(by, Act.CHANGE_MONITORS)
    component = (
        Component.objects.select_for_update(of=("self",)).select_related("service").get(pk=component.pk)
    )
    at = clock.now()
    wanted = Wanted(
        check=check, name=name, every=every, within=within, tries=tries, place=place, pages=pages, team=team
    )
    monitor = new_monitor(component, wanted, at=at)
    monitor.save()
    record(MonitorEntered(**naming(monitor), kind=monitor.kind), by=by.actor, at=at, row=monitor)
    hints.wake(LOOP)
    return monitor


@transaction.atomic
def change_monitor(
    monitor: Monitor,
    check: Check,
    *,
    name: str,
    every: int,
    within: int,
    tries: int,
    place: str,
    pages: bool = True,
    team: Team | None = None,
    by: Person,
) -> Monitor:
    """Look at it otherwise; what was found so far stands, and a look that is under way no longer counts."""
    require_may(by, Act.CHANGE_MONITORS)
    monitor, at = _locked(monitor), clock.now()
    wanted = Wanted(
        check=check, name=name, every=every, within=within, tries=tries, place=place, pages=pages, team=team
    )
    changed = make_so(monitor, wanted, at=at)
    if not changed:
        return monitor
    monitor.save()
    record(MonitorChanged(**naming(monitor), changed=changed), by=by.actor, at=at, row=monitor)
    hints.wake(LOOP)
    return monitor


@transaction.atomic
def pause_monitor(monitor: Monitor, *, by: Person) -> Monitor:
    """Nobody looks until it is resumed."""
    require_may(by, Act.CHANGE_MONITORS)
    monitor = _locked(monitor)
    if monitor.paused_at is None:
        at = clock.now()
        monitor.paused_at = at
        _stop(monitor)
        monitor.save()
        end_stretch(monitor, at=at)
        record(MonitorPaused(**naming(monitor)), by=by.actor, at=at, row=monitor)
    return monitor


@transaction.atomic
def resume_monitor(monitor: Monitor, *, by: Person) -> Monitor:
    """Look at it again; what it finds is known from the first look, or call, on."""
    require_may(by, Act.CHANGE_MONITORS)
    monitor = _locked(monitor)
    if not monitor.component.is_current:
        raise Refused(f"{monitor.component} is retired.", code="component_retired")
    if monitor.paused_at is not None:
        at = clock.now()
        monitor.paused_at = None
        monitor.next_at = at
        if monitor.is_heartbeat:
            monitor.next_at = monitor.patience_after(at) if monitor.looked_at else None
        monitor.state, monitor.since_at = State.UNKNOWN, at
        monitor.save()
        record(MonitorResumed(**naming(monitor)), by=by.actor, at=at, row=monitor)
        hints.wake(LOOP)
    return monitor


@transaction.atomic
def remove_monitor(monitor: Monitor, *, by: Person) -> Monitor:
    """It looks no more and is shown no more; what it measured counts, and its address leads nowhere."""
    require_may(by, Act.CHANGE_MONITORS)
    monitor, at = _locked(monitor), clock.now()
    _stop(monitor)
    monitor.removed_at, monitor.secret, monitor.former_secret = at, None, ""
    monitor.save()
    end_stretch(monitor, at=at)
    record(MonitorRemoved(**naming(monitor)), by=by.actor, at=at, row=monitor)
    return monitor


@transaction.atomic
def look_now(monitor: Monitor, *, by: Person) -> None:
    """Let the worker look at it at once, and tell the desk when it has."""
    require_may(by, Act.CHANGE_MONITORS)
    monitor = _locked(monitor)
    if monitor.is_heartbeat:
        raise Refused("A heartbeat is called; it can't be looked at.", code="is_heartbeat")
    if monitor.paused_at is not None:
        raise Refused("It is paused. Resume it first.", code="paused")
    monitor.is_asked, monitor.next_at = True, clock.now()
    monitor.save(update_fields=["is_asked", "next_at"])
    hints.wake(LOOP)


def naming(monitor: Monitor) -> dict[str, Any]:
    """How every fact about it names it."""
    return {"monitor": monitor.pk, "component": monitor.component_id, "name": monitor.name}


def _locked(monitor: Monitor) -> Monitor:
    try:
        return Monitor.objects.locked(monitor.pk)
    except Monitor.DoesNotExist:
        raise Refused("It was removed meanwhile.", code="removed") from None


def _stop(monitor: Monitor) -> None:
    monitor.next_at = None
    monitor.is_asked = False
    begin_anew(monitor)
