"""Hours as sentences, for people who read a policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from holdfast.calendars.hours import Hours
from holdfast.calendars.spans import Pairs

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ALL_DAY: Final = ((0, 1440),)
_NAMED: Final = 3


def hours_in_words(hours: Hours) -> str:
    """`Monday to Friday, 09:00 to 17:00, in Europe/Berlin, closed on 25 December 2026`."""
    if all(pairs == _ALL_DAY for pairs in hours.weekly):
        weekly = "24 hours a day, 7 days a week"
    else:
        weekly = "; ".join(_stretches(hours.weekly)) or "closed every day of the week"
    said = [weekly, f"in {hours.timezone}"]
    if hours.holidays:
        said.append(f"closed on {_dates(sorted(hours.holidays))}")
    if hours.exceptions:
        said.append(
            f"other hours on {len(hours.exceptions)} dates"
            if len(hours.exceptions) > 1
            else "other hours on one date"
        )
    return ", ".join(said)


def _dates(days: list[date]) -> str:
    """Each day while they are few, else how many there are and from when to when."""
    told = [f"{day:%-d %B %Y}" for day in days]
    if len(told) > _NAMED:
        return f"{len(told)} holidays from {told[0]} to {told[-1]}"
    return " and ".join([", ".join(told[:-1]), told[-1]]) if told[1:] else told[0]


def _stretches(weekly: tuple[Pairs, ...]) -> Iterator[str]:
    """Days that follow each other with the same hours, in one phrase."""
    for pairs, days in groupby(range(7), key=lambda day: weekly[day]):
        if pairs:
            named = list(days)
            first, last = _DAYS[named[0]], _DAYS[named[-1]]
            yield f"{first if len(named) == 1 else f'{first} to {last}'}, {_spans(pairs)}"


def _spans(pairs: Pairs) -> str:
    if pairs == _ALL_DAY:
        return "around the clock"
    return " and ".join(f"{_time(opens)} to {_time(closes)}" for opens, closes in pairs)


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
