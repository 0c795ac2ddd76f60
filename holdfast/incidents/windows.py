"""What a maintenance window costs the clients, and the cheapest ones in a range: E7, as communication.md has it.

The cost of an hour is the sum over affected clients of: open by its hours × its usual traffic in that hour of
the week × its weight. Clients with the same hours are added up first, and of the sum only the changes are
kept, so that thousands of clients come to a few hundred steps. Whole seconds throughout: nothing is rounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from operator import add
from typing import Final

from holdfast.calendars.hours import Hours
from holdfast.calendars.spans import EPOCH, SECOND
from holdfast.calendars.zones import Zone, zone_named

HOURS_OF_WEEK: Final = 168
_FIRST_OF_EPOCH: Final = 3 * 24  # 1970-01-01 was a Thursday
_HOUR: Final = 3600
_MINUTE: Final = 60
_SECOND: Final = timedelta(seconds=1)
STEP: Final = timedelta(minutes=15)
"""Windows begin on quarter hours: all zones of today are whole ones away from UTC."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A client whom the maintenance would reach."""

    client: int
    hours: Hours
    traffic: tuple[int, ...]
    """Its tickets and chats of the last 13 weeks by hour of the week, Monday 00:00 of its own clock first."""
    weight: int = 1


def by_hours(affected: Iterable[Affected]) -> list[Affected]:
    """The same clients as if every hour in which they are open were alike to them."""
    return [replace(each, traffic=(1,) * HOURS_OF_WEEK) for each in affected]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that a maintenance could take, and its cost: traffic of 13 weeks × weight × seconds."""

    start: datetime
    end: datetime
    cost: int


class Costs:
    """What it costs these clients at every instant of a range."""

    def __init__(self, affected: Iterable[Affected], start: datetime, end: datetime) -> None:
        """Both ends are taken to the whole second, inwards."""
        self._start, self._end = _second(start, up=True), _second(end)
        changes = _changes(affected, self._start, self._end)
        changes[self._start] += 0
        self._at = sorted(changes)
        self._rates = list(accumulate(changes[at] for at in self._at))
        passed = (rate * (b - a) for rate, (a, b) in zip(self._rates, pairwise(self._at), strict=False))
        self._before = list(accumulate(passed, initial=0))

    def of(self, start: datetime, end: datetime) -> Window:
        """That window with its cost; it lies within the range."""
        return self._window(_second(start), _second(end))

    def hourly(self) -> list[Window]:
        """The range hour by hour, from its start on; what is left at the end is no hour."""
        return [self._window(at, at + _HOUR) for at in range(self._start, self._end - _HOUR + 1, _HOUR)]

    def cheapest(
        self, length: timedelta, *, count: int = 3, step: timedelta = STEP, alike: Costs | None = None
    ) -> list[Window]:
        """The cheapest windows of that length in the range that don't overlap.

        Each is the cheapest of all that overlap none of those before it. They begin when the range does, or
        at whole steps. Of two that cost the same the one first that `alike` finds cheaper, then the earlier one.
        """
        lasts, every = (int(each.total_seconds()) for each in (length, step))
        aligned = -(-self._start // every) * every
        starts = {self._start, *range(aligned, self._end - lasts + 1, every)}
        fitting = [start for start in starts if start + lasts <= self._end]

        def worth(start: int) -> tuple[int, int, int]:
            end = start + lasts
            return self._cost(start, end), alike._cost(start, end) if alike else 0, start

        found: list[int] = []
        for start in sorted(fitting, key=worth):
            if len(found) == count:
                break
            if all(abs(start - other) >= lasts for other in found):
                found.append(start)
        return [self._window(start, start + lasts) for start in found]

    def _window(self, start: int, end: int) -> Window:
        if not self._start <= start <= end <= self._end:
            raise ValueError("The window lies outside the range.")
        return Window(_instant(start), _instant(end), self._cost(start, end))

    def _cost(self, start: int, end: int) -> int:
        return self._until(end) - self._until(start)

    def _until(self, at: int) -> int:
        step = bisect_right(self._at, at) - 1
        return self._before[step] + self._rates[step] * (at - self._at[step])


def _changes(affected: Iterable[Affected], start: int, end: int) -> dict[int, int]:
    """By how much the cost of a second changes, at the seconds at which it does."""
    changes: dict[int, int] = defaultdict(int)
    weeks: dict[str, tuple[list[int], list[int]]] = {}
    for hours, usual in _by_hours(affected).items():
        week = weeks.get(hours.timezone)
        if week is None:
            found = list(_hours_of_week(zone_named(hours.timezone), start, end))
            week = weeks[hours.timezone] = ([at for at, _ in found], [hour for _, hour in found])
        begins, hours_of_week = week
        for opens_at, closes_at in hours.openings.within(start * SECOND, end * SECOND):
            opens, closes = opens_at // SECOND, closes_at // SECOND
            number = bisect_right(begins, opens) - 1
            rate = usual[hours_of_week[number]]
            changes[opens] += rate
            for later in range(number + 1, bisect_right(begins, closes - 1)):
                before, rate = rate, usual[hours_of_week[later]]
                changes[begins[later]] += rate - before
            changes[closes] -= rate
    return changes


def _by_hours(affected: Iterable[Affected]) -> dict[Hours, list[int]]:
    """Traffic × weight by hour of the week, added up over the clients that keep the same hours."""
    usual: dict[Hours, list[int]] = {}
    for each in affected:
        weighted = [count * each.weight for count in each.traffic] if each.weight != 1 else each.traffic
        so_far = usual.get(each.hours)
        usual[each.hours] = list(weighted) if so_far is None else list(map(add, so_far, weighted))
    return usual


def _hours_of_week(zone: Zone, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The seconds at which an hour of the zone's week begins, the first at `start`, each with its number."""
    at = start
    while at < end:
        wall = zone.wall(at)
        yield at, (wall // _HOUR + _FIRST_OF_EPOCH) % HOURS_OF_WEEK
        until = at + _HOUR - wall % _HOUR
        if zone.wall(until - 1) - wall != until - 1 - at:  # the clock changes within the hour
            until = at + _MINUTE - wall % _MINUTE
        at = until


def _second(at: datetime, *, up: bool = False) -> int:
    since = at - EPOCH
    return -(-since // _SECOND) if up else since // _SECOND


def _instant(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)
