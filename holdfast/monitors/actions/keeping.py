"""Monitors are entered, changed, paused, resumed, removed, and looked at out of turn, by those who may."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from holdfast.catalogue.models import Component
from holdfast.kernel import clock, hints
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.monitors import rules
from holdfast.monitors.checks import Check, kept
from holdfast.monitors.facts import (
    MonitorChanged,
    MonitorEntered,
    MonitorPaused,
    MonitorRemoved,
    MonitorResumed,
)
from holdfast.monitors.models import Kind, Monitor, State
from holdfast.monitors.turning import end_stretch
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
    check = rules.require_check(check)
    rules.require_times(check, every=every, within=within, tries=tries)
    component = (
        Component.objects.select_for_update(of=("self",)).select_related("service").get(pk=component.pk)
    )
    if not component.is_current:
        raise Refused(f"{component} is retired.", code="component_retired")
    at = clock.now()
    monitor = Monitor(
        component=component,
        place=_place(place, component),
        name=rules.require_name(name),
        kind=Kind(kept(check)["kind"]),
        asks=kept(check),
        every=every,
        within=within,
        tries=tries,
        pages=pages,
        team=team if pages else None,
        since_at=at,
    )
    monitor.next_at = None if monitor.is_heartbeat else at
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
    check = rules.require_check(check)
    rules.require_times(check, every=every, within=within, tries=tries)
    monitor, at = _locked(monitor), clock.now()
    wanted: dict[str, Any] = {
        "name": rules.require_name(name),
        "asks": kept(check),
        "every": every,
        "within": within,
        "tries": tries,
        "place": _place(place, monitor.component),
        "pages": pages,
        "team": team if pages else None,
    }
    if wanted["asks"]["kind"] != monitor.kind:
        raise Refused("Its kind stays. Enter another monitor.", code="other_kind")
    changed = [field for field, value in wanted.items() if getattr(monitor, field) != value]
    if not changed:
        return monitor
    for field in changed:
        setattr(monitor, field, wanted[field])
    _begin_anew(monitor)
    if monitor.paused_at is None:
        if not monitor.is_heartbeat:
            monitor.next_at = at
        elif monitor.next_at is not None and monitor.looked_at is not None:
            monitor.next_at = max(at, monitor.patience_after(monitor.looked_at))
    monitor.save()
    record(MonitorChanged(**naming(monitor), changed=tuple(changed)), by=by.actor, at=at, row=monitor)
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
    _begin_anew(monitor)


def _begin_anew(monitor: Monitor) -> None:
    monitor.streak, monitor.streak_at, monitor.warning = 0, None, ""
    monitor.lease_until, monitor.lease_by = None, ""


def _place(place: str, component: Component) -> str:
    if place and place not in component.places:
        raise Refused(f"{component} has no place “{place}”.", code="no_place", field="place")
    return place
