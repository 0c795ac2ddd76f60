"""Fold an update that a client could not be sent into the next one that has come due (communication.md, rule 4)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import Final

from holdfast.notices.actions.folding import fold_into
from holdfast.notices.kinds import PLAIN
from holdfast.notices.models import Delivery, DeliveryState, Lane

_LANES: Final = (Lane.INTERRUPTION, Lane.UPDATE, Lane.MAINTENANCE)


def join(rows: Sequence[Delivery], *, lost: Collection[int]) -> list[Delivery]:
    """Of the rows just claimed, those to send now: what was tried in vain leaves in the mail of the newest update
    behind it.

    In the claim's transaction, so a fold is for good. A person's own reply goes by itself, and so does a first try.
    What somebody `lost` may have left already: it goes again under its own name, or its reader might read it twice.
    """
    return [
        _newest(row) if row.attempts > 1 and row.pk not in lost and is_update(row) else row for row in rows
    ]


def is_update(row: Delivery) -> bool:
    return (
        row.to_client and row.notice.is_automatic and row.notice.kind != PLAIN and row.notice.lane in _LANES
    )


def _newest(row: Delivery) -> Delivery:
    """The last of the updates that follow this row without a person's word between, told with all before it."""
    behind = (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(about=row.about, address=row.address, channel=row.channel, pk__gt=row.pk)
        .filter(state=DeliveryState.WAITING, lease_until=None, folded_into=None)
        .select_related("notice")
        .order_by("pk")
    )
    updates = list(takewhile(is_update, behind))
    if not updates or row.folded.exists():
        return row
    *between, lead = updates
    fold_into(lead.pk, [row.pk, *(each.pk for each in between)], like=row)
    Delivery.objects.filter(pk=lead.pk).update(follows=row.follows)
    return Delivery.objects.select_related("notice").get(pk=lead.pk)
