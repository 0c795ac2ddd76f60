"""All that is known of what clients used over a stretch of time: the rows, and the evidence made of them (E10)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from holdfast.catalogue.models import Use
from holdfast.incidents.impact import Span
from holdfast.incidents.models import Impact, Work
from holdfast.incidents.recorded import impacts_since, interval_of, interval_of_work, use_of, works_since
from holdfast.incidents.silences import silences_of
from holdfast.incidents.uptime import Evidence
from holdfast.promises.kept_notices import kept_notices


@dataclass(frozen=True)
class Record:
    """Uses stand in the order of the catalogue, with their components and services."""

    uses: Sequence[Use]
    impacts: Sequence[Impact]
    works: Sequence[Work]
    evidence: Evidence


def record_of(clients: Collection[int], period: Span) -> Record:
    """Of these clients and this time; in six queries at most."""
    rows = Use.objects.filter(organisation__in=clients, since_at__lte=period.end)
    uses = list(
        rows.exclude(until_at__lte=period.start)
        .select_related("component__service")
        .order_by("component__service__position", "component__service", "component__position", "component")
    )
    components = {use.component_id for use in uses}
    impacts = impacts_since(period.start, until=period.end, components=components)
    works = works_since(period.start, until=period.end, components=components)
    evidence = Evidence(
        [*(interval_of(each) for each in impacts), *(interval_of_work(each) for each in works)],
        [use_of(each) for each in uses],
        kept_notices({each.maintenance_id for each in works}, clients=clients),
        silences_of(components, period),
    )
    return Record(uses, impacts, works, evidence)
