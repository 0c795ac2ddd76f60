"""What a provider tells of a text or call after it took it: told twice or out of order, it counts once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.carriers.twilio.hearing import Heard
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import ask, record
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.channels import AT_MOST_ONCE
from holdfast.notices.facts import NoticeAccepted, NoticeArrived, Settling, naming
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.queries import row_of


@transaction.atomic
def hear(token: str, heard: Heard, *, reason: str, at: datetime) -> Delivery | None:
    """Move the row on; None when none is meant. The first end that is told, arrived or came back, is the end.

    `at` is when we were told (UTC).
    """
    found = row_of(token)
    if found is None or found.channel not in AT_MOST_ONCE:
        return None
    ask(Settling(concerning=(found.about,)))
    row = Delivery.objects.select_for_update(of=("self",)).select_related("notice").get(pk=found.pk)
    if row.delivered_at is not None or row.bounced_at is not None:
        return row
    if heard is Heard.CAME_BACK:
        return record_bounce(token, failed_address="", reason=reason, permanent=True, at=at)
    if heard is Heard.ARRIVED:
        Delivery.objects.filter(pk=row.pk).update(delivered_at=at)
        record(NoticeArrived(**naming(row.notice, row), delivered_at=at), by=SYSTEM, at=at)
    if row.state == DeliveryState.UNKNOWN:
        _find(row, at)
    row.refresh_from_db()
    return row


def _find(row: Delivery, at: datetime) -> None:
    """The answer that got lost is here after all: they had taken it."""
    Delivery.objects.filter(pk=row.pk).update(state=DeliveryState.ACCEPTED, accepted_at=at, trouble="")
    record(NoticeAccepted(**naming(row.notice, row), accepted_at=at), by=SYSTEM, at=at)
