"""Play the client's channel: accept or bounce what waits in the ledger, as the sender would record it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.notices.facts import NoticeAccepted, NoticeBounced
from holdfast.notices.models import Delivery, DeliveryState


def _values(row: Delivery) -> dict[str, object]:
    return {
        "notice": row.notice_id,
        "delivery": row.pk,
        "concerning": row.notice.about,
        "kind": row.notice.kind,
        "event": row.notice.event,
        "to_client": row.to_client,
        "person": row.person_id,
        "address": row.address,
    }


@transaction.atomic
def accept(kind: str, *, at: datetime | None = None) -> list[int]:
    """Let every waiting delivery of this kind be accepted now, or at the instant."""
    rows = Delivery.objects.filter(notice__kind=kind, state=DeliveryState.WAITING)
    found = list(rows.values_list("pk", flat=True))
    for key in found:
        accept_one(key, at=at)
    return found


@transaction.atomic
def accept_one(delivery: int, *, at: datetime | None = None) -> None:
    """Let this delivery be accepted now, or at the instant."""
    now = clock.now()
    row = Delivery.objects.select_related("notice").get(pk=delivery)
    row.state, row.accepted_at = DeliveryState.ACCEPTED, at or now
    row.save(update_fields=["state", "accepted_at"])
    record(NoticeAccepted(**_values(row), accepted_at=at or now), by=SYSTEM, at=now)  # type: ignore[arg-type]


@transaction.atomic
def bounce(delivery: int) -> None:
    """Let an accepted delivery come back."""
    row = Delivery.objects.select_related("notice").get(pk=delivery)
    accepted, row.state = row.accepted_at, DeliveryState.BOUNCED
    row.save(update_fields=["state"])
    fact = NoticeBounced(**_values(row), trouble="no such mailbox", was_accepted_at=accepted)  # type: ignore[arg-type]
    record(fact, by=SYSTEM, at=clock.now())
