"""Compute promises anew when the priority is confirmed or changed, and when tickets merge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import F

from holdfast.calendars.queries import calendar_of
from holdfast.calendars.zones import tzdata_version
from holdfast.clients.terms import Terms, terms_for
from holdfast.escalation.actions.merging import carry_climbs
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.promises.actions.breaking import Breach, break_overdue, break_promises
from holdfast.promises.actions.keeping import owed, owed_about
from holdfast.promises.actions.making import Word, make_for_all
from holdfast.promises.actions.pausing import end_pause, pause_turnaround, turnaround_of
from holdfast.promises.actions.waiving import Cause, waive_by_rule
from holdfast.promises.clauses import WEIGHED
from holdfast.promises.facts import PromiseMoved
from holdfast.promises.models import TURNAROUND, Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Side, Ticket

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

    A paused one counts as if resumed now; a broken one stays on record; the only one that is owed goes on. What levels
    of the ladder owe an answer to goes along.
    """
    for each in (ticket, into):
        break_overdue(each, as_of=at, at=at)
    ours, theirs = turnaround_of(ticket), turnaround_of(into)
    _take_over_words(ticket, into=into)
    _take_over_climbs(ticket, into=into)
    rest = list(owed_about(ticket))
    movable = ours is not None and ours.state in (State.RUNNING, State.PAUSED)
    if movable and ours and _goes_first(ours, theirs, at=at):
        _take_over(ours, theirs, into=into, at=at)
        rest = [each for each in rest if each.pk != ours.pk]
    waive_by_rule(rest, ticket=ticket, cause=Cause.MERGED, at=at)
    refresh_next_due([ticket.pk, into.pk])


def _goes_first(ours: Promise, theirs: Promise | None, *, at: datetime) -> bool:
    """Whether ours goes on: it has the earlier limit, or there is no other that anything is owed by."""
    if theirs is None or not theirs.is_owed:
        return True
    return theirs.state != State.BROKEN and as_if_resumed(ours, at) < as_if_resumed(theirs, at)


def _take_over(ours: Promise, theirs: Promise | None, *, into: Ticket, at: datetime) -> None:
    """Ours goes on in the place of theirs, and stands still for what that ticket waits for, and for nothing else."""
    rests = theirs.pauses.filter(ended_at=None).first() if theirs else None
    waive_by_rule([theirs] if theirs else [], ticket=into, cause=Cause.MERGED, at=at)
    _put_on(ours, into)
    if ours.state == State.PAUSED:
        end_pause(ours, as_of=at)
    ours.save()
    if rests is not None:
        pause_turnaround(into, cause=rests.cause, since=at, evidence=rests.evidence, at=at)


def _take_over_words(ticket: Ticket, *, into: Ticket) -> None:
    """What a person promised the client, and that their suspicion is weighed, is owed still, on the ticket that goes on."""
    for promise in owed(ticket, "word_given", WEIGHED):
        _put_on(promise, into)
        promise.save()


def _put_on(promise: Promise, into: Ticket) -> None:
    """Whoever had claimed it would lock the other ticket: the lease ends."""
    promise.ticket, promise.cycle = into, into.cycle
    promise.lease_until, promise.lease_by = None, ""
    promise.generation += 1


def _take_over_climbs(ticket: Ticket, *, into: Ticket) -> None:
    """A level that was told and has not answered yet owes its answer still, on the ticket that goes on."""
    climbs = carry_climbs(ticket, into=into)
    Promise.objects.filter(climb__in=climbs).update(
        cycle=into.cycle, lease_until=None, lease_by="", generation=F("generation") + 1
    )


def _move(
    ticket: Ticket, change: Callable[[Promise, Terms, int, datetime], bool], *, cause: str, at: datetime
) -> None:
    break_overdue(ticket, *BY_PRIORITY, as_of=at, at=at)
    breaches = []
    terms = terms_for(ticket.organisation, at=at)
    for promise in owed(ticket, *BY_PRIORITY):
        if promise.state == State.BROKEN or promise.cycle != ticket.cycle:
            continue
        formerly = promise.due_at
        if not change(promise, terms.under(promise.policy_version_id), ticket.priority, at):
            waive_by_rule(
                [promise],
                ticket=ticket,
                cause=Cause.CONDITION_ENDED,
                because=f"the policy promises none for Priority {ticket.priority}",
                at=at,
            )
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
        if ran_out(promise, at=at):
            breaches.append(Breach(promise, ticket, at))
    if breaches:
        break_promises(breaches, at=at)
    _make_what_only_the_new_priority_has(ticket, terms, at=at)
    refresh_next_due([ticket.pk])


def ran_out(promise: Promise, *, at: datetime) -> bool:
    """Whether the limit of a locked row, moved just now, has passed already; a pause ends with it.

    A paused one counts as if resumed now: what is broken does not stand still.
    """
    if promise.state not in (State.RUNNING, State.PAUSED) or as_if_resumed(promise, at) >= at:
        return False
    if promise.state == State.PAUSED:
        end_pause(promise, as_of=at)
        promise.save()
    return True


def _make_what_only_the_new_priority_has(ticket: Ticket, terms: Terms, *, at: datetime) -> None:
    """Clauses that promised nothing for the old priority are promised from now on."""
    known = set(Promise.objects.filter(ticket=ticket, cycle=ticket.cycle).values_list("clause", flat=True))
    if not known:
        return  # a ticket to which nothing is promised at all
    missing = [each for each in BY_PRIORITY if each not in known]
    if ticket.messages.filter(side=Side.VENDOR, is_automatic=False).exists():
        missing = [each for each in missing if each != "first_response"]
    make_for_all(
        [(ticket, [Word(clause=each, start_at=at, priority=ticket.priority) for each in missing])], at=at
    )


def _from_the_start(promise: Promise, terms: Terms, priority: int, at: datetime) -> bool:
    if not _take_clause(promise, terms, priority):
        return False
    reckon(promise, ended_pauses(promise))
    return True


def _from_now_if_earlier(promise: Promise, terms: Terms, priority: int, at: datetime) -> bool:
    old_limit = as_if_resumed(promise, at)
    fresh = Promise.objects.get(pk=promise.pk)
    fresh.start_at = at
    if not _take_clause(fresh, terms, priority):
        return False
    if reckon(fresh).due_at >= old_limit:
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
    if calendar_of(version) != calendar_of(promise.calendar_version_id):
        promise.calendar_version_id, promise.tzdata = version, tzdata_version()
    promise.priority, promise.allowance, promise.target = priority, str(limit), str(target) if target else ""
    return True


def as_if_resumed(promise: Promise, at: datetime) -> datetime:
    """Its limit, were an open pause to end now."""
    if promise.state != State.PAUSED or promise.paused_at is None:
        return promise.due_at
    pauses = [*ended_pauses(promise), (max(promise.paused_at, promise.start_at), at)]
    return reckon(Promise.objects.get(pk=promise.pk), pauses).due_at
