"""The statement of one client for one calendar month of its time zone, reckoned from the record each time (E10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import Agreed, agreed_for
from holdfast.incidents.impact import Span
from holdfast.incidents.uptime import Terms, Uptime, uptime_of_client
from holdfast.incidents.zones_of_clients import zones_of
from holdfast.promises.figures import Kept, kept_by_clause
from holdfast.promises.record_of_use import Record, record_of
from holdfast.reports.lines import Line, Unknown, lines_of, unknown_of


@dataclass(frozen=True)
class Statement:
    """What is said of one month; of one that is not over, until now."""

    month: date
    zone: str
    """By whose clock it is told: that of the client when the month ended, or its present one."""
    period: Span
    is_over: bool
    agreed: Agreed
    """By which terms it is reckoned: those of that month, whatever was set later."""
    whole: Uptime
    """Of all that the client uses, together."""
    services: Sequence[tuple[str, Uptime]]
    """The same of each service, in the order of the catalogue."""
    lines: Sequence[Line]
    unknown: Sequence[Unknown]
    kept: Mapping[str, Kept]
    """Promises that were kept or broke in this month, by clause."""

    @property
    def counted(self) -> list[Line]:
        return [line for line in self.lines if line.counts]

    @property
    def left_out(self) -> list[Line]:
        return [line for line in self.lines if not line.counts]


def statement_of(organisation: Organisation, month: date, *, now: datetime) -> Statement:
    """Of a month that has begun; ten queries at most, however much happened."""
    agreed = agreed_for(organisation, month)
    terms = agreed.terms
    zones = zones_of(organisation)
    whole = zones.span_of(month)
    period = Span(whole.start, min(whole.end, now))
    record = record_of([organisation.pk], period)
    return Statement(
        month=month,
        zone=zones.zone_of(month),
        period=period,
        is_over=whole.end <= now,
        agreed=agreed,
        whole=uptime_of_client(organisation.pk, record.evidence, period, terms=terms),
        services=_by_service(record, organisation.pk, period, terms),
        lines=lines_of(record, organisation.pk, period, terms),
        unknown=unknown_of(record, organisation.pk, period),
        kept=kept_by_clause(organisation.pk, start=period.start, end=period.end),
    )


def _by_service(record: Record, client: int, period: Span, terms: Terms) -> list[tuple[str, Uptime]]:
    services: dict[str, set[int]] = {}
    for use in record.uses:
        services.setdefault(use.component.service.name, set()).add(use.component_id)
    return [
        (name, uptime_of_client(client, record.evidence, period, terms=terms, components=components))
        for name, components in services.items()
    ]
