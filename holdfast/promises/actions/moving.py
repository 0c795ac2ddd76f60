"""Compute promises anew when the priority is confirmed or changed, and when tickets merge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from holdfast.clients.terms import Terms, terms_for
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.promises.actions.breaking import Breach, break_promises
from holdfast.promises.actions.keeping import owed, owed_about
from holdfast.promises.actions.pausing import TURNAROUND, end_pause, turnaround_of
from holdfast.promises.actions.waiving import Cause, waive_by_rule
from holdfast.promises.facts import PromiseMoved
from holdfast.promises.models import Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Ticket, Waiting

BY_PRIORITY = (TURNAROUND, "first_response", "client_update")


def judge_anew(ticket: Ticket, *, cause: str, at: datetime) -> None:
    """The right clause from the original start, with the same pauses, on the new clause's calendar.

    Used when the first priority is confirmed (from creation, no change of priority) and when one was misjudged: then
    what is past already is broken at the moment of the change.
    """
    _move(ticket, _from_the_start, cause=cause, at=at)


def follow_the_situation(ticket: Ticket, *, at: datetime) -> None:
    """The earlier of the old limit and the moment of change plus the new allowance."""
    _move(ticket, _from_now_if_earlier, cause="the situation changed", at=at)


def merge_turnarounds(ticket: Ticket, *, into: Ticket, at: datetime) -> None:
    """Of two turnarounds the one with the earlier limit survives with its own inputs; all else of the other is waived.

    A paused one counts as if resumed now; a broken one stays on record.
    """
    ours, theirs = turnaround_of(ticket), turnaround_of(into)
    rest = list(owed_about(ticket))
    movable = ours is not None and ours.state in (State.RUNNING, State.PAUSED)
    rivals = theirs is not None and theirs.state in (State.RUNNING, State.PAUSED)
    if movable and rivals and ours and theirs and _as_if_resumed(ours, at) < _as_if_resumed(theirs, at):
        waive_by_rule([theirs], ticket=into, cause=Cause.MERGED, at=at)
        ours.ticket, ours.cycle = into, into.cycle
        ours.generation += 1
        if ours.state == State.PAUSED and into.waiting == Waiting.NOTHING:
            end_pause(ours, as_of=at)
        ours.save()
        rest = [each for each in rest if each.pk != ours.pk]
    waive_by_rule(rest, ticket=ticket, cause=Cause.MERGED, at=at)
    refresh_next_due([ticket.pk, into.pk])


def _move(
    ticket: Ticket, change: Callable[[Promise, Terms, int, datetime], bool], *, cause: str, at: datetime
) -> None:
    breaches = []
    terms = terms_for(ticket.organisation, at=at)
    for promise in owed(ticket, *BY_PRIORITY):
        if promise.state == State.BROKEN or promise.cycle != ticket.cycle:
            continue
        formerly = promise.due_at
        if not change(promise, terms.under(promise.policy_version_id), ticket.priority, at):
            continue
        promise.generation += 1
        promise.save()
        if promise.due_at != formerly:
            record(
                PromiseMoved(
                    ticket=ticket.pk,
                    promise=promise.pk,
                    clause=promise.clause,
                    formerly=formerly.isoformat(),
                    due_at=promise.due_at.isoformat(),
                    cause=cause,
                ),
                by=POLICY,
                at=at,
            )
        if promise.state == State.RUNNING and promise.due_at < at:
            breaches.append(Breach(promise, ticket, at))
    if breaches:
        break_promises(breaches, at=at)
    refresh_next_due([ticket.pk])


def _from_the_start(promise: Promise, terms: Terms, priority: int, at: datetime) -> bool:
    if not _take_clause(promise, terms, priority):
        return False
    reckon(promise, ended_pauses(promise))
    return True


def _from_now_if_earlier(promise: Promise, terms: Terms, priority: int, at: datetime) -> bool:
    old_limit = _as_if_resumed(promise, at)
    fresh = Promise.objects.get(pk=promise.pk)
    fresh.start_at = at
    if not _take_clause(fresh, terms, priority) or reckon(fresh).due_at >= old_limit:
        promise.priority = priority
        return True
    promise.start_at = at
    _take_clause(promise, terms, priority)
    reckon(promise)
    return True


def _take_clause(promise: Promise, terms: Terms, priority: int) -> bool:
    """Give the row the clause's values for this priority; False where nothing is promised for it."""
    clause = terms.document.clause(promise.clause)
    limit, target = clause.limit_for(priority), clause.target_for(priority)
    if limit is None:
        return False
    version = terms.calendar_version(clause, priority, limit)
    if version.calendar_id != promise.calendar_version.calendar_id:
        promise.calendar_version = version
    promise.priority, promise.allowance, promise.target = priority, str(limit), str(target) if target else ""
    return True


def _as_if_resumed(promise: Promise, at: datetime) -> datetime:
    """Its limit, were an open pause to end now."""
    if promise.state != State.PAUSED or promise.paused_at is None:
        return promise.due_at
    pauses = [*ended_pauses(promise), (max(promise.paused_at, promise.start_at), at)]
    return reckon(Promise.objects.get(pk=promise.pk), pauses).due_at
