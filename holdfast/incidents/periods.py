"""Months and days of a time zone as stretches of the UTC line, half-open."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holdfast.calendars.spans import EPOCH
from holdfast.calendars.zones import zone_named
from holdfast.incidents.impact import Span


def month_in(zone: str, year: int, month: int) -> Span:
    """That month of the agreement's time zone, however many hours its clock changes leave it."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return _between(zone, date(year, month, 1), following)


def day_in(zone: str, on: date) -> Span:
    """That date of the zone; empty where the zone skipped it."""
    return _between(zone, on, on + timedelta(days=1))


@lru_cache(maxsize=4096)
def _between(zone: str, first: date, following: date) -> Span:
    clock = zone_named(zone)
    start, end = (
        EPOCH + timedelta(seconds=clock.instant((day - EPOCH.date()).days, 0)) for day in (first, following)
    )
    return Span(start, end)
