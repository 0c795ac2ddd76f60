"""How much notice each client had, measured by the ledger: from the first acceptance to the start."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Min, QuerySet

from holdfast.incidents.models import AnnouncementKind, Maintenance
from holdfast.notices.models import Delivery, DeliveryState


def notice_given(maintenance: Maintenance) -> dict[int, timedelta]:
    """By what the maintenance is for the client (`Reached`); one that no word of this window reached is left out."""
    return {key: maintenance.start_at - at for key, at in _first_accepted(maintenance).items()}


def client_told_at(organisation: int, maintenances: Collection[int]) -> dict[int, datetime]:
    """By maintenance: when the first word of its present window was accepted for this client."""
    rows = _accepted().filter(
        notice__announced__reached__maintenance__in=maintenances,
        notice__announced__reached__organisation=organisation,
    )
    return _first(rows, "notice__announced__reached__maintenance")


def _first_accepted(maintenance: Maintenance) -> dict[int, datetime]:
    rows = _accepted().filter(notice__announced__announcement__maintenance=maintenance)
    return _first(rows, "notice__announced__reached")


def _accepted() -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        notice__announced__announcement__round=F("notice__announced__reached__maintenance__round"),
        notice__announced__announcement__kind__in=(AnnouncementKind.NOTICE, AnnouncementKind.MOVED),
        to_client=True,
        state=DeliveryState.ACCEPTED,
    )


def _first(rows: QuerySet[Delivery], by: str) -> dict[int, datetime]:
    return dict(rows.values(by).annotate(at=Min("accepted_at")).values_list(by, "at"))
