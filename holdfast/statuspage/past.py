"""Ninety days of each component and of each service: how they went by the day, and the uptime in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from holdfast.incidents.bars import DAYS, Day, days_of, in_words
from holdfast.incidents.impact import Interval, Span
from holdfast.incidents.periods import day_in
from holdfast.incidents.recorded import impacts_since, interval_of, level_for_all
from holdfast.incidents.uptime import Evidence, uptime_of_components
from holdfast.statuspage.reading import components_shown


@dataclass(frozen=True)
class Track:
    """How something went over the last ninety days."""

    days: Sequence[Day]
    uptime: Decimal | None
    """In per cent; None where nothing was measured yet."""

    @property
    def words(self) -> tuple[str, ...]:
        """The days on which there was something, in words, the newest first."""
        return in_words(reversed(self.days))


def tracks(*, zone: str, now: datetime) -> Mapping[str, Track]:
    """By the code of each component and of each service that the page shows; in two queries."""
    rows = list(components_shown())
    start = day_in(zone, now.astimezone(ZoneInfo(zone)).date() - timedelta(days=DAYS - 1)).start
    found = impacts_since(start, components=[row.pk for row in rows])
    intervals = [interval_of(each, level=level_for_all(each)) for each in found]
    members: dict[str, list[tuple[int, date]]] = {}
    for row in rows:
        members.setdefault(row.service.code, []).append((row.pk, row.since_on))
        members[row.code] = [(row.pk, row.since_on)]
    return {code: _track(its, intervals, start, zone=zone, now=now) for code, its in members.items()}


def _track(
    members: list[tuple[int, date]], intervals: list[Interval], start: datetime, *, zone: str, now: datetime
) -> Track:
    keys = [key for key, _ in members]
    since = min(on for _, on in members)
    mine = [each for each in intervals if each.component in keys]
    begin = min(max(start, day_in(zone, since).start), now)
    uptime = uptime_of_components(keys, Evidence(mine), Span(begin, now))
    return Track(days_of(keys, mine, zone=zone, now=now, since=since), uptime.availability)


NOTHING: Final = Track((), None)
