"""When a calendar is open, as spans of the UTC line, worked out chunk by chunk and kept.

Instants here are integers: microseconds since 1970-01-01 UTC, so that a start between two seconds stays
exact. Days are counted from 1970-01-01, and so are chunks of 63 of them, as in `zones`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from holdfast.calendars.zones import CHUNK_DAYS, CYCLE, CYCLE_CHUNKS, DAY, STEADY_CHUNK, Zone

SECOND = 1_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // (datetime.resolution)
"""The last instant of the year 9999."""

_CHUNK = CHUNK_DAYS * DAY * SECOND
_CYCLE = CYCLE * SECOND
_KEPT_CHUNKS = 768  # 132 years; of the others only the sums stay

Pairs = tuple[tuple[int, int], ...]
"""Opening and closing times of a date, in minutes; what closes no later than it opens runs past midnight."""
Walls = tuple[tuple[int, int], ...]
"""The hours of one date alone, in seconds after its midnight, 86 400 at most: in order, none touching."""


class PastYear9999(ValueError):
    """The answer lies past the year 9999."""

    def __init__(self) -> None:
        super().__init__("The result is past the year 9999.")


class Place(NamedTuple):
    """An instant, and the chunk it belongs to, both moved back by so many cycles of 400 years."""

    chunk: int
    cycles: int
    instant: int


class Sums(NamedTuple):
    """Of one chunk: its open microseconds and its days with any open time."""

    open_for: int
    days: int


class Chunk:
    """The open spans of 63 local dates, from the first one's midnight on, and the days that open at all."""

    __slots__ = ("begin", "begins", "days", "end", "ends", "passed", "sums")

    def __init__(self, begin: int, end: int, spans: Iterable[tuple[int, int, int]]) -> None:
        """`spans` come in order, as day, begin and end."""
        self.begin = begin
        self.end = end
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.passed: list[int] = []  # open microseconds of the chunk up to the end of each span
        self.days: list[int] = []
        so_far = 0
        for day, opens, closes in spans:
            so_far += closes - opens
            if not self.days or self.days[-1] != day:
                self.days.append(day)
            if self.ends and self.ends[-1] == opens:
                self.ends[-1] = closes
                self.passed[-1] = so_far
            else:
                self.begins.append(opens)
                self.ends.append(closes)
                self.passed.append(so_far)
        self.sums = Sums(so_far, len(self.days))

    def open_until(self, instant: int) -> int:
        """Open microseconds from the chunk's begin to that instant."""
        span = bisect_right(self.ends, instant)
        passed = self.passed[span - 1] if span else 0
        if span < len(self.begins) and self.begins[span] < instant:
            passed += instant - self.begins[span]
        return passed


