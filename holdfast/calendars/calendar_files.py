"""Events of an iCalendar file, each with the line on which it begins, so that what is wrong can be found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from icalendar import Calendar

from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line

LARGEST: Final = 1024**2
MOST: Final = 2_000
MOST_DAYS: Final = 1_000
_LONGEST: Final = timedelta(days=62)
_YEAR: Final = timedelta(days=366)
_YEARS: Final = (1900, 2200)
"""Within which anything is planned: what lies further off can't be reckoned with in every zone (T74)."""
_ONCE: Final = ("uid", "summary", "status")


@dataclass(frozen=True)
class Problem:
    """What is wrong with the event that begins on that line of the file."""

    row: int
    message: str


class Wrong(Exception):
    """One event cannot be taken; the text says why."""


def events_in(content: bytes) -> list[tuple[int, Any]]:
    """All events in their order; refused at `file` where it is no calendar at all, or has none or too many."""
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except ValueError:
        raise Refused("This is no iCalendar file.", code="no_calendar", field="file") from None
    if not events:
        raise Refused("There is no event in this file.", code="no_event", field="file")
    if len(events) > MOST:
        raise Refused(f"A file has {MOST} events at most.", code="too_many", field="file")
    return list(zip(_lines(content, len(events)), events, strict=True))


def require_readable(event: Any) -> None:
    """Refuse an event of which something cannot be read, or is said twice, or that repeats."""
    if event.errors:
        names = ", ".join(sorted({str(name) for name, _ in event.errors}))
        raise Wrong(f"This cannot be read: {one_line(names, limit=60)}.")
    for name in _ONCE:
        if isinstance(event.get(name), list):
            raise Wrong(f"It says {name.upper()} more than once.")
    if event.get("rrule") or event.get("rdate"):
        raise Wrong("It repeats. Export its occurrences as events of their own.")
    if event.get("dtstart") is None:
        raise Wrong("It does not say when it begins.")


def moment_in(event: Any, name: str) -> date | datetime | None:
    """A day or a time of the event as it stands there: once, in a known zone, within reach; None where it has none."""
    found = event.get(name)
    if found is None:
        return None
    at = getattr(found, "dt", None)
    if not isinstance(at, date):  # several, or something else than a day or a time
        raise Wrong(f"{name.upper()} is not one day or one time.")
    if isinstance(at, datetime) and at.tzinfo is None and (zone := found.params.get("TZID")):
        raise Wrong(f"There is no time zone “{one_line(str(zone), limit=60)}”.")
    if not _YEARS[0] <= at.year < _YEARS[1]:
        raise Wrong("The year is out of reach.")
    return at


def end_of(event: Any, start: date | datetime) -> date | datetime | None:
    """When the event ends, as it says or by how long it lasts; None where it says neither."""
    if (end := moment_in(event, "dtend")) is not None:
        return end
    length = event.get("duration")
    if length is None:
        return None
    if not isinstance(lasts := getattr(length, "dt", None), timedelta) or abs(lasts) > _YEAR:
        raise Wrong("DURATION is not one length of at most a year.")
    return start + lasts


def holidays_in_file(content: bytes) -> tuple[list[tuple[date, str]], list[Problem]]:
    """The days that the events of the file cover, with their titles, in order; a day twice bears both names.

    Refused at `file` where there are more than anybody would look through.
    """
    found: dict[date, list[str]] = {}
    problems: list[Problem] = []
    for row, event in events_in(content):
        try:
            for day in _days(event):
                names = found.setdefault(day, [])
                if (name := one_line(str(event.get("summary", "")), limit=120)) and name not in names:
                    names.append(name)
        except Wrong as wrong:
            problems.append(Problem(row, str(wrong)))
        if len(found) > MOST_DAYS:
            raise Refused(f"A file has {MOST_DAYS} days at most.", code="too_many", field="file")
    return [(day, "; ".join(names)[:120]) for day, names in sorted(found.items())], problems


def _days(event: Any) -> Iterator[date]:
    require_readable(event)
    start = moment_in(event, "dtstart")
    if start is None or isinstance(start, datetime):
        raise Wrong("It has a time of day. A holiday is a whole day.")
    end = end_of(event, start) or start + timedelta(days=1)
    if isinstance(end, datetime) or end <= start:
        raise Wrong("It must end after it begins, on a day.")
    if end - start > _LONGEST:
        raise Wrong("That is longer than two months.")
    for nth in range((end - start).days):
        yield start + timedelta(days=nth)


def _lines(content: bytes, events: int) -> list[int]:
    """On which line each event begins."""
    rows = [
        number
        for number, line in enumerate(content.splitlines(), start=1)
        if line.strip().upper() == b"BEGIN:VEVENT"
    ]
    return (rows + [0] * events)[:events]
