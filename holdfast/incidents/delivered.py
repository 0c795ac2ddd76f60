"""What became of one word, counted by client where the rows of the ledger stand: thousands of contacts in one statement."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import connection

from holdfast.incidents.models import Bulletin, Interruption


class Counted(NamedTuple):
    """One affected client, and its rows of the ledger by how they ended; without a notice it was not told yet."""

    affected: int
    notice: int | None
    contacts: int
    people: int
    """Fewer than rows where somebody was told by a next channel."""
    accepted: int
    waiting: int
    kept: int
    bounced: int
    failed: int
    unknown: int
    cancelled: int
    is_substitute: bool


def count_by_client(interruption: Interruption, bulletin: Bulletin | None) -> list[Counted]:
    """Of every affected client, by name; of one word."""
    with connection.cursor() as cursor:
        named = {"interruption": interruption.pk, "bulletin": bulletin.pk if bulletin else None}
        cursor.execute(_COUNTED, named)
        return [Counted(*row) for row in cursor.fetchall()]


_COUNTED: Final = """
SELECT a.id, t.notice_id, coalesce(d.rows, 0), coalesce(d.people, 0), coalesce(d.accepted, 0), coalesce(d.waiting, 0),
       coalesce(d.kept, 0), coalesce(d.bounced, 0), coalesce(d.failed, 0), coalesce(d.unknown, 0),
       coalesce(d.cancelled, 0), coalesce(d.is_substitute, false)
  FROM incidents_affected a
  JOIN clients_organisation o ON o.id = a.organisation_id
  LEFT JOIN incidents_told t ON t.affected_id = a.id AND t.bulletin_id = %(bulletin)s
  LEFT JOIN (
    SELECT r.notice_id, count(*) AS rows, count(DISTINCT (coalesce(r.person_id::text, r.address))) AS people,
           count(*) FILTER (WHERE r.state = 'accepted') AS accepted,
           count(*) FILTER (WHERE r.state = 'waiting') AS waiting,
           count(*) FILTER (WHERE r.state = 'kept') AS kept,
           count(*) FILTER (WHERE r.state = 'bounced') AS bounced,
           count(*) FILTER (WHERE r.state = 'failed') AS failed,
           count(*) FILTER (WHERE r.state = 'unknown') AS unknown,
           count(*) FILTER (WHERE r.state = 'cancelled') AS cancelled,
           bool_or(r.is_substitute) AS is_substitute
      FROM incidents_told w JOIN notices_delivery r ON r.notice_id = w.notice_id
     WHERE w.bulletin_id = %(bulletin)s GROUP BY r.notice_id
  ) d ON d.notice_id = t.notice_id
 WHERE a.interruption_id = %(interruption)s
 ORDER BY o.name, a.id
"""
