"""Months and days of a time zone as stretches of the UTC line, half-open."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from django.utils.dates import MONTHS

from holdfast.calendars.spans import EPOCH
from holdfast.calendars.zones import zone_named
from holdfast.incidents.impact import Span


def month_in(zone: str, year: int, month: int) -> Span:
    """That month of the agreement's time zone, however many hours its clock changes leave it."""
    first = date(year, month, 1)
    return _between(zone, first, months_after(first, 1))


def month_named(month: date) -> str:
    """`June 2026`."""
    return f"{MONTHS[month.month]} {month.year}"


def months_after(month: date, count: int) -> date:
    """The first day of the month so many months later, or earlier below zero."""
    whole = month.year * 12 + month.month - 1 + count
    return date(whole // 12, whole % 12 + 1, 1)


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
