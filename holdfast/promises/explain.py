"""A due time in words: where it comes from, as hover text and on the trail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.policy.allowance import Allowance, Unit
from holdfast.promises.clockwork import clock_seconds, paused_seconds
from holdfast.promises.models import TURNAROUND, Promise, State
from holdfast.promises.reckoning import ended_pauses, inputs_of

_CAUSES = {"answer": "for the client's answer", "approval": "for the client's approval"}


def explain(promise: Promise, *, zone: str = "UTC") -> str:
    """How the due time came about, in the reader's time zone: start, allowance, calendar, pauses, holidays."""
    tz = ZoneInfo(zone)
    elapsed = Allowance.parse(promise.allowance).unit in (Unit.MINUTES, Unit.HOURS)
    measured = "round the clock" if elapsed else f"on {promise.calendar_version.calendar.name}"
    counted = f"from {_said(promise.start_at, tz)}"
    if promise.before_at is not None:
        counted = f"before {_said(promise.before_at, tz)}"
    parts = [f"{promise.allowance} {counted}, {measured}"]
    parts += _paused(promise)
    parts += [] if elapsed else _holidays(promise, tz)
    if promise.state == State.PAUSED and promise.paused_at is not None:
        parts.append(f"standing still since {_said(promise.paused_at, tz)}")
    else:
        parts.append(f"due {_said(promise.due_at, tz)}")
    return "; ".join(parts) + "."


def span_in_words(seconds: float) -> str:
    """A length of time as one says it: `3 h 20 min`."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def _paused(promise: Promise) -> list[str]:
    if promise.clause != TURNAROUND:
        return []
    inputs = inputs_of(promise, ended_pauses(promise))
    if not paused_seconds(inputs):
        return []
    said = []
    for cause, words in _CAUSES.items():
        seconds = sum(
            clock_seconds(inputs, max(pause.began_at, promise.start_at), pause.ended_at)
            for pause in promise.pauses.all()
            if pause.cause == cause and pause.ended_at is not None and pause.ended_at > promise.start_at
        )
        if seconds:
            said.append(f"paused {span_in_words(seconds)} {words}")
    return said


def _holidays(promise: Promise, tz: ZoneInfo) -> list[str]:
    names = promise.calendar_version.holiday_names
    closed = [date.fromisoformat(day) for day in promise.calendar_version.hours.get("holidays", [])]
    begin, end = promise.start_at.astimezone(tz).date(), promise.due_at.astimezone(tz).date()
    return [
        f"{day:%A %-d %B} was a holiday"
        + (f" ({names[day.isoformat()]})" if day.isoformat() in names else "")
        for day in sorted(closed)
        if begin <= day <= end and end - begin < timedelta(days=400)
    ]


def _said(instant: datetime, tz: ZoneInfo) -> str:
    return f"{instant.astimezone(tz):%A %-d %B %Y %H:%M %Z}"
