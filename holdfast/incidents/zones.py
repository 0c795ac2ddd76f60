"""By which time zones a client's clock went, also of one that has moved (E10): pure.

A date, and with it a month, begins when the client's clock, as it was set then, first showed it. So dates and months follow
each other without a gap, what is over stays as it was, and those in which the zone changed are that much longer or shorter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.incidents.impact import Span
from holdfast.incidents.periods import day_in, months_after

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Zones:
    """The former ones in order, each until when, and the present one."""

    former: tuple[tuple[datetime, str], ...]
    present: str

    def at(self, instant: datetime) -> str:
        """The zone that held at that instant."""
        return next((zone for until, zone in self.former if instant < until), self.present)

    def start_of(self, on: date) -> datetime:
        """When their clock first showed that date."""
        since = None
        for until, zone in self.former:
            shown = _shown(on, zone, since)
            if shown < until:
                return shown
            since = until
        return _shown(on, self.present, since)

    def day(self, on: date) -> Span:
        """That date; empty where a clock skipped it."""
        return Span(self.start_of(on), self.start_of(on + _DAY))

    def date_of(self, at: datetime) -> date:
        """The latest date that had begun at that instant."""
        shown = at.astimezone(ZoneInfo(self.at(at))).date()
        while self.start_of(shown + _DAY) <= at:
            shown += _DAY
        return shown

    def span_of(self, month: date) -> Span:
        return Span(self.start_of(month), self.start_of(months_after(month, 1)))

    def zone_of(self, month: date) -> str:
        """By which that month is told: the one that held when it ended."""
        end = self.start_of(months_after(month, 1))
        return next((zone for until, zone in self.former if end <= until), self.present)

    def month_of(self, at: datetime) -> date:
        """The first day of the latest month that had begun at that instant."""
        return self.date_of(at).replace(day=1)


def _shown(on: date, zone: str, since: datetime | None) -> datetime:
    start = day_in(zone, on).start
    return start if since is None else max(start, since)
