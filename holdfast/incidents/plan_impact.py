"""What a plan would do to whom: the clients it reaches with hours, traffic and weight, and what speaks against a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.postgres.aggregates import ArrayAgg

from holdfast.clients.models import Organisation
from holdfast.clients.terms import terms_for_all
from holdfast.incidents.conflicts import Against, Taken
from holdfast.incidents.models import Freeze, Maintenance, Work
from holdfast.incidents.models.maintenance import ENDED
from holdfast.incidents.scope import clients_hit
from holdfast.incidents.traffic import traffic_of
from holdfast.incidents.windows import Affected, by_hours

ENTERPRISE_WEIGHT: Final = 2
"""An enterprise client weighs so much against another."""


@dataclass(frozen=True)
class Impact:
    """The clients by key, and the same as the reckoning of windows takes them."""

    clients: dict[int, Organisation]
    affected: Sequence[Affected]
    is_by_hours_alone: bool
    """Whether none of them wrote anything in thirteen weeks: then every open hour counts alike."""


def impact_of(works: Iterable[Work], *, start_at: datetime, now: datetime) -> Impact:
    """Whom these works would reach then, in four queries for any number of clients."""
    hit = clients_hit(works, at=max(start_at, now))
    clients = Organisation.objects.in_bulk(list(hit))
    terms = terms_for_all(clients.values(), at=now)
    hours = {key: terms[key].hours for key in clients}
    traffic = traffic_of({key: its.timezone for key, its in hours.items()}, at=now)
    is_quiet = not any(map(any, traffic.values()))
    affected = [
        Affected(
            client=key,
            hours=hours[key],
            traffic=traffic[key],
            weight=ENTERPRISE_WEIGHT if terms[key].is_enterprise else 1,
        )
        for key in sorted(clients)
    ]
    return Impact(clients, by_hours(affected) if is_quiet else affected, is_quiet)


def taken_times(*, since: datetime, but: Maintenance | None = None) -> list[Taken]:
    """Other maintenance that is not over, drafts included, and freezes."""
    others = Maintenance.objects.exclude(state__in=ENDED).filter(end_at__gt=since)
    if but is not None:
        others = others.exclude(pk=but.pk)
    freezes = Freeze.objects.filter(lifted_at=None, end_at__gt=since)
    return [
        *(
            Taken(Against.MAINTENANCE, each.title, each.start_at, each.end_at, frozenset(each.its or []))
            for each in others.annotate(its=ArrayAgg("reached__organisation"))
        ),
        *(
            Taken(
                Against.FREEZE,
                each.what,
                each.start_at,
                each.end_at,
                None if each.organisation_id is None else frozenset([each.organisation_id]),
            )
            for each in freezes
        ),
    ]
