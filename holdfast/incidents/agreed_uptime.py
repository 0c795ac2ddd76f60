"""By which terms a month is reckoned: those of the client's own agreement, else those of everybody (E10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q

from holdfast.clients.models import Organisation
from holdfast.incidents.impact import Level
from holdfast.incidents.models import UptimeTerms
from holdfast.incidents.uptime import WEIGHTS, Terms


class Band(NamedTuple):
    """Below which uptime how many per cent of the month's fee are proposed as a credit."""

    below: Decimal
    percent: int


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What holds; without any row, what is shipped."""

    terms: Terms = field(default_factory=Terms)
    bands: tuple[Band, ...] = ()
    """The highest first."""
    fee: Decimal | None = None
    currency: str = ""
    from_month: date | None = None
    is_own: bool = False
    """Whether it is the client's own agreement."""


def agreed_for(organisation: Organisation | None, month: date) -> Agreed:
    """For that month, of the client or of everybody; one query."""
    whose = (
        Q(organisation=None) if organisation is None else Q(organisation=None) | Q(organisation=organisation)
    )
    rows = UptimeTerms.objects.filter(whose, from_month__lte=month)
    newest = rows.order_by("organisation", "-from_month", "-pk").distinct("organisation")
    found = {row.organisation_id is not None: row for row in newest}
    return _standing(found.get(True), found.get(False))


@dataclass(frozen=True)
class Agreements:
    """What was ever agreed with some clients, and set for everybody: read once for any number of months."""

    rows: Mapping[int | None, Sequence[UptimeTerms]]
    """By client, None for everybody; the newest of the latest month first."""

    def of(self, client: int, month: date) -> Agreed:
        """As `agreed_for` says it."""
        own, everybody = (
            next((row for row in self.rows.get(key, ()) if row.from_month <= month), None)
            for key in (client, None)
        )
        return _standing(own, everybody)

    @property
    def have_bands(self) -> bool:
        """Whether any credit may be proposed by them at all."""
        return any(row.bands for rows in self.rows.values() for row in rows)


def agreements_of(organisations: Collection[Organisation]) -> Agreements:
    """In one query."""
    found: dict[int | None, list[UptimeTerms]] = {}
    whose = Q(organisation=None) | Q(organisation__in=organisations)
    for row in UptimeTerms.objects.filter(whose).order_by("-from_month", "-pk"):
        found.setdefault(row.organisation_id, []).append(row)
    return Agreements(found)


def agreed_with_all(*, zone: str, now: datetime) -> Agreed:
    """What is set for everybody, for the month that it is in that time zone."""
    return agreed_for(None, month_of(now, zone))


def month_of(at: datetime, zone: str) -> date:
    """The first day of the month that it is there."""
    return at.astimezone(ZoneInfo(zone)).date().replace(day=1)


def _standing(own: UptimeTerms | None, everybody: UptimeTerms | None) -> Agreed:
    row = everybody if own is None or own.is_as_all else own
    return Agreed() if row is None else agreed_by(row)


def agreed_by(row: UptimeTerms) -> Agreed:
    """One row as it is reckoned with."""
    weights = {**WEIGHTS, Level.PARTIAL: row.partial, Level.DEGRADED: row.degraded}
    return Agreed(
        terms=Terms(target=row.goal, weights=weights, any_down_is_down=row.any_down_is_down),
        bands=_bands(row.bands),
        fee=row.fee,
        currency=row.currency,
        from_month=row.from_month,
        is_own=row.organisation_id is not None,
    )


def _bands(said: Iterable[tuple[str, int]]) -> tuple[Band, ...]:
    return tuple(Band(Decimal(below), percent) for below, percent in said)
