"""What is known of the past of components, as plain values: pure uptime is reckoned from these and nothing else."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How a component is doing, from best to worst; `NONE` is what a correction says where nothing was wrong."""

    NONE = "none"
    UNKNOWN = "unknown"
    MAINTENANCE = "maintenance"
    DEGRADED = "degraded"
    PARTIAL = "partial"
    MAJOR = "major"


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `start` on and before `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One component at one level for a stretch of time: for all clients, or for those named, or in one place."""

    number: int
    component: int
    level: Level
    start: datetime
    end: datetime | None = None
    """None while it lasts."""
    place: str = ""
    clients: frozenset[int] | None = None
    cause: str = ""
    maintenance: int | None = None
    """Which maintenance made it, at level `maintenance`."""
    excluded_because: str = ""
    recorded_at: datetime
    corrects: int | None = None
    """The number of an interval that no longer counts; several may replace the same one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A client uses a component: in one of its places, or in all where none is named."""

    client: int
    component: int
    start: datetime
    end: datetime | None = None
    place: str = ""

    def feels(self, interval: Interval) -> bool:
        """Whether that interval reaches the client here."""
        somewhere_else = interval.place and self.place and interval.place != self.place
        return not somewhere_else and (interval.clients is None or self.client in interval.clients)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNotice:
    """A window of a maintenance of which this client was told in time, as the promise about it says."""

    maintenance: int
    client: int
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A component has a monitor, and for this while nothing came from it."""

    component: int
    start: datetime
    end: datetime | None = None


class Piece(NamedTuple):
    """A stretch of time with a rank, of which the greater one wins."""

    start: datetime
    end: datetime
    rank: int


def in_force(intervals: Iterable[Interval], *, as_of: datetime | None = None) -> tuple[Interval, ...]:
    """Those that no later one corrects; `as_of` forgets what was recorded after that instant."""
    known = [each for each in intervals if as_of is None or each.recorded_at <= as_of]
    corrected = {each.corrects for each in known}
    return tuple(each for each in known if each.number not in corrected)


def piece(
    start: datetime, end: datetime | None, rank: int, *, within: Iterable[Piece | Span]
) -> Iterator[Piece]:
    """What of that stretch lies within each of those others, in UTC; without an end it lasts."""
    for other in within:
        begin = max(start.astimezone(UTC), other.start)
        until = other.end if end is None else min(end.astimezone(UTC), other.end)
        if begin < until:
            yield Piece(begin, until, rank)


def layered(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same time in order and without overlaps: at each instant the greatest rank of those that cover it."""
    waiting = sorted(pieces, reverse=True)
    covering: list[tuple[int, datetime]] = []
    at = datetime.max.replace(tzinfo=UTC)
    while waiting or covering:
        if not covering:
            at = waiting[-1].start
        while waiting and waiting[-1].start <= at:
            _, end, rank = waiting.pop()
            heapq.heappush(covering, (-rank, end))
        while covering and covering[0][1] <= at:
            heapq.heappop(covering)
        if covering:
            rank, end = covering[0]
            until = min(end, waiting[-1].start) if waiting else end
            yield Piece(at, until, -rank)
            at = until
