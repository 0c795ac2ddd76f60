"""The sweep: claims what comes due, and fires warnings and breaches, each exactly once.

A batch is claimed with a lease in one short transaction (SKIP LOCKED, so any number of workers share the work) and
settled in a second one that locks tickets, then promises, in key order, as every action does. Claiming and settling
in one transaction would lock promises before tickets, and meet the actions head on. Killed between the two, the lease
is let go or runs out, and the batch is claimed again; killed within the second, nothing of it happened.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import prefetch_related_objects

from holdfast.clients.models import Organisation
from holdfast.incidents.linked import linked_keys
from holdfast.incidents.models import Interruption, Maintenance
from holdfast.kernel import clock, holder
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record_many
from holdfast.kernel.prepared import Prepared
from holdfast.policy.queries import document_of
from holdfast.promises.actions.breaking import Breach, break_promises, first_to_break
from holdfast.promises.actions.reviews import break_reviews
from holdfast.promises.actions.to_clients import Missed, break_for_clients, first_missed
from holdfast.promises.clockwork import warning_at
from holdfast.promises.facts import PromiseWarned
from holdfast.promises.matters import Matter, matter_of, naming, standing_of
from holdfast.promises.models import Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.notices import tell_of_warnings
from holdfast.promises.reckoning import ended_pauses, inputs_of, set_next
from holdfast.tickets.models import Ticket

S = TypeVar("S", Ticket, Interruption, Maintenance, Organisation)
M = TypeVar("M", Interruption, Maintenance)

LEASE = timedelta(seconds=60)
BATCH = 500
_log = logging.getLogger(__name__)

_CLAIM = """
UPDATE promises_promise SET lease_until = %(until)s, lease_by = %(worker)s
 WHERE id IN (
    SELECT id FROM promises_promise
     WHERE next_at <= %(at)s AND (lease_until IS NULL OR lease_until <= %(at)s)
     ORDER BY CASE WHEN due_at < %(at)s THEN due_at ELSE next_at END, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


_CONCERNED = """
SELECT coalesce(p.ticket_id, c.ticket_id), a.interruption_id, r.maintenance_id, v.organisation_id
  FROM promises_promise p
  LEFT JOIN escalation_climb c ON c.id = p.climb_id
  LEFT JOIN incidents_affected a ON a.id = p.affected_id
  LEFT JOIN incidents_reached r ON r.id = p.reached_id
  LEFT JOIN clients_listreview v ON v.id = p.review_id
 WHERE p.id = ANY(%s)
"""
_WARNED = """
UPDATE promises_promise AS p
   SET warned = w.warned, next_at = w.next_at, generation = p.generation + 1, lease_until = NULL, lease_by = ''
  FROM unnest(%s::bigint[], %s::smallint[], %s::timestamptz[]) AS w(id, warned, next_at)
 WHERE p.id = w.id
"""


def sweep(worker: str, *, limit: int = BATCH) -> int:
    """Claim and settle one batch; returns how many rows were claimed. A failed batch is redone one by one."""
    claimed = claim(worker, limit=limit)
    if claimed:
        try:
            settle(claimed, worker)
        except Exception as trouble:
            if isinstance(trouble, OperationalError | InterfaceError) and not connection.is_usable():
                raise  # it is the line that is broken, not a promise
            _log.exception("A batch of %d promises failed; redoing it one by one", len(claimed))
            for key in claimed:
                _settle_alone(key, worker)
    return len(claimed)


@transaction.atomic
def claim(worker: str, *, limit: int = BATCH) -> list[int]:
    """Take the rows that come due first, for a minute."""
    at = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "until": at + LEASE, "worker": worker, "limit": limit})
        return [key for (key,) in cursor.fetchall()]


def let_go(number: int) -> None:
    """Free what a worker that died had claimed."""
    holder.let_go("promises_promise", number, where="next_at <= holdfast_now()")


@transaction.atomic
def settle(keys: Sequence[int], worker: str) -> None:
    """Fire what is due of the claimed rows that are still ours; a row changed meanwhile is left alone."""
    concerned = _concerned(keys)
    clients = _locked_clients({key for *_, key in concerned if key is not None})
    interruptions = _locked(Interruption, {key for _, key, *_ in concerned if key is not None})
    maintenances = _locked(Maintenance, {key for *_, key, _ in concerned if key is not None})
    named = {key for key, *_ in concerned if key is not None} | linked_keys(interruptions)
    tickets = {ticket.pk: ticket for ticket in Ticket.objects.all_locked(named)}
    prefetch_related_objects(list(tickets.values()), "organisation")  # a few clients have them all
    at = clock.now()
    rows = _due(list(keys), worker, at)
    prefetch_related_objects(rows, "climb", "affected__organisation", "reached__organisation")
    found = sorted(rows, key=lambda promise: (promise.next_at, promise.pk))
    _settle_for_clients([each for each in found if each.affected_id is not None], interruptions, at=at)
    _settle_for_clients([each for each in found if each.reached_id is not None], maintenances, at=at)
    _settle_reviews([each for each in found if each.review_id is not None], clients, at=at)
    due = [each for each in found if each.affected_id is each.reached_id is each.review_id is None]
    pairs = [(promise, tickets[promise.ticket_id or promise.climb.ticket_id]) for promise in due]  # type: ignore[union-attr]
    overdue = [Breach(promise, ticket, promise.due_at) for promise, ticket in pairs if promise.due_at < at]
    _warn([(promise, ticket) for promise, ticket in pairs if promise.due_at >= at], at=at)
    if overdue:
        broken = first_to_break(overdue)
        break_promises(broken, at=at)
        refresh_next_due(breach.ticket.pk for breach in broken)
        _give_back(breach.promise.pk for breach in overdue if breach.promise.state == State.RUNNING)


