"""A due time in words: where it comes from, as hover text and on the trail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.policy.allowance import Allowance, Unit
from holdfast.promises.clockwork import clock_seconds, paused_seconds
from holdfast.promises.models import TURNAROUND, Promise, State
from holdfast.promises.reckoning import ended_pauses, inputs_of

_CAUSES = ("answer", "approval")


def explain(promise: Promise, *, zone: str = "UTC", to_client: bool = False) -> str:
    """How the due time came about, in the reader's time zone: start, allowance, calendar, pauses, closed days.

    The client reads of their own answer: `paused 3 h 20 min for your answer`.
    """
    tz = ZoneInfo(zone)
    elapsed = Allowance.parse(promise.allowance).unit in (Unit.MINUTES, Unit.HOURS)
    measured = "round the clock" if elapsed else f"on {promise.calendar_version.calendar.name}"
    counted = f"from {_said(promise.start_at, tz)}"
    if promise.before_at is not None:
        counted = f"before {_said(promise.before_at, tz)}"
    parts = [f"{promise.allowance} {counted}, {measured}"]
    parts += _paused(promise, whose="your" if to_client else "the client's")
    parts += [] if elapsed else _closed(promise)
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


def _paused(promise: Promise, *, whose: str) -> list[str]:
    if promise.clause != TURNAROUND:
        return []
    inputs = inputs_of(promise, ended_pauses(promise))
    if not paused_seconds(inputs):
        return []
    said = []
    for cause in _CAUSES:
        seconds = sum(
            clock_seconds(inputs, max(pause.began_at, promise.start_at), pause.ended_at)
            for pause in promise.pauses.all()
            if pause.cause == cause and pause.ended_at is not None and pause.ended_at > promise.start_at
        )
        if seconds:
            said.append(f"paused {span_in_words(seconds)} for {whose} {cause}")
    return said


def _closed(promise: Promise) -> list[str]:
    """The days of the calendar, in its own zone, that were holidays, or closed as an exception, until it was due."""
    hours, names = promise.calendar_version.hours, promise.calendar_version.holiday_names
    exceptions = hours.get("exceptions", {})
    why = {day: "a holiday" for day in hours.get("holidays", []) if day not in exceptions}
    why |= {day: "closed" for day, pairs in exceptions.items() if not pairs}
    tz = ZoneInfo(hours["timezone"])
    begin, end = promise.start_at.astimezone(tz).date(), promise.due_at.astimezone(tz).date()
    return [
        f"{day:%A %-d %B} was {why[written]}" + (f" ({names[written]})" if written in names else "")
        for written in sorted(why)
        if begin <= (day := date.fromisoformat(written)) <= end and end - begin < timedelta(days=400)
    ]


def _said(instant: datetime, tz: ZoneInfo) -> str:
    return f"{instant.astimezone(tz):%A %-d %B %Y %H:%M %Z}"
