"""Break promises whose limit has passed: state, trail, next links, notices and the ladder, set-wise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from holdfast.escalation.actions.climbing import AutomaticClimb, climb_automatically
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record_many
from holdfast.policy.queries import document_of
from holdfast.promises.chains import CHAINS
from holdfast.promises.facts import PromiseBroken
from holdfast.promises.models import Promise, State
from holdfast.promises.notices import tell_of_breaches
from holdfast.promises.reckoning import reckon
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
    for breach in breaches:
        promise = breach.promise
        promise.state, promise.broken_at, promise.noticed_at = State.BROKEN, breach.broken_at, at
        promise.next_at, promise.lease_until, promise.lease_by = None, None, ""
        promise.generation += 1
    with connection.cursor() as cursor:
        keys = [breach.promise.pk for breach in breaches]
        cursor.execute(_BREAK, {"keys": keys, "limits": [breach.broken_at for breach in breaches], "at": at})
    Promise.objects.bulk_create([link for breach in breaches if (link := _next_link(breach))])
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
    tell_of_breaches([(breach.promise, breach.ticket) for breach in breaches], at=at)
    climb_automatically([_climb(breach) for breach in breaches if _climbs(breach)], at=at)


_BREAK = """
UPDATE promises_promise AS p
   SET state = 'broken', broken_at = b.broken_at, noticed_at = %(at)s, next_at = NULL,
       lease_until = NULL, lease_by = '', generation = p.generation + 1
  FROM unnest(%(keys)s::bigint[], %(limits)s::timestamptz[]) AS b(id, broken_at)
 WHERE p.id = b.id
"""


def _next_link(breach: Breach) -> Promise | None:
    """A broken link starts the next from its limit, so a missed hour is one broken promise each hour."""
    broken = breach.promise
    if broken.clause not in CHAINS or not breach.ticket.is_open:
        return None
    return reckon(
        Promise(
            ticket_id=broken.ticket_id,
            climb_id=broken.climb_id,
            clause=broken.clause,
            cycle=broken.cycle,
            priority=broken.priority,
            policy_version_id=broken.policy_version_id,
            organisation_id=broken.organisation_id,
            person_id=broken.person_id,
            start_at=broken.due_at,
            allowance=broken.allowance,
            target=broken.target,
            calendar_version_id=broken.calendar_version_id,
            tzdata=broken.tzdata,
            follows=broken,
        )
    )


def _climbs(breach: Breach) -> bool:
    clause = document_of(breach.promise.policy_version_id).clause(breach.promise.clause)
    return breach.ticket.is_open and clause.climbs_for(breach.promise.priority)


def _climb(breach: Breach) -> AutomaticClimb:
    clause = document_of(breach.promise.policy_version_id).clause(breach.promise.clause)
    return AutomaticClimb(ticket=breach.ticket, cause=clause.title)
