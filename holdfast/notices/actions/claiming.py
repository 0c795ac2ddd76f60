"""Take rows to send: under a lease, lanes first, and no later word of a thread before one that waits."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from holdfast.kernel import clock, holder, tokens
from holdfast.kernel.prepared import Prepared
from holdfast.notices.actions.folding import fold
from holdfast.notices.actions.joining import join
from holdfast.notices.actions.one_mail import bring_together
from holdfast.notices.channels import AT_MOST_ONCE
from holdfast.notices.mail import Row
from holdfast.notices.models import Delivery, DeliveryState, Lane

LEASE: Final = timedelta(seconds=60)
"""Short, and renewed while the worker lives. What a killed one held is let go; what a stopped one held, a minute later."""
_MARGIN: Final = 5.0  # seconds before its end in which no new mail is begun


@dataclass
class Claimed:
    """One row in hand, and those that its mail tells besides."""

    delivery: Delivery
    folded: list[Row] = field(default_factory=list)
    is_lost: bool = False
    """Whether it was in hand before, nobody knows how far, and must not go twice (communication.md, rule 3)."""


class Lease:
    """The right to send some rows; `token` stands in them, and who finishes late finds it no more (T57)."""

    def __init__(self, worker: str) -> None:
        self.token = f"{worker[: holder.LONGEST]}:{tokens.mint(64)}"
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

BY_MAIL: Final = f"{CLAIMABLE} AND d.channel = 'mail'"

# An address that hangs takes one wire alone; and while a webhook is put off, what is behind it waits for its schedule.
BY_POST: Final = f"""{CLAIMABLE} AND d.channel <> 'mail'
AND NOT EXISTS (
    SELECT FROM notices_delivery e
    WHERE e.address = d.address AND e.channel = d.channel AND e.state = 'waiting' AND e.folded_into_id IS NULL
      AND e.id <> d.id AND (e.lease_until > %(at)s OR (d.channel = 'webhook' AND e.id < d.id))
    OFFSET 0
)
"""

_CLAIM = """
WITH due AS (
    SELECT d.id, d.lease_until IS NOT NULL AS was_held FROM notices_delivery d
    WHERE {which} AND d.due_at <= %(at)s
    ORDER BY d.lane, d.due_at, d.id LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
)
UPDATE notices_delivery d
SET lease_by = %(lease)s, lease_until = %(until)s, due_at = %(until)s,
    attempts = least(d.attempts + 1, 30000)
FROM due WHERE d.id = due.id
RETURNING d.id, due.was_held
"""

_RELEASE = """
UPDATE notices_delivery
SET lease_by = '', lease_until = NULL, due_at = holdfast_now(), attempts = attempts - 1
WHERE id = ANY(%s) AND lease_by = %s AND state = 'waiting'
"""

_NEXT = """
SELECT min(first.due_at) FROM unnest(%(lanes)s::smallint[]) AS l(lane)
CROSS JOIN LATERAL (
    SELECT d.due_at FROM notices_delivery d WHERE d.lane = l.lane AND {which} ORDER BY d.due_at LIMIT 1
) first
"""


def claim(worker: str, *, limit: int = 50, which: str = BY_MAIL) -> tuple[Lease, list[Claimed]]:
    """Up to `limit` rows that are due, this worker's for the length of a lease; empty when nothing is due."""
    lease = Lease(worker)
    with transaction.atomic():
        at = clock.now()
        values: dict[str, Any] = {"at": at, "until": at + LEASE, "lease": lease.token, "limit": limit}
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM.format(which=which), values)
            was_held = dict(cursor.fetchall())
        if not was_held:
            return lease, []
        rows = _rows(list(was_held))
        lost = [row for row in rows if was_held[row.pk] and row.channel in AT_MOST_ONCE]
        lost_keys = {row.pk for row in lost}
        rows = bring_together([row for row in rows if row.pk not in lost_keys])
        rows = join(
            fold(rows, lease_by=lease.token, at=at), lost={key for key, held in was_held.items() if held}
        )
    return lease, _with_folded(lost, is_lost=True) + _with_folded(rows)


def release(claimed: Sequence[Claimed], lease: Lease) -> None:
    """Give back what was not begun."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [[each.delivery.pk for each in claimed], lease.token])


def let_go(number: int) -> None:
    """Free what a worker that died had in hand; nobody knows how far it came."""
    holder.let_go("notices_delivery", number, where="state = 'waiting'", so_that=", due_at = holdfast_now()")


def seconds_until_next(at: datetime, *, which: str = BY_MAIL) -> float | None:
    """How long until a row is due that nothing holds back; 0 for one that is due, None when none waits."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(which=which), {"lanes": [int(lane) for lane in Lane], "at": at})
        (due,) = cursor.fetchone()
    return None if due is None else max(0.0, (due - at).total_seconds())


def _with_folded(rows: list[Delivery], *, is_lost: bool = False) -> list[Claimed]:
    if not rows:
        return []
    claimed = {row.pk: Claimed(row, is_lost=is_lost) for row in rows}
    for row in _folded(list(claimed)):
        assert row.folded_into_id is not None
        claimed[row.folded_into_id].folded.append((row.notice, row))
    return list(claimed.values())


_rows = Prepared(
    lambda keys: Delivery.objects.filter(pk__among=keys).select_related("notice").order_by("lane", "pk"), list
)
_folded = Prepared(
    lambda leads: (
        Delivery.objects.filter(folded_into__among=leads, state=DeliveryState.WAITING)
        .select_related("notice")
        .order_by("pk")
    ),
    list,
)
