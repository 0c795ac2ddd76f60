"""When a promise is due: a pure function of its inputs (promises.md, 'A promise')."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.calendars.hours import CalendarRefused, Hours
from holdfast.calendars.worktime import add_days, add_seconds, open_seconds_between
from holdfast.policy.allowance import Allowance, Unit

_ELAPSED = {Unit.MINUTES: 60, Unit.HOURS: 3600}


@dataclass(frozen=True)
class Inputs:
    """All that decides the due time; instants are aware and UTC, pauses are ended, in order, and do not overlap."""

    start_at: datetime
    allowance: Allowance
    hours: Hours
    pauses: Sequence[tuple[datetime, datetime]] = ()
    before_at: datetime | None = None
    """Given, the allowance is counted back from it."""


def due_at(inputs: Inputs) -> datetime:
    """due₀ = start + allowance in its unit; due = add(due₀, the open seconds of all pauses)."""
    return moved_by_pauses(due_without_pauses(inputs), inputs)


def due_without_pauses(inputs: Inputs) -> datetime:
    """due₀: the start plus the allowance in its own unit; a day is never turned into hours. Of notice, so long before."""
    allowance, start = inputs.allowance, inputs.start_at
    if inputs.before_at is not None:
        if allowance.unit not in _ELAPSED:
            raise ValueError("Notice is counted back in minutes or hours.")
        return inputs.before_at - timedelta(seconds=allowance.amount * _ELAPSED[allowance.unit])
    if allowance.unit in _ELAPSED:
        return start + timedelta(seconds=allowance.amount * _ELAPSED[allowance.unit])
    if allowance.unit == Unit.BUSINESS_HOURS:
        return _existing(add_seconds(inputs.hours, start, allowance.amount * 3600))
    return _existing(add_days(inputs.hours, start, allowance.amount))


def warning_at(inputs: Inputs, fraction: float) -> datetime:
    """The instant of a warning: add(start, f × between(start, due₀)), moved by the same pauses."""
    due = due_without_pauses(inputs)
    seconds = int(fraction * clock_seconds(inputs, inputs.start_at, due))
    if inputs.allowance.unit in _ELAPSED:
        instant = inputs.start_at + timedelta(seconds=seconds)
    else:
        instant = _existing(add_seconds(inputs.hours, inputs.start_at, seconds))
    return moved_by_pauses(instant, inputs)


def moved_by_pauses(instant: datetime, inputs: Inputs) -> datetime:
    """The instant, later by the open seconds of all pauses."""
    seconds = paused_seconds(inputs)
    if not seconds:
        return instant
    if inputs.allowance.unit in _ELAPSED:
        return instant + timedelta(seconds=seconds)
    return _existing(add_seconds(inputs.hours, instant, seconds))


def paused_seconds(inputs: Inputs) -> int:
    """The open seconds of all pauses, on the promise's own clock."""
    return sum(clock_seconds(inputs, began, ended) for began, ended in inputs.pauses)


def clock_seconds(inputs: Inputs, begin: datetime, end: datetime) -> int:
    """Seconds that count between two instants: elapsed ones round the clock, else those of open hours."""
    if inputs.allowance.unit in _ELAPSED:
        return max(0, int((end - begin).total_seconds()))
    return open_seconds_between(inputs.hours, begin, end)


def _existing(instant: datetime | None) -> datetime:
    """Calendars that never open are refused when they are saved; one that got through must not promise anything."""
    if instant is None:
        raise CalendarRefused("This calendar never opens; nothing can be promised on it.")
    return instant
