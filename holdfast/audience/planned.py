"""Maintenance for calendars: of what the page shows to everybody, in a client's own calendar all that reaches it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from holdfast.incidents.maintenance_calendar import Planned
from holdfast.incidents.maintenance_notices import certainty_of, planned_event
from holdfast.incidents.models import Maintenance
from holdfast.incidents.public_maintenance import public_maintenances

KEPT_FOR: Final = timedelta(days=365)
"""How long what is over stays, cancelled or not."""


def planned_maintenance(*, client: int | None = None, now: datetime) -> Sequence[Planned]:
    """What was announced and is to come, or was within a year; in three queries."""
    announced = public_maintenances()
    if client is not None:
        announced = Maintenance.objects.exclude(announced_at=None).filter(reached__organisation=client)
    rows = announced.filter(end_at__gte=now - KEPT_FOR).order_by("start_at", "pk")
    return [_event(each) for each in rows.prefetch_related("works__component")]


def planned_one(code: str) -> Planned | None:
    """One that anybody may read of, by its address on the page."""
    found = public_maintenances().filter(code=code).first()
    return _event(found) if found else None


def _event(maintenance: Maintenance) -> Planned:
    return planned_event(maintenance, certainty=certainty_of(maintenance))
