"""How many promises run, and how many were kept: figures for pages, counted when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the promises that ended or broke: how many were kept in time; broken counts as broken for good."""

    kept: int
    broken: int

    @property
    def total(self) -> int:
        return self.kept + self.broken

    @property
    def percent(self) -> str:
        """`97.1`, or a dash without any."""
        return f"{100 * self.kept / self.total:.1f}" if self.total else "–"

    @property
    def share(self) -> float | None:
        """From 0 to 1; None without any."""
        return self.kept / self.total if self.total else None


_KEPT = """
SELECT count(*) FILTER (WHERE broken_at IS NULL AND state = 'kept'), count(*) FILTER (WHERE broken_at IS NOT NULL)
  FROM promises_promise WHERE start_at >= %(since)s {mine}
"""


_NOT_OUR_OWN = """
   AND organisation_id IS DISTINCT FROM (SELECT id FROM clients_organisation WHERE is_own)
"""


def kept_of(client: int | None = None, *, since: datetime) -> Kept:
    """Of one client's promises, or of all clients', made since that instant; the vendor's own are reported apart."""
    mine = "AND organisation_id = %(client)s" if client is not None else _NOT_OUR_OWN
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(mine=mine), {"client": client, "since": since})
        return Kept(*cursor.fetchone())


_BY_CLAUSE = """
SELECT clause,
       count(*) FILTER (WHERE broken_at IS NULL AND state = 'kept' AND ended_at >= %(start)s AND ended_at < %(end)s),
       count(*) FILTER (WHERE broken_at >= %(start)s AND broken_at < %(end)s)
  FROM promises_promise WHERE organisation_id = %(client)s AND start_at < %(end)s
 GROUP BY clause ORDER BY clause
"""


def kept_by_clause(client: int, *, start: datetime, end: datetime) -> dict[str, Kept]:
    """Of one client's promises those that were kept, or broke, within that time, whenever they were made."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_CLAUSE, {"client": client, "start": start, "end": end})
        counted = {clause: Kept(kept, broken) for clause, kept, broken in cursor.fetchall()}
    return {clause: kept for clause, kept in counted.items() if kept.total}


@dataclass(frozen=True, slots=True)
class Running:
    """What is owed now, over all clients."""

    running: int
    within_the_hour: int
    overdue: int
    paused: int
    overdue_tickets: int
    """How many tickets the queue's list of the overdue holds: each may be owed several of these promises, and those
    about interruptions, maintenance and lists are about none of them.
    """


_RUNNING = """
SELECT count(*) FILTER (WHERE state = 'running'),
       count(*) FILTER (WHERE state = 'running' AND due_at <= %(soon)s),
       count(*) FILTER (WHERE state = 'broken' OR (state = 'running' AND due_at < %(at)s)),
       count(*) FILTER (WHERE state = 'paused'),
       (SELECT count(*) FROM tickets_ticket WHERE is_open AND next_due_at < %(at)s)
  FROM promises_promise WHERE state IN ('running', 'paused', 'broken')
"""


def running_now(*, at: datetime) -> Running:
    """How many promises run, fall due within the hour, are overdue and still owed, or stand still."""
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, {"at": at, "soon": at + timedelta(hours=1)})
        return Running(*cursor.fetchone())
