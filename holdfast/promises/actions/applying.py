"""*Apply to what is open*: promises that stand get the present policy, calendar and zone data; an act of its own (F3).

Editing a policy or a calendar never moves a promise. This does, with an author, a reason, and a preview of what moves;
the client is told where a due time gets later.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.db.models import QuerySet

from holdfast.calendars.zones import tzdata_version
from holdfast.clients.terms import Terms, terms_for
from holdfast.kernel import clock
from holdfast.kernel.facts import Fact, record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.policy.allowance import Allowance
from holdfast.promises.actions.breaking import Breach, break_overdue, break_promises
from holdfast.promises.actions.moving import ran_out
from holdfast.promises.facts import PromiseMoved
from holdfast.promises.models import Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.notices import tell_of_later_promises
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Ticket
from holdfast.tickets.rules import require_words

_BATCH = 100


@dataclass(frozen=True, kw_only=True)
class AppliedToOpen(Fact):
    """The present policy and calendars were applied to what is open."""

    subject: ClassVar[str] = "policy"
    policy: str
    reason: str
    moved: int


@dataclass(frozen=True)
class Move:
    """One promise as it stands, and as it would stand."""

    ticket: Ticket
    standing: Promise
    renewed: Promise

    @property
    def is_later(self) -> bool:
        return self.renewed.due_at > self.standing.due_at

    @property
    def is_seen(self) -> bool:
        """Whether more is other than the version of the policy, whose words about it are the same."""
        return _inputs(self.standing) != _inputs(self.renewed)


def preview_moves(*, limit: int = 200) -> list[Move]:
    """What would move, the first so many; nothing is changed."""
    at = clock.now()
    found: list[Move] = []
    for ticket in _with_owed().iterator(chunk_size=200):
        found += [move for move in _moves(ticket, at=at) if move.is_seen]
        if len(found) >= limit:
            return found[:limit]
    return found


def apply_to_open(*, reason: str, by: Person) -> int:
    """Move what is open to the present policy, calendars and zone data; returns how many due times moved.

    Each batch of tickets is one transaction: saying it again after an interruption goes on with the rest.
    """
    require_may(by, Act.PUBLISH_POLICY)
    reason = require_words(reason, of="The reason", field="reason")
    moved = sum(_apply_batch(batch, reason=reason, by=by) for batch in _batches())
    with transaction.atomic():
        record(AppliedToOpen(policy="open", reason=reason, moved=moved), by=by.actor, at=clock.now())
    return moved


@transaction.atomic
def _apply_batch(numbers: list[int], *, reason: str, by: Person) -> int:
    tickets = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    locked = list(tickets.filter(pk__in=numbers).order_by("pk"))
    at = clock.now()
    for ticket in locked:
        break_overdue(ticket, as_of=at, at=at)
    renewed = [move for ticket in locked for move in _moves(ticket, at=at, lock=True)]
    moves = [move for move in renewed if move.is_seen]
    for move in renewed:
        if not move.is_seen:
            move.renewed.save()  # or a later change of its priority would be judged by the policy of before
    for move in moves:
        move.renewed.generation += 1
        move.renewed.save()
        record(
            PromiseMoved(
                ticket=move.ticket.pk,
                promise=move.standing.pk,
                clause=move.standing.clause,
                formerly=move.standing.due_at.isoformat(),
                due_at=move.renewed.due_at.isoformat(),
                cause=reason,
            ),
            by=by.actor,
            at=at,
        )
    breaches = [Breach(move.renewed, move.ticket, at) for move in moves if ran_out(move.renewed, at=at)]
    if breaches:
        break_promises(breaches, at=at)
    tell_of_later_promises([(m.renewed, m.ticket) for m in moves if m.is_later], reason=reason, at=at)
    refresh_next_due(numbers)
    return sum(1 for move in moves if move.standing.due_at != move.renewed.due_at)


def _with_owed() -> QuerySet[Ticket]:
    live = Promise.objects.filter(state__in=(State.RUNNING, State.PAUSED), ticket__isnull=False)
    return Ticket.objects.filter(pk__in=live.values("ticket")).select_related("organisation").order_by("pk")


def _batches() -> Iterator[list[int]]:
    numbers = list(_with_owed().values_list("pk", flat=True))
    for begin in range(0, len(numbers), _BATCH):
        yield numbers[begin : begin + _BATCH]


def _moves(ticket: Ticket, *, at: datetime, lock: bool = False) -> list[Move]:
    rows = Promise.objects.select_for_update(of=("self",)) if lock else Promise.objects.all()
    standing = rows.filter(ticket=ticket, state__in=(State.RUNNING, State.PAUSED)).select_related(
        "calendar_version"
    )
    terms = terms_for(ticket.organisation, at=at)
    renewed = [(each, _renew(each, terms)) for each in standing.order_by("pk")]
    return [Move(ticket, each, fresh) for each, fresh in renewed if fresh is not None]


def _renew(promise: Promise, terms: Terms) -> Promise | None:
    """The row under what holds now, or None where nothing about it is other."""
    if promise.clause == "word_given":
        return None
    clause = terms.document.clause(promise.clause)
    limit, target = clause.limit_for(promise.priority), clause.target_for(promise.priority)
    if limit is None:
        return None
    version = _present_calendar(promise, terms, limit)
    fresh = copy(promise)
    fresh.policy_version_id, fresh.allowance, fresh.target = (
        terms.version_id,
        str(limit),
        str(target) if target else "",
    )
    fresh.calendar_version_id, fresh.tzdata = version, tzdata_version()
    if _inputs(fresh) == _inputs(promise) and fresh.policy_version_id == promise.policy_version_id:
        return None
    return reckon(fresh, ended_pauses(promise))


def _inputs(promise: Promise) -> tuple[str, str, int, str]:
    """What of its inputs the policy, the calendars and the zone data say."""
    return promise.allowance, promise.target, promise.calendar_version_id, promise.tzdata


def _present_calendar(promise: Promise, terms: Terms, limit: Allowance) -> int:
    return terms.calendar_version(terms.document.clause(promise.clause), promise.priority, limit)
