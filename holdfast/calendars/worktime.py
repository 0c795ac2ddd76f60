"""Business time from an instant on, and between two: the arithmetic that `holdfast calendar eval` promises.

Instants come in aware and go out in UTC, exact to the microsecond. Adding nothing moves the start to the next
opening; what never comes is None; what comes past the year 9999 raises PastYear9999. The rules named are
those of that command's contract.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from holdfast.calendars.hours import CalendarRefused, Hours
from holdfast.calendars.spans import EPOCH, SECOND, PastYear9999

LONGEST_CLOSED_FOR = timedelta(days=366)


def add_seconds(hours: Hours, start: datetime, seconds: int) -> datetime | None:
    """The instant at which `seconds` of open time have passed from `start` on (rule 5)."""
    if seconds < 0:
        raise ValueError("Business time is never added backwards.")
    return _datetime(hours.openings.add(_instant(start), seconds * SECOND))


def add_days(hours: Hours, start: datetime, days: int) -> datetime | None:
    """The same wall-clock time `days` business days later, as far as it is open then (rule 8)."""
    if days < 0:
        raise ValueError("Business days are never added backwards.")
    return _datetime(hours.openings.add_days(_instant(start), days))


def open_seconds_between(hours: Hours, start: datetime, end: datetime) -> int:
    """Whole seconds of open time in [start, end); 0 when the end is not after the start (rule 6)."""
    return hours.openings.between(_instant(start), _instant(end)) // SECOND


def next_opening(hours: Hours, at: datetime) -> datetime | None:
    """`at` itself when it is open, else the instant at which it opens next."""
    return _datetime(hours.openings.opening(_instant(at)))


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether business time passes at `at`: the opening instant is inside, the closing outside (rule 4)."""
    return hours.openings.is_open(_instant(at))


def require_opens_soon(hours: Hours, from_: datetime) -> None:
    """Refuse hours that never open from then on, or not within 366 days (CalendarRefused)."""
    try:
        opening = next_opening(hours, from_)
    except PastYear9999:
        opening = None
    if opening is None:
        raise CalendarRefused("This calendar never opens: give at least one weekday hours.")
    if opening - from_ > LONGEST_CLOSED_FOR:
        raise CalendarRefused(
            f"The next opening is on {opening:%Y-%m-%d %H:%M} UTC, over {LONGEST_CLOSED_FOR.days} days off."
        )


def _instant(value: datetime) -> int:
    if value.tzinfo is None:
        raise ValueError("An instant without a time zone means nothing.")
    since = value - EPOCH
    return (since.days * 86_400 + since.seconds) * SECOND + since.microseconds


def _datetime(instant: int | None) -> datetime | None:
    return None if instant is None else EPOCH + timedelta(microseconds=instant)
