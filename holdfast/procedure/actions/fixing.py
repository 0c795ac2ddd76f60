"""Record a fix: engineering's with all that C3 asks for, or tier 1's own (C2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.clients.terms import terms_for
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.procedure import rules
from holdfast.procedure.actions.approval import ask_client
from holdfast.procedure.actions.hand_over import take_over
from holdfast.procedure.actions.stages import put
from holdfast.procedure.facts import FixRecorded
from holdfast.procedure.models import Fix, Watching
from holdfast.procedure.rules import Watch
from holdfast.tickets.actions.messages import Said, send_message, write_note
from holdfast.tickets.models import Stage, Ticket, Waiting
from holdfast.tickets.rules import require_answerable


@transaction.atomic
def record_fix(
    ticket: Ticket,
    *,
    cause: str,
    solution: str,
    prevention: str,
    tell_client: str,
    tell_colleagues: str,
    watching: Watch,
    by: Person,
) -> Fix:
    """Record the fix with prevention, the words to client and colleagues, and the watching; it goes on to QA.

    Refused: `incomplete` (`rules.Missing`: every missing field is named in `fields`), `wrong_stage`.
    """
    require_may(by, Act.RECORD_FIX)
    ticket = Ticket.objects.locked(ticket.pk)
    require_answerable(ticket)
    rules.require_stage(ticket, Stage.ENGINEERING)
    at = clock.now()
    said = {
        "cause": cause,
        "solution": solution,
        "prevention": prevention,
        "tell_client": tell_client,
        "tell_colleagues": tell_colleagues,
    }
    rules.require_whole_fix(said, watching, at=at)
    ticket = _taken(ticket, by=by)
    message = send_message(ticket, Said(text=tell_client, author=by), by=by)
    note = write_note(ticket, Said(text=tell_colleagues, author=by), by=by)
    ticket = Ticket.objects.locked(ticket.pk)
    fix = Fix.objects.create(
        ticket=ticket,
        cycle=ticket.cycle,
        at=at,
        by=by,
        cause=cause.strip(),
        solution=solution.strip(),
        prevention=prevention.strip(),
        told_client=message,
        told_colleagues=note,
    )
    assert watching.person is not None
    assert watching.until is not None
    Watching.objects.create(
        fix=fix, ticket=ticket, person=watching.person, what=watching.what.strip(), until=watching.until
    )
    _go_on(ticket, fix, to=Stage.QA, at=at)
    return fix


@transaction.atomic
def solve_at_tier_1(ticket: Ticket, *, cause: str, solution: str, tell_client: str, by: Person) -> Fix:
    """Tier 1 solves it itself; it goes to QA, or straight to the client where the policy says so for its
    priority.
    """
    require_may(by, Act.SOLVE_AT_TIER_1)
    ticket = Ticket.objects.locked(ticket.pk)
    require_answerable(ticket)
    rules.require_before_engineering(ticket)
    rules.require_own_solution({"cause": cause, "solution": solution, "tell_client": tell_client})
    at = clock.now()
    message = send_message(ticket, Said(text=tell_client, author=by), by=by)
    ticket = Ticket.objects.locked(ticket.pk)
    fix = Fix.objects.create(
        ticket=ticket,
        cycle=ticket.cycle,
        at=at,
        by=by,
        by_tier_1=True,
        cause=cause.strip(),
        solution=solution.strip(),
        told_client=message,
    )
    without_qa = terms_for(ticket.organisation, at=at).document.tier_1_without_qa
    _go_on(ticket, fix, to=rules.stage_after_tier_1(ticket.priority, without_qa=without_qa), at=at)
    return fix


def _taken(ticket: Ticket, *, by: Person) -> Ticket:
    """Whoever records the fix has taken over what was handed to engineering, said so or not (C2)."""
    row = ticket.hand_overs.filter(cycle=ticket.cycle).order_by("-id").first()
    if row is None or row.taken_at is not None:
        return ticket
    take_over(row, by=by)
    return Ticket.objects.locked(ticket.pk)


def _go_on(ticket: Ticket, fix: Fix, *, to: Stage, at: datetime) -> None:
    """Whoever solved it went on without the client's answer, so an open question rests with the client no
    longer.
    """
    actor = fix.by.actor
    ends_waiting = ticket.waiting == Waiting.ANSWER
    put(ticket, stage=Stage.QA if to == Stage.QA else Stage(ticket.stage), holder=fix.by, at=at, by=actor)
    record(
        FixRecorded(ticket=ticket.pk, fix=fix.pk, by_tier_1=fix.by_tier_1, ends_waiting=ends_waiting),
        by=actor,
        at=at,
    )
    if to == Stage.CLIENT_APPROVAL:
        ask_client(ticket, fix=fix, by=actor)


__all__ = ["Watch", "record_fix", "solve_at_tier_1"]
