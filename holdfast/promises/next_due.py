"""Keep on each ticket what falls due next, so that the working order is one index (B5)."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.kernel.keyed import Keyed

_refresh = Keyed("""
UPDATE tickets_ticket AS t
   SET next_due_at = n.due_at, next_due_clause = coalesce(n.clause, ''),
       next_due_state = coalesce(n.state, ''), next_due_from = n.start_at
  FROM (
    SELECT wanted.id, owed.*
      FROM {keys} AS wanted(id)
      LEFT JOIN LATERAL (
        SELECT due_at, clause, state, start_at FROM (
            SELECT p.due_at, p.clause, p.state, p.start_at FROM promises_promise p
             WHERE p.ticket_id = wanted.id AND p.state IN ('running', 'broken')
            UNION ALL
            SELECT p.due_at, p.clause, p.state, p.start_at FROM escalation_climb c
              JOIN promises_promise p ON p.climb_id = c.id
             WHERE c.ticket_id = wanted.id AND p.state IN ('running', 'broken')
            UNION ALL
            SELECT NULL, p.clause, p.state, p.paused_at FROM promises_promise p
             WHERE p.ticket_id = wanted.id AND p.state = 'paused'
        ) AS every ORDER BY due_at NULLS LAST LIMIT 1
      ) AS owed ON true
  ) AS n
 WHERE t.id = n.id
   AND (t.next_due_at, t.next_due_clause, t.next_due_state, t.next_due_from)
       IS DISTINCT FROM (n.due_at, coalesce(n.clause, ''), coalesce(n.state, ''), n.start_at)
""")


def refresh_next_due(tickets: Iterable[int]) -> None:
    """Write the earliest due time still owed on each of these tickets, which the caller has locked."""
    _refresh(sorted(set(tickets)))
