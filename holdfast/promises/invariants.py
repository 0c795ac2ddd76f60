"""What must always hold, looked at each minute (communication.md, rule 7); what does not is told, not mended in silence."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_LATE_SWEEP = """
SELECT count(*) FROM promises_promise WHERE next_at < holdfast_now() - interval '2 minutes'
"""
_OLD_LEASE = """
SELECT count(*) FROM promises_promise
 WHERE lease_until < holdfast_now() - interval '5 minutes' AND next_at IS NOT NULL
"""
_NO_TURNAROUND = """
SELECT t.id FROM tickets_ticket t
 WHERE t.is_open AND NOT t.is_machine AND t.merged_into_id IS NULL
   AND t.opened_at < holdfast_now() - interval '1 minute'
   AND NOT EXISTS (
     SELECT 1 FROM promises_promise p
      WHERE p.ticket_id = t.id AND p.clause = 'turnaround' AND p.state IN ('running', 'paused', 'broken'))
 ORDER BY t.id LIMIT 20
"""


@dataclass(frozen=True)
class Violation:
    """One thing that should be impossible, in words."""

    code: str
    words: str


def violations() -> list[Violation]:
    """Everything that does not hold now; empty when all is well."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_LATE_SWEEP)
        if late := cursor.fetchone()[0]:
            found.append(
                Violation(
                    "sweep_late", f"{late} promises came due over two minutes ago and were not looked at."
                )
            )
        cursor.execute(_OLD_LEASE)
        if old := cursor.fetchone()[0]:
            found.append(Violation("lease_old", f"{old} promises are claimed by a worker that has gone."))
        cursor.execute(_NO_TURNAROUND)
        if bare := [row[0] for row in cursor.fetchall()]:
            named = ", ".join(f"#{number}" for number in bare)
            found.append(
                Violation(
                    "no_turnaround", f"Open without a turnaround that runs, pauses or is owed: {named}."
                )
            )
    return found
