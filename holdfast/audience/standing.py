"""'Are we affected?': what one client uses, how it is now and was, and what of our word to it was kept (E10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from holdfast.catalogue.models import Component
from holdfast.catalogue.models import Use as UseRow
from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import agreed_now
from holdfast.incidents.impact import Interval, Level, Span, Use
from holdfast.incidents.models import DOWN, Affected
from holdfast.incidents.public import PUBLIC_STATUS
from holdfast.incidents.recorded import use_of
from holdfast.incidents.uptime import Evidence, Terms, Uptime, uptime_of_client
from holdfast.promises.figures import Kept, kept_of
from holdfast.promises.record_of_use import record_of

MEASURED: Final = timedelta(days=30)
KEPT_SINCE: Final = timedelta(days=90)
_ORDER: Final = tuple(Level)


@dataclass(frozen=True)
class Part:
    """A component that the client uses, as it is for the client."""

    name: str
    place: str
    level: Level
    uptime: Decimal | None


@dataclass(frozen=True)
class Trouble:
    """An interruption that lasts for the client."""

    title: str
    stage: str
    since: datetime
    next_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """The answer."""

    parts: Sequence[Part]
    troubles: Sequence[Trouble]
    uptime: Uptime
    """Of the last thirty days."""
    kept: Kept
    """Of the promises of the last ninety days."""

    @property
    def is_affected(self) -> bool:
        return bool(self.troubles)


def standing_of(organisation: Organisation, *, now: datetime) -> Standing:
    """As of now, by the terms that hold now; ten queries at most."""
    period = Span(now - MEASURED, now)
    record = record_of(organisation.pk, period)
    terms = agreed_now(organisation, zone=organisation.time_zone, now=now).terms
    current = [each for each in record.uses if each.until_at is None or each.until_at > now]
    return Standing(
        parts=[_part(each, record.evidence, period, terms) for each in current],
        troubles=list(_troubles(organisation)),
        uptime=uptime_of_client(organisation.pk, record.evidence, period, terms=terms),
        kept=kept_of(organisation.pk, since=now - KEPT_SINCE),
    )


def _part(row: UseRow, evidence: Evidence, period: Span, terms: Terms) -> Part:
    component: Component = row.component
    use = use_of(row)
    felt = [each for each in evidence.intervals_of.get(row.component_id, ()) if _lasts(each, use)]
    figure = uptime_of_client(
        row.organisation_id, evidence, period, terms=terms, components=[row.component_id]
    )
    return Part(
        name=f"{component.service.name}: {component.name}",
        place=row.place,
        level=max((each.level for each in felt), key=_ORDER.index, default=Level.NONE),
        uptime=figure.availability,
    )


def _lasts(interval: Interval, use: Use) -> bool:
    return interval.end is None and use.feels(interval)


def _troubles(organisation: Organisation) -> list[Trouble]:
    rows = Affected.objects.filter(
        organisation=organisation, restored_at=None, interruption__state__in=DOWN
    ).select_related("interruption")
    return [
        Trouble(
            row.interruption.title,
            str(PUBLIC_STATUS[row.interruption.state]),
            row.interruption.began_at,
            row.interruption.next_update_at,
        )
        for row in rows.order_by("-interruption__began_at", "-pk")
    ]
