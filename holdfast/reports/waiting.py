"""Credits that wait for a decision: proposed for a month that is over, and neither given nor declined (E10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from holdfast.clients.models import Organisation
from holdfast.incidents.agreed_uptime import Agreed, agreements_of
from holdfast.incidents.impact import Span
from holdfast.incidents.periods import months_after
from holdfast.incidents.uptime import Evidence, Uptime, uptime_of_client
from holdfast.incidents.zones_of_clients import read_zones, zones_of
from holdfast.promises.record_of_use import record_of
from holdfast.reports.credits import percent_for
from holdfast.reports.models import Credit

LOOKED_BACK: Final = 12
"""Months that are over; what nobody decided within a year is not brought up any more."""


@dataclass(frozen=True)
class Waiting:
    """One month of one client, with what is proposed for it."""

    organisation: Organisation
    month: date
    period: Span
    agreed: Agreed
    uptime: Uptime
    percent: int

    @property
    def since(self) -> datetime:
        """When the month was over: since then it could be decided."""
        return self.period.end


def credits_waiting(organisations: Sequence[Organisation], *, now: datetime) -> list[Waiting]:
    """Of these clients, what waits longest first; nine queries at most, and one where no bands of credits are set."""
    agreements = agreements_of(organisations)
    if not agreements.have_bands:
        return []
    read_zones(organisations)
    keys = [each.pk for each in organisations]
    decided = set(Credit.objects.filter(organisation__in=keys).values_list("organisation", "month"))
    undecided = [
        (each, month, period)
        for each in organisations
        for month, period in _months_over(each, now=now)
        if (each.pk, month) not in decided and agreements.of(each.pk, month).bands
    ]
    if not undecided:
        return []
    whole = Span(min(span.start for *_, span in undecided), max(span.end for *_, span in undecided))
    evidence = record_of({each.pk for each, *_ in undecided}, whole).evidence
    found = []
    for organisation, month, period in undecided:
        if not _was_hit(organisation.pk, evidence, period):
            continue
        agreed = agreements.of(organisation.pk, month)
        uptime = uptime_of_client(organisation.pk, evidence, period, terms=agreed.terms)
        if percent := percent_for(uptime.availability, agreed.bands):
            found.append(Waiting(organisation, month, period, agreed, uptime, percent))
    return sorted(found, key=lambda each: (each.since, each.organisation.name))


def _months_over(organisation: Organisation, *, now: datetime) -> list[tuple[date, Span]]:
    zones = zones_of(organisation)
    present = zones.month_of(now)
    months = [months_after(present, -count) for count in range(1, LOOKED_BACK + 1)]
    return [(month, zones.span_of(month)) for month in months]


def _was_hit(client: int, evidence: Evidence, period: Span) -> bool:
    """Whether anything reached it then; else nothing was down, and it need not be reckoned."""
    return any(
        use.feels(each) and each.start < period.end and (each.end is None or each.end > period.start)
        for use in evidence.uses_by.get(client, ())
        for each in evidence.intervals_of.get(use.component, ())
    )
