"""Reads of promises, shaped for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import OuterRef

from holdfast.kernel.prepared import Prepared
from holdfast.kernel.within import brought, row_within
from holdfast.promises.models import TURNAROUND, Pause, Promise, about

_SOON = """
SELECT * FROM (SELECT p.id, coalesce(p.ticket_id, c.ticket_id) AS ticket, p.clause, p.due_at, p.state, p.start_at,
       t.priority, t.subject
  FROM promises_promise p
  LEFT JOIN escalation_climb c ON c.id = p.climb_id
  JOIN tickets_ticket t ON t.id = coalesce(p.ticket_id, c.ticket_id)
 WHERE p.state IN ('running', 'broken') AND (p.ticket_id IS NOT NULL OR p.climb_id IS NOT NULL)
   AND p.due_at <= %(until)s {lower} AND t.is_open {mine}
 ORDER BY p.due_at LIMIT %(size)s) found
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A promise that falls due, or is overdue and still owed."""

    promise: int
    ticket: int
    clause: str
    due_at: datetime
    state: str
    start_at: datetime
    priority: int
    subject: str


def due_next(
    *,
    at: datetime,
    within: timedelta,
    person: int | None = None,
    size: int = 60,
    upcoming_from: datetime | None = None,
) -> list[Due]:
    """What falls due within the span, the overdue first; only of the person's tickets where one is named.

    With `upcoming_from` as many again are read from that instant on, so that many overdue ones never hide what is
    still to be kept.
    """
    mine = "AND t.assignee_id = %(person)s" if person is not None else ""
    sql = _SOON.format(mine=mine, lower="" if upcoming_from is None else "AND p.due_at < %(from)s")
    if upcoming_from is not None:
        sql += "UNION ALL" + _SOON.format(mine=mine, lower="AND p.due_at >= %(from)s")
    values = {"until": at + within, "person": person, "size": size, "from": upcoming_from}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Due(*row) for row in cursor.fetchall()]


_promises_of = Prepared(
    lambda ticket: (
        about(ticket)
        .select_related("calendar_version__calendar", "climb", "given_by")
        .annotate(paused=brought(Pause.objects.filter(promise=OuterRef("pk"))))
    ),
    int,
)


def _give_pauses(promise: Promise) -> None:
    """What `prefetch_related_objects` would do, of what the promise's own statement brought."""
    its = promise.pauses.all()
    its._result_cache = [row_within(Pause, each) for each in promise.paused]  # type: ignore[attr-defined]
    promise._prefetched_objects_cache = {"pauses": its}  # type: ignore[attr-defined]


def promises_of(ticket: int) -> list[Promise]:
    """All promises about a ticket: this cycle's first, what is owed before what has ended, then by due time."""
    rows = _promises_of(ticket)
    for each in rows:
        if each.clause == TURNAROUND:
            _give_pauses(each)
    return sorted(rows, key=lambda each: (-each.cycle, not each.is_owed, each.due_at, each.pk))
