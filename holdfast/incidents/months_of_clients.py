"""When a client's months begin and end, also of one that has moved to another time zone (E10).

A month begins when the client's clock, as it was set then, first showed it. So the months follow each other without a gap,
one that is over stays as it was, and the one in which the zone changed is that much longer or shorter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects

from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import month_of
from holdfast.incidents.impact import Span
from holdfast.incidents.periods import month_in, months_after


@dataclass(frozen=True)
class Zones:
    """By which time zones somebody's clock went: the former ones in order, each until when, and the present one."""

    former: tuple[tuple[datetime, str], ...]
    present: str

    def at(self, instant: datetime) -> str:
        """The zone that held at that instant."""
        return next((zone for until, zone in self.former if instant < until), self.present)

    def start_of(self, month: date) -> datetime:
        """When their clock first showed that month."""
        since = None
        for until, zone in self.former:
            shown = _shown(month, zone, since)
            if shown < until:
                return shown
            since = until
        return _shown(month, self.present, since)

    def span_of(self, month: date) -> Span:
        return Span(self.start_of(month), self.start_of(months_after(month, 1)))

    def zone_of(self, month: date) -> str:
        """By which that month is told: the one that held when it ended."""
        end = self.start_of(months_after(month, 1))
        return next((zone for until, zone in self.former if end <= until), self.present)

    def month_of(self, at: datetime) -> date:
        """The first day of the latest month that had begun at that instant."""
        shown = month_of(at, self.at(at))
        following = months_after(shown, 1)
        return following if self.start_of(following) <= at else shown


def zones_of(organisation: Organisation) -> Zones:
    """Of one client; one query, and none where they are read already."""
    read_zones([organisation])
    former = sorted((each.until_at, each.pk, each.time_zone) for each in organisation.former_zones.all())
    return Zones(tuple((until, zone) for until, _, zone in former), organisation.time_zone)


def read_zones(organisations: Collection[Organisation]) -> None:
    """For all of them in one query."""
    prefetch_related_objects(list(organisations), "former_zones")


def _shown(month: date, zone: str, since: datetime | None) -> datetime:
    start = month_in(zone, month.year, month.month).start
    return start if since is None else max(start, since)
