"""`python -m bench.promises`: a million promises run, ten thousand come due in one minute.

Aims (issue, 'Promises'): ≤ 0.3 ms a due promise with its state, trail and notice rows; ≤ 5 ms for a sweep with nothing
due; lateness of a single one ≤ 1 s (median).
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import datetime, timedelta

from bench.installation import installation, machine

TICKETS = 200_000
PER_TICKET = 5
DUE = 10_000


def main(promises: int = TICKETS * PER_TICKET) -> None:
    with installation():
        from django.db import connection

        from holdfast.kernel import clock
        from holdfast.promises.actions.sweeping import seconds_to_next, sweep

        began = time.perf_counter()
        fill(promises // PER_TICKET)
        print(f"{machine()}; {promises:,} running promises filled in {time.perf_counter() - began:.0f} s")

        def idle() -> None:
            sweep("bench")
            seconds_to_next()

        idle()
        spans = [_timed(idle) for _ in range(50)]
        print(f"a sweep with nothing due      {statistics.median(spans) * 1000:8.2f} ms   (aim ≤ 5 ms)")

        make_due(clock.now(), DUE)
        began, fired = time.perf_counter(), 0
        while batch := sweep("bench"):
            fired += batch
        each = (time.perf_counter() - began) / fired
        print(f"a due promise, of {fired:,}      {each * 1000:8.3f} ms   (aim ≤ 0.3 ms)")

        late = []
        for _ in range(15):
            due = make_due(clock.now() + timedelta(seconds=0.7), 1)
            while not sweep("bench"):
                time.sleep(min(seconds_to_next(), 0.5))
            late.append((clock.now() - due).total_seconds())
        print(f"lateness of a single one      {statistics.median(late) * 1000:8.1f} ms   (aim ≤ 1000 ms)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM kernel_trailentry WHERE fact = 'PromiseBroken'")
            print(f"{cursor.fetchone()[0]:,} breaches on the trail")


def fill(tickets: int) -> None:
    """COPY so many open tickets with five running promises each, due days ahead."""
    from django.db import connection

    from holdfast.calendars.queries import current_version as calendar
    from holdfast.clients.models import Organisation
    from holdfast.kernel import clock
    from holdfast.people.models import Person
    from holdfast.policy.queries import current_version

    organisation = Organisation.objects.get(name="Osprey Lane Clinics")
    requester, agent = (
        Person.objects.get(email="orla@ospreylane.example"),
        Person.objects.get(email__startswith="tobin@"),
    )
    at = clock.now()
    values = {
        "organisation": organisation.pk,
        "requester": requester.pk,
        "agent": agent.pk,
        "policy": current_version().pk,
        "calendar": calendar("round-the-clock").pk,
        "at": at,
        "tickets": tickets,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TICKETS, values)
        cursor.execute(_PROMISES, values)
        cursor.execute("ANALYZE")


def make_due(at: datetime, number: int, clause: str = "client_told") -> datetime:
    """Let so many running ones come due at the instant, spread over as many tickets."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE promises_promise SET next_at = %(at)s, due_at = %(at)s, warned = 3 WHERE id IN
               (SELECT id FROM promises_promise WHERE state = 'running' AND clause = %(clause)s
                 ORDER BY id LIMIT %(number)s)""",
            {"at": at, "number": number, "clause": clause},
        )
    return at


def _timed(work) -> float:  # type: ignore[no-untyped-def]
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


_TICKETS = """
INSERT INTO tickets_ticket (reference, subject, kind, requester_id, organisation_id, scenario, channel, priority,
    is_provisional, stage, is_open, waiting, assignee_id, is_machine, opened_at, cycle, last_message_at, last_words,
    has_news, level, next_due_clause, next_due_state)
SELECT 'B-' || n, 'Ticket ' || n, 'issue', %(requester)s, %(organisation)s, '', 'mail', 1 + n %% 4, false, 4, true, '',
    %(agent)s, false, %(at)s, 1, %(at)s, '', false, 1, '', ''
  FROM generate_series(1, %(tickets)s) n
"""
_PROMISES = """
INSERT INTO promises_promise (ticket_id, clause, cycle, priority, policy_version_id, organisation_id, words, start_at,
    allowance, target, calendar_version_id, tzdata, due_at, state, warned, next_at, generation, evidence, waived_by,
    waiver, waived_by_rule, lease_by)
SELECT t.id, c.clause, 1, 2, %(policy)s, %(organisation)s, '', %(at)s, '9000 min', '', %(calendar)s, '2026a',
    %(at)s::timestamptz + interval '150 hours' + (t.id %% 10000) * interval '1 second', 'running', 3,
    %(at)s::timestamptz + interval '150 hours' + (t.id %% 10000) * interval '1 second', 0, '', '', '', false, ''
  FROM tickets_ticket t
 CROSS JOIN (VALUES ('turnaround'), ('first_response'), ('client_update'), ('client_told'), ('acknowledge')) c(clause)
 WHERE t.reference LIKE 'B-%%'
"""

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS * PER_TICKET)