_due = Prepared(
    lambda keys, worker, at: (
        Promise.objects.select_for_update(of=("self",))
        .filter(pk__among=keys, lease_by=worker, next_at__lte=at, state=State.RUNNING)
        .order_by("pk")
    ),
    list,
    str,
    datetime,
)


def _concerned(keys: Sequence[int]) -> list[tuple[int | None, ...]]:
    """Of each of these promises the keys of the ticket, interruption, maintenance and client that it is about."""
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, [list(keys)])
        found: list[tuple[int | None, ...]] = cursor.fetchall()
    return found


def _give_back(keys: Iterable[int]) -> None:
    """End the lease of what is broken only after links that fall before it: whoever claims next has all in order."""
    if left := list(keys):
        Promise.objects.filter(pk__in=left).update(lease_until=None, lease_by="")


def _locked(model: type[M], keys: set[int]) -> dict[int, M]:
    """Locked in key order, before tickets; a sweep without any asks nothing."""
    return {each.pk: each for each in model.objects.all_locked(keys)} if keys else {}


def _locked_clients(keys: set[int]) -> dict[int, Organisation]:
    """The same of clients, which come before everything else."""
    return {each.pk: each for each in Organisation.objects.locked(*sorted(keys))} if keys else {}


def _settle_reviews(due: Sequence[Promise], clients: Mapping[int, Organisation], *, at: datetime) -> None:
    """Warn of and break what was promised about reviews of emergency lists, in the order of the due times."""
    for each in due:
        each.organisation = clients[each.organisation_id or 0]
    _note_warnings([(each, clients[each.organisation_id or 0]) for each in due if each.due_at >= at], at=at)
    missed = [each for each in due if each.due_at < at]
    break_reviews(sorted(missed, key=lambda each: (each.due_at, each.pk)), at=at)


def _settle_for_clients(due: Sequence[Promise], matters: Mapping[int, M], *, at: datetime) -> None:
    """Warn and break what was promised about interruptions or maintenance, in the order of the due times."""
    if not due:
        return
    pairs = [(each, matters[matter_of(standing_of(each))]) for each in due]
    _note_warnings([(each, matter) for each, matter in pairs if each.due_at >= at], at=at)
    missed = [Missed(each, matter, each.due_at) for each, matter in pairs if each.due_at < at]
    if missed:
        break_for_clients(first_missed(missed), at=at)
        _give_back(each.promise.pk for each in missed if each.promise.state == State.RUNNING)


def seconds_to_next() -> float:
    """How long until something comes due, by the database's clock; at most half a second, at least nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM min(next_at) - holdfast_now()) FROM promises_promise")
        (seconds,) = cursor.fetchone()
    return 0.5 if seconds is None else min(0.5, max(0.0, float(seconds)))


def _settle_alone(key: int, worker: str) -> None:
    try:
        settle([key], worker)
    except Exception as trouble:
        if isinstance(trouble, OperationalError | InterfaceError) and not connection.is_usable():
            raise
        _log.exception("Promise %d can't be settled; its lease runs out and it is tried again", key)


def _warn(pairs: list[tuple[Promise, Ticket]], *, at: datetime) -> None:
    """Fire the newest warning whose instant has passed, and tell of it."""
    tell_of_warnings(_note_warnings(pairs, at=at), at=at)


def _note_warnings(pairs: Sequence[tuple[Promise, S]], *, at: datetime) -> list[tuple[Promise, S]]:
    """Record the newest warning whose instant has passed; older ones it overtook are counted, not fired."""
    if not pairs:
        return []
    prefetch_related_objects([promise for promise, _ in pairs], "pauses")
    facts, told = [], []
    for promise, subject in pairs:
        fractions = document_of(promise.policy_version_id).warnings
        inputs = inputs_of(promise, ended_pauses(promise))
        passed = promise.warned
        while passed < len(fractions) and warning_at(inputs, fractions[passed]) <= at:
            passed += 1
        if passed > promise.warned:
            promise.warned = passed
            facts.append(
                PromiseWarned(
                    **_naming(subject),
                    promise=promise.pk,
                    clause=promise.clause,
                    fraction=fractions[passed - 1],
                    due_at=promise.due_at.isoformat(),
                )
            )
            told.append((promise, subject))
        promise.generation += 1
        set_next(promise, inputs)
    rows = [promise for promise, _ in pairs]
    with connection.cursor() as cursor:
        cursor.execute(
            _WARNED,
            [[row.pk for row in rows], [row.warned for row in rows], [row.next_at for row in rows]],
        )
    record_many(facts, by=POLICY, at=at)
    return told


def _naming(subject: Ticket | Matter | Organisation) -> Mapping[str, Any]:
    if isinstance(subject, Organisation):
        return {"client": subject.pk}
    return {"ticket": subject.pk} if isinstance(subject, Ticket) else naming(subject)
