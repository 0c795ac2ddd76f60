"""'Are we affected?': what one client uses, how it is now and was, and what of our word to it was kept (E10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Final

from holdfast.catalogue.models import Use as UseRow
from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import agreed_for
from holdfast.incidents.bars import DAYS, Day, days_of
from holdfast.incidents.impact import Interval, Level, Span
from holdfast.incidents.recorded import use_of
from holdfast.incidents.uptime import Evidence, Terms, Uptime, uptime_of_client
from holdfast.incidents.zones import Zones
from holdfast.incidents.zones_of_clients import zones_of
from holdfast.promises.figures import Kept, kept_of
from holdfast.promises.record_of_use import record_of

MEASURED: Final = timedelta(days=30)
KEPT_SINCE: Final = timedelta(days=90)
_ORDER: Final = tuple(Level)


@dataclass(frozen=True)
class Part:
    """A component that the client uses, in one of its places or in all, as it is for the client."""

    component: int
    name: str
    place: str
    level: Level
    uptime: Decimal | None
    """Of the last ninety days, as far as the client used it."""
    days: Sequence[Day]


@dataclass(frozen=True)
class UsedService:
    """A service, as far as the client uses it: the worst of its parts at each instant."""

    name: str
    parts: Sequence[Part]
    level: Level
    uptime: Decimal | None
    days: Sequence[Day]


@dataclass(frozen=True)
class Standing:
    """How all that the client uses does."""

    services: Sequence[UsedService]
    """In the order of the catalogue."""
    uptime: Uptime
    """Of the last thirty days."""
    kept: Kept
    """Of the promises of the last ninety days."""


def standing_of(organisation: Organisation, *, now: datetime) -> Standing:
    """As of now, by the terms that hold now and the dates of the client's own clock; ten queries at most."""
    seen = _Seen.of(organisation, now=now)
    period = Span(now - MEASURED, now)
    return Standing(
        services=[
            _service(list(uses), seen) for _, uses in groupby(seen.uses, lambda row: row.component.service)
        ],
        uptime=uptime_of_client(organisation.pk, seen.evidence, period, terms=seen.terms),
        kept=kept_of(organisation.pk, since=now - KEPT_SINCE),
    )


@dataclass(frozen=True)
class _Seen:
    """All that it is reckoned from."""

    uses: Sequence[UseRow]
    evidence: Evidence
    terms: Terms
    zones: Zones
    now: datetime
    start: datetime

    @classmethod
    def of(cls, organisation: Organisation, *, now: datetime) -> _Seen:
        zones = zones_of(organisation)
        start = min(zones.start_of(zones.date_of(now) - timedelta(days=DAYS - 1)), now - MEASURED)
        record = record_of([organisation.pk], Span(start, now))
        current = [each for each in record.uses if each.until_at is None or each.until_at > now]
        terms = agreed_for(organisation, zones.month_of(now)).terms
        return cls(current, record.evidence, terms, zones, now, start)

    def felt(self, row: UseRow) -> list[Interval]:
        """What reached the client here."""
        use = use_of(row)
        return [each for each in self.evidence.intervals_of.get(row.component_id, ()) if use.feels(each)]

    def days(self, rows: Sequence[UseRow]) -> Sequence[Day]:
        components = {row.component_id for row in rows}
        silences = [each for key in components for each in self.evidence.silences_of.get(key, ())]
        intervals = [each for row in rows for each in self.felt(row)]
        return days_of(
            components, intervals, silences, zones=self.zones, now=self.now, since=self.since(rows)
        )

    def since(self, rows: Sequence[UseRow]) -> date:
        """The first date of which there is anything to tell."""
        first = self.zones.date_of(min(row.since_at for row in rows))
        return max(first, min(row.component.since_on for row in rows))

    def uptime(self, rows: Sequence[UseRow]) -> Decimal | None:
        client, components = rows[0].organisation_id, {row.component_id for row in rows}
        period = Span(self.start, self.now)
        return uptime_of_client(
            client, self.evidence, period, terms=self.terms, components=components
        ).availability


def _service(rows: Sequence[UseRow], seen: _Seen) -> UsedService:
    parts = [_part(row, seen) for row in rows]
    return UsedService(
        name=rows[0].component.service.name,
        parts=parts,
        level=max((each.level for each in parts), key=_ORDER.index),
        uptime=seen.uptime(rows),
        days=seen.days(rows),
    )


def _part(row: UseRow, seen: _Seen) -> Part:
    lasting = [each.level for each in seen.felt(row) if each.end is None]
    return Part(
        component=row.component_id,
        name=row.component.name,
        place=row.place,
        level=max(lasting, key=_ORDER.index, default=Level.NONE),
        uptime=seen.uptime([row]),
        days=seen.days([row]),
    )
