"""Break promises whose limit has passed: state, trail, next links, notices and the ladder, set-wise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from holdfast.escalation.actions.climbing import AutomaticClimb, climb_automatically
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record_many
from holdfast.policy.queries import document_of
from holdfast.promises.actions.due_order import first_in_due_order
from holdfast.promises.actions.making import Word, make_for_all
from holdfast.promises.chains import CHAINS
from holdfast.promises.facts import PromiseBroken
from holdfast.promises.models import Promise, State, about
from holdfast.promises.notices import tell_of_breaches
from holdfast.promises.paging import page_for_breaches
from holdfast.tickets.models import Ticket


@dataclass(frozen=True)
class Breach:
    """One locked promise whose limit passed at `broken_at`, and the locked ticket it is about."""

    promise: Promise
    ticket: Ticket
    broken_at: datetime


def break_promises(breaches: Sequence[Breach], *, at: datetime) -> None:
    """Mark them broken as of their limits, start the next links of chains, tell, and climb where the policy says so.

    The rows are changed in memory as well; the caller saves nothing. What is owed stays owed.
    """
    mark_broken([(breach.promise, breach.broken_at) for breach in breaches], at=at)
    record_many(
        [
            PromiseBroken(
                ticket=breach.ticket.pk,
                promise=breach.promise.pk,
                clause=breach.promise.clause,
                broken_at=breach.broken_at.isoformat(),
            )
            for breach in breaches
        ],
        by=POLICY,
        at=at,
    )
    make_for_all([(breach.ticket, [_next_link(breach)]) for breach in breaches if _goes_on(breach)], at=at)
    pairs = [(breach.promise, breach.ticket) for breach in breaches]
    tell_of_breaches(pairs, at=at)
    page_for_breaches(pairs, at=at)
    climb_automatically([_climb(breach) for breach in breaches if _climbs(breach)], at=at)


def first_to_break(breaches: Iterable[Breach]) -> list[Breach]:
    """Those of them, in the order of their limits, that may break before the next links of chains are there."""
    return first_in_due_order(breaches, goes_on=_goes_on)


def mark_broken(broken: Sequence[tuple[Promise, datetime]], *, at: datetime) -> None:
    """Write on these locked rows, and in memory, that they broke at those instants, and when it was noticed."""
    for promise, broken_at in broken:
        promise.state, promise.broken_at, promise.noticed_at = State.BROKEN, broken_at, at
        promise.next_at, promise.lease_until, promise.lease_by = None, None, ""
        promise.generation += 1
    with connection.cursor() as cursor:
        keys = [promise.pk for promise, _ in broken]
        cursor.execute(_BREAK, {"keys": keys, "limits": [broken_at for _, broken_at in broken], "at": at})


_BREAK = """
UPDATE promises_promise AS p
   SET state = 'broken', broken_at = b.broken_at, noticed_at = %(at)s, next_at = NULL,
       lease_until = NULL, lease_by = '', generation = p.generation + 1
  FROM unnest(%(keys)s::bigint[], %(limits)s::timestamptz[]) AS b(id, broken_at)
 WHERE p.id = b.id
"""


def break_overdue(ticket: Ticket, *clauses: str, as_of: datetime, at: datetime) -> None:
    """Break what ran out about a locked ticket before the instant without a sweep having come by, link after link.

    Whatever then keeps, waives or moves a promise finds it as the sweep would have left it: who is quicker must not change
    the figures. Without clauses all are meant, steps on the ladder included.
    """
    _break_link_after_link(
        lambda: [
            Breach(each, ticket, each.due_at) for each in _running(ticket, clauses) if each.due_at < as_of
        ],
        at=at,
    )


def _break_link_after_link(overdue: Callable[[], list[Breach]], *, at: datetime) -> None:
    while breaches := overdue():
        break_promises(first_to_break(breaches), at=at)


def _running(ticket: Ticket, clauses: Sequence[str]) -> QuerySet[Promise]:
    rows = about(ticket.pk).select_for_update(of=("self",)).filter(state=State.RUNNING).order_by("pk")
    return rows.filter(clause__in=clauses) if clauses else rows


def _goes_on(breach: Breach) -> bool:
    return breach.promise.clause in CHAINS and breach.ticket.is_open


def _next_link(breach: Breach) -> Word:
    """A broken link starts the next where it broke: at its limit, so a missed hour is one broken promise each hour."""
    broken = breach.promise
    priority = breach.ticket.priority if broken.priority is not None else None
    return Word(clause=broken.clause, start_at=breach.broken_at, priority=priority, follows=broken)


def _climbs(breach: Breach) -> bool:
    clause = document_of(breach.promise.policy_version_id).clause(breach.promise.clause)
    return breach.ticket.is_open and clause.climbs_for(breach.promise.priority)


def _climb(breach: Breach) -> AutomaticClimb:
    clause = document_of(breach.promise.policy_version_id).clause(breach.promise.clause)
    return AutomaticClimb(ticket=breach.ticket, cause=clause.title)
