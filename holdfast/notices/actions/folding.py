"""Tell a person of the vendor in one mail what would be many: after a long standstill above all (T77)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, Q

from holdfast.kernel.prepared import Prepared
from holdfast.notices import digest
from holdfast.notices.kinds import FOLDED
from holdfast.notices.models import Delivery, DeliveryState, Lane

MORE_THAN: Final = 5
"""So many warnings for one person go each by itself; one more, and they become a digest."""
PACE: Final = timedelta(minutes=10)
PACE_OF_PAGING: Final = timedelta(minutes=1)
"""So long after a digest the next warnings wait, to become the next one."""


def fold(rows: list[Delivery], *, lease_by: str, at: datetime) -> list[Delivery]:
    """Of the rows just claimed, those to send now; part of the claim's transaction, so a fold is for good."""
    warnings: dict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        if row.notice.kind in FOLDED and not row.to_client:
            warnings[row.address].append(row)
    gone: set[int] = set()
    leads: set[int] = set()
    for address, own in warnings.items():
        if last := _last_digest(address, at):
            gone |= (put_off := _put_off(own, last, at))
            if len(put_off) == len(own):
                continue
        if len(waiting := _warnings_waiting(address, lease_by)) > MORE_THAN:
            lead, *rest = waiting
            fold_into(lead, rest, like=own[0])
            leads.add(lead)
            gone.update(rest)
    kept = [row for row in rows if row.pk not in gone]
    joined = leads - {row.pk for row in kept}
    return kept + list(Delivery.objects.filter(pk__in=joined).select_related("notice"))


def _put_off(own: list[Delivery], last: datetime, at: datetime) -> set[int]:
    """Give back what came too soon after the last digest."""
    put_off: set[int] = set()
    for pace, rows in (
        (PACE_OF_PAGING, [row.pk for row in own if row.lane == Lane.PAGING]),
        (PACE, [row.pk for row in own if row.lane > Lane.PAGING]),
    ):
        if rows and last + pace > at:
            _hand_back(rows, due_at=last + pace)
            put_off.update(rows)
    return put_off


def fold_into(lead: int, rest: list[int], *, like: Delivery) -> None:
    """Fold the rest into the lead, which joins the rows in hand, under the lease of one of them."""
    _hand_back(rest, folded_into=lead)
    Delivery.objects.filter(pk=lead, lease_until=None).update(
        lease_by=like.lease_by, lease_until=like.lease_until, due_at=like.due_at, attempts=F("attempts") + 1
    )


def _warnings_waiting(address: str, lease_by: str) -> list[int]:
    """All that waits for this person and is in nobody else's hands, locked, the most severe first."""
    found = _free_warnings(lease_by, address)
    return [row.pk for row in sorted(found, key=lambda row: (digest.severity(row.notice), row.pk))]


_free_warnings = Prepared(
    lambda lease_by, address: (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(Q(lease_until=None) | Q(lease_by=lease_by), address=address, state=DeliveryState.WAITING)
        .filter(folded_into=None, folded=None, to_client=False, notice__kind__in=FOLDED)
        .select_related("notice")
    ),
    str,
    str,
)


def _last_digest(address: str, at: datetime) -> datetime | None:
    last = _digests_since.one(address, at - PACE)
    return last.accepted_at if last else None


_digests_since = Prepared(
    lambda address, since: Delivery.objects.filter(
        address=address, folded_into__notice__kind__in=FOLDED, to_client=False, accepted_at__gt=since
    ).order_by("-accepted_at")[:1],
    str,
    datetime,
)


def _hand_back(
    keys: Iterable[int], *, due_at: datetime | None = None, folded_into: int | None = None
) -> None:
    """Take the lease off these rows again; an attempt that was not made is not counted."""
    changes = {"due_at": due_at} if due_at is not None else {"folded_into": folded_into}
    rows = Delivery.objects.filter(pk__in=list(keys))
    rows.exclude(lease_until=None).update(attempts=F("attempts") - 1)
    rows.update(lease_by="", lease_until=None, **changes)
