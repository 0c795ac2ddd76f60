"""The calendars that come with Holdfast; an operator may change them like any other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from holdfast.calendars.hours import WEEKDAYS

ROUND_THE_CLOCK: Final = "round-the-clock"
BUSINESS_DAYS_AROUND_THE_CLOCK: Final = "business-days-around-the-clock"
OFFICE_HOURS: Final = "office-hours"

_ALL_DAY: Final = [["00:00", "24:00"]]
_OFFICE: Final = [["09:00", "17:00"]]


@dataclass(frozen=True)
class ShippedCalendar:
    """A calendar as it is shipped; `hours` as `calendars.hours` reads them."""

    key: str
    name: str
    hours: dict[str, Any]


def shipped_calendars(time_zone: str) -> tuple[ShippedCalendar, ...]:
    """The shipped calendars for a vendor in this time zone; round the clock means the same in all of them."""
    return (
        _calendar(ROUND_THE_CLOCK, "Round the clock", "UTC", _ALL_DAY, days=7),
        _calendar(
            BUSINESS_DAYS_AROUND_THE_CLOCK, "Business days around the clock", time_zone, _ALL_DAY, days=5
        ),
        _calendar(OFFICE_HOURS, "Office hours", time_zone, _OFFICE, days=5),
    )


def _calendar(key: str, name: str, time_zone: str, pairs: list[list[str]], *, days: int) -> ShippedCalendar:
    weekly = {day: pairs if position < days else [] for position, day in enumerate(WEEKDAYS)}
    return ShippedCalendar(key, name, {"timezone": time_zone, "weekly": weekly, "holidays": []})
