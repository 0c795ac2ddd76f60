"""Business time by brute force, from the text of the contract alone; slow, and blind to how Holdfast does it.

A walker notes what the clock of a zone shows at each minute of a stretch of the UTC line. Hours are a list of
open spans looked up in those notes; time is consumed cut by cut. It shares no code with `holdfast.calendars`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class OutOfSight(Exception):
    """The answer lies outside the stretch that was walked."""


class Walk:
    """Each minute that a zone's clock showed between two instants, with the instant when it first did."""

    def __init__(self, zone: str, begin: datetime, end: datetime) -> None:
        self.zone = ZoneInfo(zone)
        self.begin, self.end = begin, end
        self.first_shown: dict[datetime, datetime] = {}
        self.jumps: list[tuple[datetime, datetime, datetime]] = []
        self._walk()

    def shows(self, at: datetime) -> datetime:
        return at.astimezone(self.zone).replace(tzinfo=None, fold=0)

    def _walk(self) -> None:
        at = self.begin
        while at < self.end:
            shown = self.shows(at)
            if shown.second == 0:
                self.first_shown.setdefault(shown, at)
                step = MINUTE
            else:
                step = timedelta(seconds=60 - shown.second)
            following = at + step
            if self.shows(following) - shown != step:
                following = self._walk_slowly(at)
            at = following

    def _walk_slowly(self, at: datetime) -> datetime:
        """Second by second over the change of the clock within the next minute."""
        second = timedelta(seconds=1)
        while True:
            shown = self.shows(at)
            following = at + second
            next_shown = self.shows(following)
            if next_shown - shown != second:
                self.jumps.append((following, shown + second, next_shown))
                return following
            at = following
            if next_shown.second == 0:
                self.first_shown.setdefault(next_shown, at)

    def instant(self, wall: datetime) -> datetime:
        """Rule 3: the first occurrence, or the first instant after the gap that swallowed it."""
        if wall in self.first_shown:
            return self.first_shown[wall]
        for at, due, shown in self.jumps:
            if due <= wall < shown:
                return at
        raise OutOfSight

    def instant_to_the_second(self, wall: datetime) -> datetime:
        """The same for a time between two minutes: trying every instant at which it may have been shown."""
        minute = wall.replace(second=0)
        found = []
        for at in {self.first_shown.get(minute), *(jump[0] for jump in self.jumps)} - {None}:
            for guess in (at + (wall - minute), at + (wall - self.shows(at))):
                if self.shows(guess) == wall:
                    found.append(guess)
        if found:
            return min(found)
        return self.instant(wall)


class Oracle:
    """The answers for one calendar, as far as the walk goes."""

    def __init__(self, calendar: dict[str, Any], walk: Walk) -> None:
        self.walk = walk
        self.by_date: dict[date, list[tuple[datetime, datetime]]] = {}
        closed = {date.fromisoformat(day) for day in calendar.get("holidays", [])}
        special = {date.fromisoformat(day): pairs for day, pairs in calendar.get("exceptions", {}).items()}

        def hours_of(day: date) -> list[list[str]]:
            return special.get(day, calendar["weekly"].get(NAMES[day.weekday()], []))

        day = walk.begin.date() + 2 * DAY
        self.first_day = day
        while day < walk.end.date() - 2 * DAY:
            pieces = []
            if day in special or day not in closed:
                pieces += [(o, c) if o < c else (o, "24:00") for o, c in hours_of(day)]
            if day not in special and day not in closed:
                pieces += [("00:00", c) for o, c in hours_of(day - DAY) if c <= o]
            resolved = [(self._at(day, o), self._at(day, c)) for o, c in pieces]
            self.by_date[day] = [(a, b) for a, b in resolved if a < b]
            day += DAY
        self.last_day = day - DAY
        self.spans = [span for spans in self.by_date.values() for span in spans]
        self.cuts = sorted({instant for span in self.spans for instant in span})

    def _at(self, day: date, written: str) -> datetime:
        hour, minute = map(int, written.split(":"))
        midnight = datetime.combine(day, time())
        return self.walk.instant(midnight + hour * timedelta(hours=1) + minute * MINUTE)

    def is_open(self, at: datetime) -> bool:
        return any(a <= at < b for a, b in self.spans)

    def opening(self, at: datetime) -> datetime:
        if self.is_open(at):
            return at
        for cut in self.cuts:
            if cut > at and self.is_open(cut):
                return cut
        raise OutOfSight

    def add_seconds(self, start: datetime, seconds: int) -> datetime:
        at, left = self.opening(start), timedelta(seconds=seconds)
        while left:
            if not self.is_open(at):
                at = self.opening(at)
            until = min((cut for cut in self.cuts if cut > at), default=None)
            if until is None:
                raise OutOfSight
            step = min(left, until - at)
            at, left = at + step, left - step
        return at

    def between(self, start: datetime, end: datetime) -> int:
        points = [start, *(cut for cut in self.cuts if start < cut < end), end]
        return sum(int((b - a).total_seconds()) for a, b in pairwise(points) if a < b and self.is_open(a))

    def add_days(self, start: datetime, days: int) -> datetime:
        at = self.opening(start)
        if days == 0:
            return at
        shown = self.walk.shows(at)
        day = shown.date()
        while days:
            day += DAY
            if day not in self.by_date:
                raise OutOfSight
            days -= bool(self.by_date[day])
        spans = sorted(self.by_date[day])
        there = self.walk.instant_to_the_second(datetime.combine(day, shown.time()))
        if any(a <= there < b for a, b in spans):
            return there
        later = [a for a, _ in spans if a > there]
        return min(later) if later else max(b for _, b in spans)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
