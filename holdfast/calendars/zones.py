"""Time zones as the arithmetic needs them: stretches of one offset, and a wall-clock time as an instant.

Everything here is whole seconds and whole days counted from 1970-01-01: an *instant* on the UTC line, a
*wall* time as if the zone's clock were UTC, a *day* as a date of the zone. They are plain integers, so that
the first and the last year need no exception of their own.
"""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import tzdata  # type: ignore[import-untyped]

# The zone data of the machine would make a due time depend on where it is computed.
zoneinfo.reset_tzpath(to=[])
zoneinfo.ZoneInfo.clear_cache()

DAY = 86_400
CYCLE_DAYS = 146_097
"""400 Gregorian years: whole weeks, after which dates, weekdays and the rules of a zone repeat."""
CHUNK_DAYS = 63
"""Whole weeks, and a whole number of chunks to a cycle."""
CYCLE_CHUNKS = CYCLE_DAYS // CHUNK_DAYS
CYCLE = CYCLE_DAYS * DAY

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = int((datetime(1, 1, 2, tzinfo=UTC) - _EPOCH).total_seconds())
_LAST = int((datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
_MARGIN_DAYS = 3  # no zone was ever a day away from UTC: nearly 16 hours are the most
_LOOK_EVERY = 3 * DAY  # no zone ever changed twice within six days: a test goes through all the data
STEADY_CHUNK = (datetime(2200, 1, 1, tzinfo=UTC) - _EPOCH).days // CHUNK_DAYS
"""From here on zones have only yearly rules, no changes of their own, so chunks repeat with the cycle."""


class Stretch(NamedTuple):
    """A piece of the UTC line on which the zone's clock keeps one offset; instants and offset in seconds."""

    begin: int
    end: int
    offset: int


_AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """The time zones that are named after places, and UTC, each with what it is called where one is chosen."""
    named = sorted(name for name in zone_names() if name.partition("/")[0] in _AREAS)
    return (("UTC", "UTC"), *((name, name.replace("_", " ")) for name in named))


def tzdata_version() -> str:
    """The IANA version of the time-zone data in use, such as `2026a`."""
    return str(tzdata.IANA_VERSION)


def rules_in_use(name: str) -> bytes:
    """The compiled rules of a zone (TZif) as the time-zone data in use have them."""
    return files("tzdata.zoneinfo").joinpath(*name.split("/")).read_bytes()


@cache
def zone_names() -> frozenset[str]:
    """The names of all time zones known here, exactly as IANA writes them."""
    return frozenset(zoneinfo.available_timezones())


@cache
def zone_named(name: str) -> Zone:
    """The zone of that IANA name; ValueError when there is none."""
    if name not in zone_names():
        raise ValueError(f"no time zone is named {name!r}")
    return Zone(name)


@lru_cache(maxsize=256)
def zone_by_rules(name: str, rules: bytes) -> Zone:
    """The zone of that name as these compiled rules have it: those of an older release of the time-zone data."""
    return Zone(name, zoneinfo.ZoneInfo.from_file(BytesIO(rules), key=name))


def earliest(stretches: tuple[Stretch, ...], wall: int) -> int:
    """The first instant at which the zone's clock shows `wall` or has gone past it.

    That is the first occurrence of a repeated time, and for a skipped one the first instant after the gap.
    """
    for begin, end, offset in stretches:
        if wall < end + offset:
            return max(begin, wall - offset)
    raise AssertionError("the stretches end before that wall time")


class Zone:
    """One time zone, of the `tzdata` package unless other rules are given; what it has worked out it keeps."""

    def __init__(self, name: str, info: zoneinfo.ZoneInfo | None = None) -> None:
        self.name = name
        self._info = info or zoneinfo.ZoneInfo.no_cache(name)
        self._stretches: dict[int, tuple[Stretch, ...]] = {}

    def instant(self, day: int, second: int) -> int:
        """The instant that the wall-clock time `second` of that day means; 86 400 is the next midnight."""
        return earliest(self.stretches(day // CHUNK_DAYS), day * DAY + second)

    def wall(self, instant: int) -> int:
        """What the zone's clock shows at that instant."""
        for begin, end, offset in self.stretches(instant // DAY // CHUNK_DAYS):
            if begin <= instant < end:
                return instant + offset
        raise AssertionError("the stretches of a chunk cover all its instants")

    def stretches(self, chunk: int) -> tuple[Stretch, ...]:
        """In order and without a hole, the stretches of that chunk of days, with a margin on both sides."""
        found = self._stretches.get(chunk)
        if found is None:
            found = self._stretches[chunk] = self._work_out(chunk)
        return found

    def _work_out(self, chunk: int) -> tuple[Stretch, ...]:
        if chunk >= STEADY_CHUNK + CYCLE_CHUNKS:
            cycles = (chunk - STEADY_CHUNK) // CYCLE_CHUNKS
            later = cycles * CYCLE
            earlier = self.stretches(chunk - cycles * CYCLE_CHUNKS)
            return tuple(Stretch(begin + later, end + later, offset) for begin, end, offset in earlier)
        begin = (chunk * CHUNK_DAYS - _MARGIN_DAYS) * DAY
        end = ((chunk + 1) * CHUNK_DAYS + _MARGIN_DAYS) * DAY
        stretches = []
        offset = self._offset(begin)
        for instant in range(begin + _LOOK_EVERY, end + 1, _LOOK_EVERY):
            new_offset = self._offset(instant)
            if new_offset != offset:
                change = self._change(instant - _LOOK_EVERY, instant, new_offset)
                stretches.append(Stretch(begin, change, offset))
                begin, offset = change, new_offset
        stretches.append(Stretch(begin, end, offset))
        return tuple(stretches)

    def _change(self, before: int, after: int, offset: int) -> int:
        """The first instant in (before, after] that has `offset`."""
        while after - before > 1:
            middle = (before + after) // 2
            if self._offset(middle) == offset:
                after = middle
            else:
                before = middle
        return after

    def _offset(self, instant: int) -> int:
        """Seconds ahead of UTC; outside the years that datetime knows, what the zone's rules come to."""
        if instant < _FIRST:
            instant = _FIRST
        elif instant >= _LAST:
            instant -= CYCLE
        local = (_EPOCH + timedelta(seconds=instant)).astimezone(self._info)
        offset = local.utcoffset()
        assert offset is not None
        return offset.days * DAY + offset.seconds
