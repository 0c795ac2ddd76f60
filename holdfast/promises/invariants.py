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
      WHERE p.ticket_id = t.id AND p.clause = 'turnaround'
        AND (p.state IN ('running', 'paused', 'broken')
             OR p.state = 'waived' AND NOT p.waived_by_rule AND p.cycle = t.cycle))
 ORDER BY t.id LIMIT 20
"""
_STANDS_STILL = """
SELECT t.id FROM promises_promise p JOIN tickets_ticket t ON t.id = p.ticket_id
 WHERE p.state = 'paused' AND (t.waiting = '' OR NOT t.is_open) ORDER BY t.id LIMIT 20
"""
_OWED_IN_THE_END = """
SELECT t.id FROM promises_promise p JOIN tickets_ticket t ON t.id = p.ticket_id
 WHERE p.clause = 'turnaround' AND p.state = 'running' AND NOT t.is_open ORDER BY t.id LIMIT 20
"""
_OF_TICKETS = (
    ("no_turnaround", _NO_TURNAROUND, "Open without a turnaround that runs, pauses or is owed"),
    ("stands_still", _STANDS_STILL, "The turnaround stands still, and nothing is waited for"),
    ("owed_in_the_end", _OWED_IN_THE_END, "Resolved, and the turnaround still runs"),
)

_NO_NEXT_WORD = """
SELECT DISTINCT i.id FROM incidents_interruption i JOIN incidents_affected a ON a.interruption_id = i.id
 WHERE a.since_at < holdfast_now() - interval '1 minute'
   AND (i.state IN ('confirmed', 'identified', 'watching') AND a.restored_at IS NULL
        AND (NOT EXISTS (SELECT FROM promises_promise p WHERE p.affected_id = a.id)
             OR a.is_unavailable AND EXISTS (SELECT FROM promises_promise p
                         WHERE p.affected_id = a.id AND p.clause = 'hourly_update' AND p.cycle = i.round)
                AND NOT EXISTS (SELECT FROM promises_promise p WHERE p.affected_id = a.id
                                   AND p.clause = 'hourly_update' AND p.state = 'running'))
        OR i.state IN ('confirmed', 'identified', 'watching', 'restored') AND a.restored_at IS NOT NULL
        AND EXISTS (SELECT FROM promises_promise p WHERE p.affected_id = a.id AND p.clause = 'cause_update')
        AND NOT EXISTS (SELECT FROM promises_promise p WHERE p.affected_id = a.id
                           AND p.clause = 'cause_update' AND p.state = 'running'))
 ORDER BY i.id LIMIT 20
"""
_NO_NEXT_MAINTENANCE_WORD = """
SELECT DISTINCT m.id FROM incidents_maintenance m JOIN incidents_reached r ON r.maintenance_id = m.id
 WHERE r.since_at < holdfast_now() - interval '1 minute'
   AND (m.state IN ('in_progress', 'verifying')
        AND NOT EXISTS (SELECT FROM promises_promise p WHERE p.reached_id = r.id
                           AND p.clause = 'maintenance_update' AND p.state = 'running')
        OR m.state = 'scheduled' AND m.kind = 'scheduled'
        AND NOT EXISTS (SELECT FROM promises_promise p WHERE p.reached_id = r.id
                           AND p.clause = 'maintenance_notice' AND p.cycle = m.round))
 ORDER BY m.id LIMIT 20
"""
_OF_MATTERS = (
    ("no_next_word", _NO_NEXT_WORD, "Not over, and no next word is promised to a client: interruption"),
    (
        "no_next_maintenance_word",
        _NO_NEXT_MAINTENANCE_WORD,
        "Neither notice nor a next word is promised to a client: maintenance",
    ),
)


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
        for code, statement, words in (*_OF_TICKETS, *_OF_MATTERS):
            cursor.execute(statement)
            if numbers := ", ".join(f"#{number}" for (number,) in cursor.fetchall()):
                found.append(Violation(code, f"{words}: {numbers}."))
    return found
