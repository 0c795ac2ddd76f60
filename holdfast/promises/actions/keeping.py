"""Keep promises, on evidence; and owe them again when the evidence falls away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record, record_many
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.rows import update
from holdfast.promises.actions.breaking import Breach, break_promises, first_to_break
from holdfast.promises.actions.making import Word, make_for_all
from holdfast.promises.actions.marking import kept_fact, mark_kept
from holdfast.promises.actions.pausing import end_pause
from holdfast.promises.chains import CHAINS
from holdfast.promises.facts import PromiseOwedAgain
from holdfast.promises.models import OWED, Promise, State, about
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.paging import end_pages_for_tickets
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Ticket


def owed(ticket: Ticket, *clauses: str) -> list[Promise]:
    """What is still owed under these clauses about a locked ticket, oldest first, locked in key order."""
    return _owed_about_any([ticket.pk], clauses)


def _owed_about_any(tickets: Sequence[int], clauses: Sequence[str]) -> list[Promise]:
    return _owed(list(tickets), list(clauses))


_owed = Prepared(
    lambda tickets, clauses: (
        Promise.objects.select_for_update(of=("self",))
        .filter(ticket__among=tickets, clause__among=clauses, state__in=OWED)
        .order_by("pk")
    ),
    list,
    list,
)


def is_awaited(ticket: Ticket, clause: str, *, since: datetime) -> bool:
    """Whether something was owed under this clause at that instant whose limit had not passed, swept or not.

    What broke before it was of an earlier wait, in which we left them: it takes nothing from the next one.
    """
    return any(each.due_at >= since for each in owed(ticket, clause))


def owed_about(ticket: Ticket) -> QuerySet[Promise]:
    """All that is still owed about a locked ticket, steps on the ladder included, locked in key order."""
    rows = about(ticket.pk).select_for_update(of=("self",))
    return rows.filter(state__in=OWED).order_by("pk")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What shows that a locked ticket's promises are kept, as of when.

    With `begun_by` only what was owed by then: words that were written before something was promised can't keep it.
    """

    ticket: Ticket
    as_of: datetime
    evidence: str
    begun_by: datetime | None = None


def keep_owed(
    ticket: Ticket,
    *clauses: str,
    as_of: datetime,
    evidence: str,
    begun_by: datetime | None = None,
    at: datetime,
) -> list[Promise]:
    """Keep all that is owed under these clauses about a locked ticket; a chain goes on from here.

    One update keeps the running link and makes every broken link before it kept late, on the same evidence.
    """
    shown = Shown(ticket=ticket, as_of=as_of, evidence=evidence, begun_by=begun_by)
    return keep_owed_by_all([shown], *clauses, at=at)


def keep_owed_by_all(shown: Sequence[Shown], *clauses: str, at: datetime) -> list[Promise]:
    """The same for any number of locked tickets, each once, in a few statements."""
    by_ticket = {each.ticket.pk: each for each in shown}
    standing = [
        each
        for each in _owed_once_broken(by_ticket, clauses, at=at)
        if (begun_by := _of(each, by_ticket).begun_by) is None or each.start_at <= begun_by
    ]
    kept = _keep([(each, _of(each, by_ticket)) for each in standing], at=at)
    links = [each for each in kept if each.clause in CHAINS]
    # where a link was kept in time, the chain goes on from that one
    last = {(each.ticket_id, each.clause): each for each in links}
    last |= {(each.ticket_id, each.clause): each for each in links if each.state == State.KEPT}
    made = make_for_all(
        [
            (its.ticket, [_next_link(link, its)])
            for link in last.values()
            if (its := _of(link, by_ticket)).ticket.is_open
        ],
        at=at,
    )
    refresh_next_due({each.ticket_id or 0 for each in kept} - {each.ticket_id for each in made})
    return kept


def _owed_once_broken(by_ticket: dict[int, Shown], clauses: Sequence[str], *, at: datetime) -> list[Promise]:
    """What is owed, once what ran out before it was shown is broken, link after link, as the sweep would have done it."""
    while True:
        standing = _owed_about_any(list(by_ticket), clauses)
        overdue = [
            Breach(each, its.ticket, each.due_at)
            for each in standing
            if each.state == State.RUNNING and each.due_at < (its := _of(each, by_ticket)).as_of
        ]
        if not overdue:
            return standing
        break_promises(first_to_break(overdue), at=at)


def _of(promise: Promise, by_ticket: dict[int, Shown]) -> Shown:
    return by_ticket[promise.ticket_id or 0]


def _next_link(link: Promise, shown: Shown) -> Word:
    priority = link.priority and shown.ticket.priority
    return Word(clause=link.clause, start_at=shown.as_of, priority=priority, follows=link)


def keep_promises(
    promises: Iterable[Promise], *, ticket: Ticket, as_of: datetime, evidence: str, at: datetime
) -> list[Promise]:
    """Keep these locked rows as of the instant: in time, or late when the limit had passed, or it was broken."""
    shown = Shown(ticket=ticket, as_of=as_of, evidence=evidence)
    kept = _keep([(each, shown) for each in promises], at=at)
    refresh_next_due([ticket.pk] if kept else [])
    return kept


def _keep(pairs: Iterable[tuple[Promise, Shown]], *, at: datetime) -> list[Promise]:
    pairs = [(each, shown) for each, shown in pairs if each.is_owed and _has_begun(each, shown)]
    for promise, shown in pairs:
        if promise.state == State.PAUSED:
            end_pause(promise, as_of=_kept_at(promise, shown))
            promise.save()
    late = [
        (each, shown) for each, shown in pairs if each.state == State.RUNNING and each.due_at < shown.as_of
    ]
    if late:  # the limit passed and no sweep came by yet
        break_promises([Breach(each, shown.ticket, each.due_at) for each, shown in late], at=at)
    for promise, shown in pairs:
        mark_kept(promise, as_of=_kept_at(promise, shown), evidence=shown.evidence)
        promise.generation += 1
    kept = [promise for promise, _ in pairs]
    update(kept, ["state", "ended_at", "evidence", "next_at", "met_target", "generation"])
    record_many([kept_fact(each, ticket=shown.ticket.pk) for each, shown in pairs], by=POLICY, at=at)
    end_pages_for_tickets([shown.ticket for _, shown in pairs], at=at)
    return kept


def _has_begun(promise: Promise, shown: Shown) -> bool:
    """The next link of a chain may begin only later, where the one before it was waived."""
    return promise.clause not in CHAINS or promise.start_at <= shown.as_of


def _kept_at(promise: Promise, shown: Shown) -> datetime:
    """Not before it was made: what keeps it came after, also where the clock was set back in between."""
    return max(shown.as_of, promise.start_at)


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
