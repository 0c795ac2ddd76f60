"""Ninety days of a service at a glance: for each date the worst that was, for how long, and the same in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.dates import MONTHS

from holdfast.incidents.impact import Interval, Level, Piece, Silence, Span, layered, piece
from holdfast.incidents.zones import Zones

DAYS: Final = 90
_RANKS: Final = tuple(Level)
_MINUTE: Final = timedelta(minutes=1)
_SAID: Final[Mapping[Level, str]] = MappingProxyType(
    {
        Level.UNKNOWN: "not measured",
        Level.MAINTENANCE: "maintenance",
        Level.DEGRADED: "slow",
        Level.PARTIAL: "partly down",
        Level.MAJOR: "down",
    }
)


@dataclass(frozen=True, slots=True)
class Day:
    """One date of the reader's clock; `worst` is None before there was anything to show."""

    on: date
    worst: Level | None
    minutes: Mapping[Level, int]
    """By level, worst first; a part of a minute is one."""

    @property
    def in_words(self) -> str:
        """`3 May: down 21 min, slow 1 h 5 min`."""
        said = ", ".join(
            f"{_SAID[level]} {length_in_words(minutes)}" for level, minutes in self.minutes.items()
        )
        if not said:
            said = "nothing to report" if self.worst else "no record yet"
        return f"{self.on.day} {MONTHS[self.on.month]}: {said}"


def days_of(
    components: Collection[int],
    intervals: Iterable[Interval],
    silences: Iterable[Silence] = (),
    *,
    zones: Zones,
    now: datetime,
    since: date | None = None,
    count: int = DAYS,
) -> tuple[Day, ...]:
    """The dates up to today, oldest first: the worst of these components at each instant counts."""
    today = zones.date_of(now)
    dates = [today - timedelta(days=count - 1 - back) for back in range(count)]
    whole = [Span(zones.start_of(dates[0]), now)]
    pieces = [
        part
        for each in intervals
        if each.component in components
        for part in piece(each.start, each.end, _RANKS.index(Level(each.level)), within=whole)
    ]
    pieces += [
        part
        for each in silences
        if each.component in components
        for part in piece(each.start, each.end, _RANKS.index(Level.UNKNOWN), within=whole)
    ]
    worst = [each for each in layered(pieces) if each.rank]
    return tuple(_day(on, zones, worst, since) for on in dates)


def in_words(days: Iterable[Day]) -> tuple[str, ...]:
    """The days on which there was something, as the text beside the bars."""
    return tuple(day.in_words for day in days if day.minutes)


def _day(on: date, zones: Zones, worst: list[Piece], since: date | None) -> Day:
    if since is not None and on < since:
        return Day(on, None, {})
    if not worst:
        return Day(on, Level.NONE, {})
    lasted = dict.fromkeys(reversed(_RANKS), timedelta())
    day = [zones.day(on)]
    for each in worst:
        for part in piece(each.start, each.end, each.rank, within=day):
            lasted[_RANKS[part.rank]] += part.end - part.start
    minutes = {level: -(-length // _MINUTE) for level, length in lasted.items() if length}
    return Day(on, next(iter(minutes), Level.NONE), minutes)


def length_in_words(minutes: int) -> str:
    """`21 min`, `1 h 5 min`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def exact_in_words(length: timedelta) -> str:
    """`4 min 19 s`, `10 min`; a part of a second is left away."""
    minutes, seconds = divmod(length // timedelta(seconds=1), 60)
    if minutes and not seconds:
        return f"{minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def percent_in_words(figure: Decimal | None) -> str:
    """`99.901 %`, `100 %`."""
    if figure is None:
        return "not measured yet"
    return "100 %" if figure == 100 else f"{figure:.3f} %"
