"""The hours of a calendar as an immutable value, read from the form in which files and rows hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from holdfast.calendars.spans import Openings, Pairs
from holdfast.calendars.zones import zone_by_rules, zone_named, zone_names

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_KEYS = ("timezone", "weekly", "holidays", "exceptions")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class CalendarRefused(ValueError):
    """The calendar cannot stand; the message says why, in a sentence for the person who wrote it."""


@dataclass(frozen=True)
class Hours:
    """A time zone, weekly hours, holidays, and exceptions: dates with hours of their own, or with none.

    Times are minutes of the zone's wall clock; `weekly` has seven entries, Monday first. An exception says
    all there is about its date: neither that weekday's hours nor the tail of the evening before count on it,
    and it counts before a holiday. All else means what the contract of `holdfast calendar eval` says.
    """

    timezone: str
    weekly: tuple[Pairs, ...]
    holidays: frozenset[date] = frozenset()
    exceptions: tuple[tuple[date, Pairs], ...] = ()
    zone_rules: bytes = b""
    """The zone's compiled rules where they are not those of the time-zone data in use; no part of the written form."""

    @classmethod
    def from_json(cls, data: object) -> Hours:
        """Read and check `{"timezone": …, "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": […]}`.

        `holidays` and `exceptions` may be missing. Whatever departs from the form raises CalendarRefused.
        """
        fields = _mapping(data, "A calendar")
        for key in fields:
            if key not in _KEYS:
                raise CalendarRefused(f"A calendar has {', '.join(_KEYS)}, but nothing named {_shown(key)}.")
        for key in ("timezone", "weekly"):
            if key not in fields:
                raise CalendarRefused(f"The calendar has no {key}.")
        return cls(
            timezone=_zone_name(fields["timezone"]),
            weekly=_weekly(fields["weekly"]),
            holidays=frozenset(_dates(fields.get("holidays", []))),
            exceptions=_exceptions(fields.get("exceptions", {})),
        )

    def to_json(self) -> dict[str, Any]:
        """The same in the form that `from_json` reads, every weekday named, dates in order."""
        written: dict[str, Any] = {
            "timezone": self.timezone,
            "weekly": {name: _written(pairs) for name, pairs in zip(WEEKDAYS, self.weekly, strict=True)},
            "holidays": [day.isoformat() for day in sorted(self.holidays)],
        }
        if self.exceptions:
            written["exceptions"] = {day.isoformat(): _written(pairs) for day, pairs in self.exceptions}
        return written

    @cached_property
    def openings(self) -> Openings:
        """When these hours are open; equal hours share what was worked out."""
        return _openings(self)


@lru_cache(maxsize=512)
def _openings(hours: Hours) -> Openings:
    holidays = frozenset(_day_number(day) for day in hours.holidays)
    exceptions = {_day_number(day): pairs for day, pairs in hours.exceptions}
    zone = zone_by_rules(hours.timezone, hours.zone_rules) if hours.zone_rules else zone_named(hours.timezone)
    return Openings(zone, hours.weekly, holidays, exceptions)


def _day_number(day: date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL


def _zone_name(value: object) -> str:
    if not isinstance(value, str) or value not in zone_names():
        raise CalendarRefused(f"There is no time zone named {_shown(value)}; one is Europe/Berlin.")
    return value


def _weekly(value: object) -> tuple[Pairs, ...]:
    weekly = _mapping(value, "weekly")
    for name in weekly:
        if name not in WEEKDAYS:
            raise CalendarRefused(f"No weekday is named {_shown(name)}; they are {', '.join(WEEKDAYS)}.")
    return tuple(_pairs(weekly.get(name, []), name) for name in WEEKDAYS)


def _exceptions(value: object) -> tuple[tuple[date, Pairs], ...]:
    exceptions = _mapping(value, "exceptions")
    return tuple(sorted((_date(day), _pairs(pairs, day)) for day, pairs in exceptions.items()))


def _pairs(value: object, where: str) -> Pairs:
    if not isinstance(value, list | tuple):
        raise CalendarRefused(f"The hours of {where} are not a list of pairs of opening and closing times.")
    return tuple(_pair(pair, where) for pair in value)


def _pair(value: object, where: str) -> tuple[int, int]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise CalendarRefused(f"{_shown(value)} on {where} is not a pair of opening and closing times.")
    opens, closes = (_minutes(time, where) for time in value)
    if opens == 1440:
        raise CalendarRefused(
            f"Nothing opens at 24:00 ({where}): it is the end of the day, 00:00 its beginning."
        )
    return opens, closes


def _minutes(value: object, where: str) -> int:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise CalendarRefused(f"{_shown(value)} on {where} is not a wall-clock time between 00:00 and 24:00.")
    return int(value[:2]) * 60 + int(value[3:])


def _dates(value: object) -> Iterable[date]:
    if not isinstance(value, list | tuple):
        raise CalendarRefused("The holidays are not a list of dates.")
    return (_date(day) for day in value)


def _date(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise CalendarRefused(f"{_shown(value)} is not a date; dates are written like 2026-12-25.")


def _mapping(value: object, what: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise CalendarRefused(f"{what} is not an object with named values.")
    return value


def _shown(value: object) -> str:
    """What was written, briefly enough for a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _written(pairs: Pairs) -> list[list[str]]:
    return [[f"{time // 60:02}:{time % 60:02}" for time in pair] for pair in pairs]