class Openings:
    """All that is open under one set of hours, and the arithmetic on it."""

    def __init__(
        self, zone: Zone, weekly: tuple[Pairs, ...], holidays: frozenset[int], exceptions: Mapping[int, Pairs]
    ) -> None:
        """`weekly` has seven entries, Monday first; an exception counts before a holiday on the same day."""
        self._zone = zone
        self._weekly = weekly
        self._usual = [_walls(weekly[weekday], weekly[weekday - 1]) for weekday in range(7)]
        self._holidays = holidays
        self._exceptions = exceptions
        touched = exceptions.keys() | {day + 1 for day in exceptions}
        self._unusual = touched | holidays
        self._steady = max(STEADY_CHUNK, max(self._unusual, default=0) // CHUNK_DAYS + 1)
        # Without weekly hours only the chunks of these exceptions can be open; None: every chunk may.
        opening = [day for day, pairs in exceptions.items() if pairs]
        self._only = (
            None if any(weekly) else {(day + tail) // CHUNK_DAYS for day in opening for tail in (0, 1)}
        )
        self._chunks: dict[int, Chunk] = {}
        self._sums: dict[int, Sums] = {}

    def opening(self, start: int) -> int | None:
        """`start` itself when open, else the next opening; None: never again."""
        place = self._opening(start)
        return None if place is None else self._result(place)

    def is_open(self, instant: int) -> bool:
        """Whether business time passes right after that instant."""
        number, _, moved = self._place(instant)
        chunk = self._chunk(number)
        span = bisect_right(chunk.ends, moved)
        return span < len(chunk.begins) and chunk.begins[span] <= moved

    def add(self, start: int, duration: int) -> int | None:
        """The instant at which `duration` of open time has passed from `start` on; None: it never will."""
        place = self._opening(start)
        if place is None:
            return None
        if duration == 0:
            return self._result(place)
        if self._only is None and start + duration > LAST:
            raise PastYear9999  # for open time passes no faster than time
        number, cycles, instant = place
        chunk = self._chunk(number)
        wanted = chunk.open_until(instant) + duration
        if wanted > chunk.sums.open_for:
            while wanted > (open_for := self._sum(number).open_for):
                wanted -= open_for
                following = self._after(number, cycles)
                if following is None:
                    return None
                number, cycles = following
            chunk = self._chunk(number)
        span = bisect_left(chunk.passed, wanted)
        return self._result(Place(number, cycles, chunk.ends[span] - chunk.passed[span] + wanted))

    def add_days(self, start: int, days: int) -> int | None:
        """The same for business days: the start's wall-clock time on a later local date with open time."""
        place = self._opening(start)
        if place is None:
            return None
        if days == 0:
            return self._result(place)
        if self._only is None and start + (days - 3) * DAY * SECOND > LAST:
            raise PastYear9999  # for dates come by no faster than days, but where a zone changes sides
        second, fraction = divmod(place.instant, SECOND)
        day, wall = divmod(self._zone.wall(second), DAY)
        number, cycles = day // CHUNK_DAYS, place.cycles
        wanted = bisect_right(self._chunk(number).days, day) + days
        while wanted > (open_days := self._sum(number).days):
            wanted -= open_days
            following = self._after(number, cycles)
            if following is None:
                return None
            number, cycles = following
        day = self._chunk(number).days[wanted - 1]
        return self._result(Place(number, cycles, self._on_day(day, wall, fraction)))

    def between(self, start: int, end: int) -> int:
        """Open microseconds in [start, end)."""
        if end <= start or self._only == set():
            return 0
        first, last = self._place(start), self._place(end)
        passed = self._chunk(last.chunk).open_until(last.instant)
        passed -= self._chunk(first.chunk).open_until(first.instant)
        for number in range(_numbered(first), _numbered(last)):
            passed += self._sum(self._steady_number(number)).open_for
        return passed

    def within(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What is open of [start, end), span by span; where two chunks meet, two spans may touch."""
        if end <= start:
            return
        first, last = self._place(start), self._place(end)
        for numbered in range(_numbered(first), _numbered(last) + 1):
            number = self._steady_number(numbered)
            later = (numbered - number) * _CHUNK
            chunk = self._chunk(number)
            spans = range(bisect_right(chunk.ends, start - later), bisect_left(chunk.begins, end - later))
            for span in spans:
                yield max(start, chunk.begins[span] + later), min(end, chunk.ends[span] + later)

    def _opening(self, start: int) -> Place | None:
        if self._only == set():
            return None
        number, cycles, instant = self._place(start)
        chunk = self._chunk(number)
        span = bisect_right(chunk.ends, instant)
        if span < len(chunk.ends):
            return Place(number, cycles, max(instant, chunk.begins[span]))
        following = self._after(number, cycles)
        while following is not None:
            number, cycles = following
            if self._sum(number).open_for:
                return Place(number, cycles, self._chunk(number).begins[0])
            following = self._after(number, cycles)
        return None

    def _place(self, instant: int) -> Place:
        number = instant // _CHUNK
        cycles = 0
        if number > self._steady + CYCLE_CHUNKS:
            cycles = (number - self._steady - 1) // CYCLE_CHUNKS
            number -= cycles * CYCLE_CHUNKS
            instant -= cycles * _CYCLE
        chunk = self._chunk(number)
        if instant < chunk.begin:
            number -= 1
        elif instant >= chunk.end:
            number += 1
        return Place(number, cycles, instant)

    def _after(self, number: int, cycles: int) -> tuple[int, int] | None:
        """The next chunk; None when no chunk that follows can be open."""
        number += 1
        if self._only is not None and number > max(self._only):
            return None
        if number * _CHUNK + cycles * _CYCLE > LAST + DAY * SECOND:
            raise PastYear9999
        if number > self._steady + CYCLE_CHUNKS:
            return number - CYCLE_CHUNKS, cycles + 1
        return number, cycles

    def _steady_number(self, number: int) -> int:
        """A chunk of the same shape that is not centuries beyond the last holiday and change of rules."""
        if number > self._steady + CYCLE_CHUNKS:
            return self._steady + 1 + (number - self._steady - 1) % CYCLE_CHUNKS
        return number

    def _result(self, place: Place) -> int:
        instant = place.instant + place.cycles * _CYCLE
        if instant > LAST:
            raise PastYear9999
        return instant

    def _sum(self, number: int) -> Sums:
        if self._only is not None and number not in self._only:
            return Sums(0, 0)
        found = self._sums.get(number)
        return self._chunk(number).sums if found is None else found

    def _chunk(self, number: int) -> Chunk:
        chunk = self._chunks.get(number)
        if chunk is None:
            chunk = self._work_out(number)
            if len(self._chunks) >= _KEPT_CHUNKS:
                self._chunks = {}
            self._chunks[number] = chunk
            self._sums[number] = chunk.sums
        return chunk

    def _work_out(self, number: int) -> Chunk:
        first = number * CHUNK_DAYS
        limit = first + CHUNK_DAYS
        begin, end = self._zone.instant(first, 0), self._zone.instant(limit, 0)
        return Chunk(begin * SECOND, end * SECOND, self._spans(number))

    def _spans(self, number: int) -> Iterable[tuple[int, int, int]]:
        """Day, begin and end of all that is open in a chunk; boundaries as `zones.earliest` resolves them.

        Wall times only rise here, so the stretch that holds one is never before that of the one before.
        """
        stretches = iter(self._zone.stretches(number))
        begin, end, offset = next(stretches)
        for day in range(number * CHUNK_DAYS, (number + 1) * CHUNK_DAYS):
            midnight = day * DAY
            for opens, closes in self._hours_on(day):
                while midnight + opens >= end + offset:
                    begin, end, offset = next(stretches)
                opening = max(begin, midnight + opens - offset)
                while midnight + closes >= end + offset:
                    begin, end, offset = next(stretches)
                closing = max(begin, midnight + closes - offset)
                if opening < closing:
                    yield day, opening * SECOND, closing * SECOND

    def _on_day(self, day: int, wall: int, fraction: int) -> int:
        """That wall-clock time of an open day when open, else its next opening, else its last closing."""
        second = self._zone.instant(day, wall)
        exists = self._zone.wall(second) == day * DAY + wall
        instant = second * SECOND + (fraction if exists else 0)
        closing = instant
        for opens, closes in self._hours_on(day):
            begin, end = (self._zone.instant(day, boundary) * SECOND for boundary in (opens, closes))
            if begin == end:
                continue  # a gap has swallowed these hours
            if instant < end:
                return max(instant, begin)
            closing = end
        return closing

    def _hours_on(self, day: int) -> Walls:
        if day not in self._unusual:
            return self._usual[(day + 3) % 7]  # 1970-01-01 was a Thursday
        if day in self._exceptions:
            return _walls(self._exceptions[day], ())
        if day in self._holidays:
            return ()
        weekday = (day + 3) % 7
        return _walls(self._weekly[weekday], self._exceptions[day - 1])


def _numbered(place: Place) -> int:
    return place.chunk + place.cycles * CYCLE_CHUNKS


def _walls(own: Pairs, of_the_eve: Pairs) -> Walls:
    """The hours of a date: the union of its own until 24:00 and the tails that the evening before left."""
    pieces = [(opens, closes if closes > opens else 1440) for opens, closes in own]
    pieces += [(0, closes) for opens, closes in of_the_eve if closes <= opens]
    union: list[tuple[int, int]] = []
    for opens, closes in sorted(pieces):
        if union and opens <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], closes))
        elif opens < closes:
            union.append((opens, closes))
    return tuple((opens * 60, closes * 60) for opens, closes in union)
