"""Take rows to send: under a lease, lanes first, and no later word of a thread before one that waits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from holdfast.kernel import clock, tokens
from holdfast.notices.actions.folding import fold
from holdfast.notices.actions.joining import join
from holdfast.notices.mail import Row
from holdfast.notices.models import Delivery, DeliveryState, Lane

LEASE: Final = timedelta(seconds=60)
"""Short, and renewed while the worker lives: what a killed one held is taken up a minute later."""
_MARGIN: Final = 5.0  # seconds before its end in which no new mail is begun


@dataclass
class Claimed:
    """One row in hand, and those that its mail tells besides."""

    delivery: Delivery
    folded: list[Row] = field(default_factory=list)


class Lease:
    """The right to send some rows; `token` stands in them, and who finishes late finds it no more (T57)."""

    def __init__(self, worker: str) -> None:
        self.token = f"{worker[:26]}:{tokens.mint(64)}"
        self._ends = time.monotonic() + LEASE.total_seconds()

    def has_run_out(self) -> bool:
        """Whether a mail begun now might be another worker's already, after this process stood still."""
        return time.monotonic() > self._ends - _MARGIN

    def needs_renewal(self) -> bool:
        return time.monotonic() > self._ends - LEASE.total_seconds() / 2

    def renew(self) -> None:
        """Push the end of the rows still in hand further off, unless it came already."""
        begun = time.monotonic()
        with connection.cursor() as cursor:
            cursor.execute(_RENEW, {"lease": self.token, "long": LEASE.total_seconds()})
            if cursor.rowcount:
                self._ends = begun + LEASE.total_seconds()


_RENEW = """
UPDATE notices_delivery SET lease_until = holdfast_now() + make_interval(secs => %(long)s),
    due_at = holdfast_now() + make_interval(secs => %(long)s)
WHERE lease_by = %(lease)s AND state = 'waiting' AND lease_until > holdfast_now()
"""

# An earlier row of the same thread that waits, in whatever state of waiting, holds back the later ones. OFFSET 0
# has the question asked row by row, in the order of the index, until there are enough: as a join, which a planner
# without statistics made of it, one claim out of 5,000 rows took ten seconds.
CLAIMABLE: Final = """
d.state = 'waiting' AND d.folded_into_id IS NULL
AND NOT EXISTS (
    SELECT FROM notices_delivery e
    WHERE e.about = d.about AND e.address = d.address AND e.channel = d.channel AND e.id < d.id
      AND e.state = 'waiting' AND e.folded_into_id IS DISTINCT FROM d.id
    OFFSET 0
)
"""

_CLAIM = f"""
WITH due AS (
    SELECT d.id FROM notices_delivery d
    WHERE {CLAIMABLE} AND d.due_at <= %(at)s
    ORDER BY d.lane, d.due_at, d.id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE notices_delivery d
SET lease_by = %(lease)s, lease_until = %(until)s, due_at = %(until)s,
    attempts = least(d.attempts + 1, 30000)
FROM due WHERE d.id = due.id
RETURNING d.id
"""  # noqa: S608  # made of constants

_RELEASE = """
UPDATE notices_delivery
SET lease_by = '', lease_until = NULL, due_at = holdfast_now(), attempts = attempts - 1
WHERE id = ANY(%s) AND lease_by = %s AND state = 'waiting'
"""

_NEXT = f"""
SELECT min(first.due_at) FROM unnest(%s::smallint[]) AS l(lane)
CROSS JOIN LATERAL (
    SELECT d.due_at FROM notices_delivery d WHERE d.lane = l.lane AND {CLAIMABLE} ORDER BY d.due_at LIMIT 1
) first
"""  # noqa: S608  # made of constants


def claim(worker: str, *, limit: int = 50) -> tuple[Lease, list[Claimed]]:
    """Up to `limit` rows that are due, this worker's for the length of a lease; empty when nothing is due."""
    lease = Lease(worker)
    with transaction.atomic():
        at = clock.now()
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, {"at": at, "until": at + LEASE, "lease": lease.token, "limit": limit})
            keys = [key for (key,) in cursor.fetchall()]
        if not keys:
            return lease, []
        rows = list(Delivery.objects.filter(pk__in=keys).select_related("notice").order_by("lane", "pk"))
        rows = join(fold(rows, lease_by=lease.token, at=at))
    return lease, _with_folded(rows)


def release(claimed: Sequence[Claimed], lease: Lease) -> None:
    """Give back what was not begun."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [[each.delivery.pk for each in claimed], lease.token])


def seconds_until_next(at: datetime) -> float | None:
    """How long until a row is due that nothing holds back; 0 for one that is due, None when none waits."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [[int(lane) for lane in Lane]])
        (due,) = cursor.fetchone()
    return None if due is None else max(0.0, (due - at).total_seconds())


def _with_folded(rows: list[Delivery]) -> list[Claimed]:
    claimed = {row.pk: Claimed(row) for row in rows}
    folded = Delivery.objects.filter(folded_into__in=list(claimed), state=DeliveryState.WAITING)
    for row in folded.select_related("notice").order_by("pk"):
        assert row.folded_into_id is not None
        claimed[row.folded_into_id].folded.append((row.notice, row))
    return list(claimed.values())
