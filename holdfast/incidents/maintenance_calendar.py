"""Maintenance as an iCalendar: for the page's own calendar, a client's secret one, and what a notice carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from icalendar import Calendar, Event

from holdfast.kernel.text import one_line, scrub

REFRESHED_EVERY: Final = timedelta(hours=1)


class Certainty(StrEnum):
    """What an event says of itself; a cancelled one stays in the calendar."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A maintenance as an event: `code` for its life, `revision` raised on each change that is told."""

    code: str
    revision: int
    certainty: Certainty
    title: str
    text: str
    start: datetime
    end: datetime
    url: str
    created_at: datetime
    changed_at: datetime


def calendar_of(planned: Iterable[Planned], *, name: str, host: str, source: str = "") -> bytes:
    """All of them, in the order of their beginnings; `source` is where the newest version is to be had."""
    calendar = Calendar()
    calendar.add("prodid", "-//Holdfast//Maintenance//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", one_line(name))
    calendar.add("x-wr-calname", one_line(name))  # for programs that don't know RFC 7986
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
    for each in sorted(planned, key=lambda each: (each.start, each.code)):
        calendar.add_component(_event(each, host))
    written: bytes = calendar.to_ical()
    return written


def _event(planned: Planned, host: str) -> Event:
    event = Event()
    event.add("uid", f"maintenance-{planned.code}@{host}")
    event.add("dtstamp", _whole(planned.changed_at))
    event.add("created", _whole(planned.created_at))
    event.add("last-modified", _whole(planned.changed_at))
    event.add("sequence", planned.revision)
    event.add("status", str(planned.certainty))
    event.add("dtstart", _whole(planned.start))
    event.add("dtend", _whole(planned.end))
    event.add("summary", one_line(planned.title))
    event.add("description", "\n".join(scrub(planned.text).splitlines()))
    event.add("url", planned.url)
    event.add("categories", ["Maintenance"])
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    return event


def _whole(at: datetime) -> datetime:
    """In UTC, to the second, which is all that iCalendar knows."""
    return at.astimezone(UTC).replace(microsecond=0)
