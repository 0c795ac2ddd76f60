"""What speaks against a maintenance window: other maintenance, freezes, and the holidays of those whom it reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from holdfast.incidents.impact import Span
from holdfast.incidents.periods import day_in
from holdfast.incidents.windows import Affected


class Against(StrEnum):
    """Why a window may be a bad one."""

    MAINTENANCE = "maintenance"
    FREEZE = "freeze"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Taken:
    """A maintenance that stands already, or a while in which nothing may change, for some clients or for all."""

    against: Against
    what: str
    start: datetime
    end: datetime
    clients: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a window, when, and for which of the affected clients."""

    against: Against
    what: str
    start: datetime
    end: datetime
    clients: tuple[int, ...]


def conflicts_of(window: Span, affected: Iterable[Affected], taken: Iterable[Taken]) -> list[Conflict]:
    """In order of time. Other maintenance is one even for other clients: the same people may have to do it."""
    reached = list(affected)
    found = _holidays(window, reached)
    for each in taken:
        if each.end <= window.start or window.end <= each.start:
            continue
        common = [a.client for a in reached if each.clients is None or a.client in each.clients]
        if common or each.against == Against.MAINTENANCE:
            found.append(Conflict(each.against, each.what, each.start, each.end, tuple(sorted(common))))
    return sorted(found, key=lambda conflict: (conflict.start, conflict.against, conflict.what))


def _holidays(window: Span, affected: Iterable[Affected]) -> list[Conflict]:
    """Dates of the clients' own zones: the same date in two zones is two conflicts, at two times."""
    closed: dict[tuple[str, date], list[int]] = defaultdict(list)
    last = window.end - timedelta(microseconds=1)
    for each in affected:
        zone = ZoneInfo(each.hours.timezone)
        on, until = (at.astimezone(zone).date() for at in (window.start, last))
        while on <= until:
            if on in each.hours.holidays:
                closed[each.hours.timezone, on].append(each.client)
            on += timedelta(days=1)
    found = []
    for (zone_name, on), clients in closed.items():
        day = day_in(zone_name, on)
        what = f"{on.isoformat()} in {zone_name}"
        found.append(Conflict(Against.HOLIDAY, what, day.start, day.end, tuple(sorted(clients))))
    return found
