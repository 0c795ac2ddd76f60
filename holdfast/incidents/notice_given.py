"""How much notice each client had, measured by the ledger: from the first acceptance to the start."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min

from holdfast.incidents.models import AnnouncementKind, Maintenance
from holdfast.notices.models import Delivery, DeliveryState


def notice_given(maintenance: Maintenance) -> dict[int, timedelta]:
    """By what the maintenance is for the client (`Reached`); one that no word of this window reached is left out."""
    return {key: maintenance.start_at - at for key, at in _first_accepted(maintenance).items()}


def _first_accepted(maintenance: Maintenance) -> dict[int, datetime]:
    rows = Delivery.objects.filter(
        notice__announced__announcement__maintenance=maintenance,
        notice__announced__announcement__round=maintenance.round,
        notice__announced__announcement__kind__in=(AnnouncementKind.NOTICE, AnnouncementKind.MOVED),
        to_client=True,
        state=DeliveryState.ACCEPTED,
    )
    first = rows.values("notice__announced__reached").annotate(at=Min("accepted_at"))
    return dict(first.values_list("notice__announced__reached", "at"))
