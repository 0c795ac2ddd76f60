"""Waive promises: by a manager with a reason, or by rule with a cause from a fixed list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY, Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.promises.actions.breaking import break_overdue
from holdfast.promises.actions.making import Word, make_promises
from holdfast.promises.chains import CHAINS
from holdfast.promises.facts import PromiseWaived
from holdfast.promises.models import Pause, Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.paging import end_pages_for_tickets
from holdfast.tickets.models import Ticket
from holdfast.tickets.rules import require_words


class Cause(StrEnum):
    """Why a promise is waived by rule; never counted among people's waivers."""

    MERGED = "merged"
    CONDITION_ENDED = "condition ended"
    RETRACTED = "retracted"
    SUPPRESSED = "suppressed by a cap"
    CAME_LATE = "came to use it after the notice was due"
    NO_ADDRESS = "nothing can be sent to the address"


@transaction.atomic
def waive_promise(promise: Promise, *, reason: str, by: Person) -> Promise:
    """Let a promise go, with a reason that every report shows; one that has ended stays as it ended."""
    require_may(by, Act.WAIVE_PROMISE)
    reason = require_words(reason, of="The reason", field="reason")[:400]
    ticket = Ticket.objects.locked(ticket_of(promise))
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if not promise.is_owed:
        raise Refused("This promise has ended; there is nothing left to waive.", code="ended")
    at = clock.now()
    break_overdue(ticket, promise.clause, as_of=at, at=at)
    promise.refresh_from_db()
    goes_on = promise.clause in CHAINS and ticket.is_open and promise.state != State.BROKEN
    _waive(promise, ticket=ticket, reason=reason, by=by.actor, at=at)
    end_pages_for_tickets([ticket], at=at)
    if goes_on:  # one link is let go, not the chain: the next begins where this one would have ended
        priority = ticket.priority if promise.priority is not None else None
        word = Word(clause=promise.clause, start_at=promise.due_at, priority=priority, follows=promise)
        make_promises(ticket, [word], at=at)
    refresh_next_due([ticket.pk])
    return promise


def waive_by_rule(
    promises: Iterable[Promise], *, ticket: Ticket, cause: Cause, because: str = "", at: datetime
) -> None:
    """Let locked rows go because what they were about has ended; whoever calls has broken what was overdue.

    `because` says in words what ended it, where the cause alone does not.
    """
    for promise in promises:
        if promise.is_owed:
            _waive(promise, ticket=ticket, reason=cause, because=because, by=POLICY, at=at)
    end_pages_for_tickets([ticket], at=at)
    refresh_next_due([ticket.pk])


def ticket_of(promise: Promise) -> int:
    """The number of the ticket that a promise is about, directly or through a step on the ladder."""
    if promise.ticket_id is not None:
        return promise.ticket_id
    assert promise.climb is not None
    return promise.climb.ticket_id


def _waive(
    promise: Promise, *, ticket: Ticket, reason: str, because: str = "", by: Actor, at: datetime
) -> None:
    Pause.objects.filter(promise=promise, ended_at=None).update(ended_at=at)
    promise.state, promise.ended_at, promise.next_at, promise.paused_at = State.WAIVED, at, None, None
    promise.waived_by, promise.waiver = by.label, reason
    promise.waived_by_rule = by is POLICY
    promise.generation += 1
    promise.save()
    record(
        PromiseWaived(
            ticket=ticket.pk,
            promise=promise.pk,
            clause=promise.clause,
            reason=reason,
            by_rule=promise.waived_by_rule,
            ended_because=because,
        ),
        by=by,
        at=at,
    )
