"""Instants in the reader's zone, short enough for a line and whole in the title."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils.dates import MONTHS, WEEKDAYS, WEEKDAYS_ABBR


def short_time(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`Today 13:33`, `Mon 13:33` within a week of the past, `8 Jun 13:33` in this year, else `8 Jun 2025`."""
    there = at.astimezone(zone)
    here = now.astimezone(zone)
    days = (here.date() - there.date()).days
    if days == 0:
        return f"Today {there:%H:%M}"
    if 0 < days < 7:
        return f"{WEEKDAYS_ABBR[there.weekday()]} {there:%H:%M}"
    month = str(MONTHS[there.month])[:3]
    if days < 0:
        return f"{WEEKDAYS_ABBR[there.weekday()]} {there.day} {month}, {there:%H:%M}"
    if there.year == here.year:
        return f"{there.day} {month} {there:%H:%M}"
    return f"{there.day} {month} {there.year}"


def due_in_words(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """An instant inside a sentence, after `by` or `on`: `today 16:00`, `Wed 25 Nov, 09:00`; in the reader's zone."""
    told = short_time(at, now=now, zone=zone)
    return f"today{told[5:]}" if told.startswith("Today") else told


def window_in_words(start_at: datetime, end_at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """`Tue 3 Nov, 22:00 to 23:30 CET`, or both dates; with the year where it is another."""
    start, end = start_at.astimezone(zone), end_at.astimezone(zone)
    year = now.astimezone(zone).year
    until = f"{end:%H:%M}" if start.date() == end.date() else _day_and_time(end, year)
    return f"{_day_and_time(start, year)} to {until} {end.tzname()}"


def _day_and_time(at: datetime, year: int) -> str:
    month = str(MONTHS[at.month])[:3] + ("" if at.year == year else f" {at.year}")
    return f"{WEEKDAYS_ABBR[at.weekday()]} {at.day} {month}, {at:%H:%M}"


def whole_time(at: datetime, *, zone: tzinfo) -> str:
    """`Monday 8 June 2026, 13:33 CEST`: the instant with its zone, for titles."""
    there = at.astimezone(zone)
    day = f"{WEEKDAYS[there.weekday()]} {there.day} {MONTHS[there.month]} {there.year}"
    return f"{day}, {there:%H:%M} {there.tzname()}"
