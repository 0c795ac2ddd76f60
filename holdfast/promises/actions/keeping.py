"""Keep promises, on evidence; and owe them again when the evidence falls away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.promises.actions.breaking import Breach, break_overdue, break_promises
from holdfast.promises.actions.making import Word, make_promises
from holdfast.promises.actions.marking import kept_fact, mark_kept
from holdfast.promises.actions.pausing import end_pause
from holdfast.promises.chains import CHAINS
from holdfast.promises.facts import PromiseOwedAgain
from holdfast.promises.models import OWED, Promise, State, about
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Ticket


def owed(ticket: Ticket, *clauses: str) -> list[Promise]:
    """What is still owed under these clauses about a locked ticket, oldest first, locked in key order."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        ticket=ticket, clause__in=clauses, state__in=OWED
    )
    return list(rows.order_by("pk"))


def owed_about(ticket: Ticket) -> QuerySet[Promise]:
    """All that is still owed about a locked ticket, steps on the ladder included, locked in key order."""
    rows = about(ticket.pk).select_for_update(of=("self",))
    return rows.filter(state__in=OWED).order_by("pk")


def keep_owed(
    ticket: Ticket,
    *clauses: str,
    as_of: datetime,
    evidence: str,
    begun_by: datetime | None = None,
    at: datetime,
) -> list[Promise]:
    """Keep all that is owed under these clauses about a locked ticket; a chain goes on from here.

    One update keeps the running link and makes every broken link before it kept late, on the same evidence. With `begun_by`
    only what was owed by then: words that were written before something was promised can't keep it.
    """
    break_overdue(ticket, *clauses, as_of=as_of, at=at)
    standing = [each for each in owed(ticket, *clauses) if begun_by is None or each.start_at <= begun_by]
    kept = keep_promises(standing, ticket=ticket, as_of=as_of, evidence=evidence, at=at)
    running = {each.clause: each for each in kept if each.clause in CHAINS and each.state == State.KEPT}
    last = {each.clause: each for each in kept if each.clause in CHAINS} | running
    if last and ticket.is_open:
        make_promises(
            ticket,
            [
                Word(clause=clause, start_at=as_of, priority=link.priority and ticket.priority, follows=link)
                for clause, link in last.items()
            ],
            at=at,
        )
    return kept


def keep_promises(
    promises: Iterable[Promise], *, ticket: Ticket, as_of: datetime, evidence: str, at: datetime
) -> list[Promise]:
    """Keep these locked rows as of the instant: in time, or late when the limit had passed, or it was broken."""
    kept = [each for each in promises if each.is_owed and each.start_at <= as_of]
    for promise in kept:
        if promise.state == State.PAUSED:
            end_pause(promise, as_of=as_of)
    late = [each for each in kept if each.state == State.RUNNING and each.due_at < as_of]
    if late:  # the limit passed and no sweep came by yet
        break_promises([Breach(each, ticket, each.due_at) for each in late], at=at)
    for promise in kept:
        mark_kept(promise, as_of=as_of, evidence=evidence)
        promise.generation += 1
        promise.save()
        record(kept_fact(promise, ticket=ticket.pk), by=POLICY, at=at)
    if kept:
        refresh_next_due([ticket.pk])
    return kept


def owe_again(ticket: Ticket, *, evidence: str, at: datetime) -> list[Promise]:
    """The only acceptance bounced: what it kept is running or broken again (promises.md, 'Accepted')."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        evidence=evidence, state__in=(State.KEPT, State.KEPT_LATE)
    )
    again = list(rows.order_by("pk"))
    for promise in again:
        promise.state = State.BROKEN if promise.broken_at else State.RUNNING
        promise.ended_at, promise.evidence, promise.met_target = None, "", None
        promise.generation += 1
        reckon(promise, ended_pauses(promise))
        promise.save()
        record(
            PromiseOwedAgain(
                ticket=ticket.pk, promise=promise.pk, clause=promise.clause, state=promise.state
            ),
            by=POLICY,
            at=at,
        )
    if again:
        refresh_next_due([ticket.pk])
    return again
