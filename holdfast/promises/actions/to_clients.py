"""Promises about interruptions and maintenance: made, kept, broken and let go for each client that one reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from holdfast.clients.terms import terms_for_all
from holdfast.incidents.models import Affected, Maintenance, State
from holdfast.kernel.actor import POLICY, Actor
from holdfast.kernel.facts import Fact, record_many
from holdfast.kernel.rows import insert
from holdfast.promises.actions.breaking import mark_broken
from holdfast.promises.actions.climbing_for_clients import climb_for_clients
from holdfast.promises.actions.making import Word, as_made, row
from holdfast.promises.actions.marking import kept_fact, mark_kept
from holdfast.promises.facts import PromiseBroken, PromiseOwedAgain, PromisesMade, PromiseWaived
from holdfast.promises.matters import Matter, Standing, about_clients, column, naming, standing_of
from holdfast.promises.missed_words import tell_of_missed_words
from holdfast.promises.models import OWED, Promise
from holdfast.promises.models import State as Outcome
from holdfast.promises.paging import page_for_missed_words
from holdfast.promises.reckoning import reckon

HOURLY, CAUSE, MAINTENANCE = "hourly_update", "cause_update", "maintenance_update"
Wanted = Sequence[tuple[Standing, Iterable[Word]]]


def make_for_clients(wanted: Wanted, *, matter: Matter, at: datetime) -> list[Promise]:
    """Make what each client's own policy says, on its own calendar, in a number of statements that does not grow."""
    terms = terms_for_all([standing.organisation for standing, _ in wanted], at=at)
    made = insert(
        [
            promise
            for standing, words in wanted
            for word in words
            if (
                promise := row(
                    word,
                    terms[standing.organisation_id],
                    cycle=matter.round,
                    organisation_id=standing.organisation_id,
                    **{column(matter): standing},
                )
            )
        ]
    )
    if made:
        record_many([PromisesMade(**naming(matter), made=as_made(made))], by=POLICY, at=at)
    return made


def owed_to(matter: Matter, standings: Iterable[int], *clauses: str) -> QuerySet[Promise]:
    """What is still owed to these clients about a matter that is locked, locked in key order."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        clause__in=clauses, state__in=OWED, **{f"{column(matter)}__in": list(standings)}
    )
    return rows.select_related(f"{column(matter)}__organisation").order_by("pk")


def keep_for_client(
    standing: Standing,
    *clauses: str,
    matter: Matter,
    begun_by: datetime,
    as_of: datetime,
    evidence: str,
    at: datetime,
) -> None:
    """A word was accepted for the client: what ran when it was written is kept, what was broken is kept late.

    A chain goes on from the acceptance, while what it is about lasts.
    """
    _break_overdue(standing, clauses, matter=matter, as_of=as_of, at=at)
    kept = [each for each in owed_to(matter, [standing.pk], *clauses) if each.start_at <= begun_by]
    keep_for_clients(kept, matter=matter, as_of=as_of, evidence=evidence, at=at)
    last = {each.clause: each for each in kept if goes_on(each.clause, standing, matter)}
    _go_on(standing, matter, [(link, as_of) for link in last.values()], at=at)


def keep_for_clients(
    promises: Sequence[Promise],
    *,
    matter: Matter,
    as_of: datetime,
    evidence: str,
    at: datetime,
) -> None:
    """Keep these locked rows as of the instant; one that ran out before, without a sweep having come by, breaks first."""
    overdue = [each for each in promises if each.state == Outcome.RUNNING and each.due_at < as_of]
    if overdue:
        break_for_clients([Missed(each, matter, each.due_at) for each in overdue], at=at)
    for promise in promises:
        mark_kept(promise, as_of=as_of, evidence=evidence)
        promise.generation += 1
        promise.save()
    record_many([kept_fact(each, **naming(matter)) for each in promises], by=POLICY, at=at)


def goes_on(clause: str, standing: Standing, matter: Matter) -> bool:
    """Whether the chain of this clause still has a reason: the client's components are down, the cause is not known, or the
    maintenance runs.
    """
    if isinstance(matter, Maintenance):
        return clause == MAINTENANCE and matter.is_running
    assert isinstance(standing, Affected)
    if clause == HOURLY:
        return standing.restored_at is None and matter.is_down
    return clause == CAUSE and standing.restored_at is not None and matter.state not in _EXPLAINED


_EXPLAINED = (State.CAUSE_KNOWN, State.CLOSED, State.RETRACTED)


@dataclass(frozen=True)
class Missed:
    """One locked promise about a locked matter whose limit passed at `broken_at`."""

    promise: Promise
    matter: Matter
    broken_at: datetime


def break_for_clients(missed: Sequence[Missed], *, at: datetime) -> None:
    """Mark them broken as of their limits, start the next links of chains there, and tell whoever must act."""
    mark_broken([(each.promise, each.broken_at) for each in missed], at=at)
    record_many(
        [
            PromiseBroken(
                **naming(each.matter),
                promise=each.promise.pk,
                clause=each.promise.clause,
                broken_at=each.broken_at.isoformat(),
            )
            for each in missed
        ],
        by=POLICY,
        at=at,
    )
    for each in missed:
        standing = standing_of(each.promise)
        if goes_on(each.promise.clause, standing, each.matter):
            _go_on(standing, each.matter, [(each.promise, each.broken_at)], at=at)
    pairs = [(each.promise, each.matter) for each in missed]
    tell_of_missed_words(pairs, at=at)
    page_for_missed_words(pairs, at=at)
    climb_for_clients([each.promise for each in missed if each.promise.affected_id is not None], at=at)


def waive_for_clients(
    promises: Iterable[Promise], *, matter: Matter, reason: str, by: Actor = POLICY, at: datetime
) -> None:
    """Let locked rows go: by rule, for what they were about has ended, or by a person with a reason."""
    facts: list[Fact] = []
    for promise in promises:
        promise.state, promise.ended_at, promise.next_at = Outcome.WAIVED, at, None
        promise.waived_by, promise.waiver, promise.waived_by_rule = by.label, reason[:400], by is POLICY
        promise.generation += 1
        promise.save()
        facts.append(
            PromiseWaived(
                **naming(matter),
                promise=promise.pk,
                clause=promise.clause,
                reason=promise.waiver,
                by_rule=promise.waived_by_rule,
            )
        )
    record_many(facts, by=by, at=at)


def owe_client_again(*, matter: Matter, evidence: str, at: datetime) -> None:
    """The only acceptance bounced: what it kept is running or broken again (promises.md, 'Accepted')."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        evidence=evidence,
        state__in=(Outcome.KEPT, Outcome.KEPT_LATE),
        **about_clients(matter),
    )
    facts = []
    for promise in rows.order_by("pk"):
        promise.state = Outcome.BROKEN if promise.broken_at else Outcome.RUNNING
        promise.ended_at, promise.evidence, promise.met_target = None, "", None
        promise.generation += 1
        reckon(promise)
        promise.save()
        facts.append(
            PromiseOwedAgain(**naming(matter), promise=promise.pk, clause=promise.clause, state=promise.state)
        )
    record_many(facts, by=POLICY, at=at)


def _break_overdue(
    standing: Standing, clauses: Sequence[str], *, matter: Matter, as_of: datetime, at: datetime
) -> None:
    """Break what ran out before the instant without a sweep having come by, link after link."""
    while overdue := [
        each
        for each in owed_to(matter, [standing.pk], *clauses)
        if each.state == Outcome.RUNNING and each.due_at < as_of
    ]:
        for each in overdue:
            setattr(each, column(matter), standing)
        break_for_clients([Missed(each, matter, each.due_at) for each in overdue], at=at)


def _go_on(
    standing: Standing,
    matter: Matter,
    links: Sequence[tuple[Promise, datetime]],
    *,
    at: datetime,
) -> None:
    words = [Word(clause=link.clause, start_at=since, follows=link) for link, since in links]
    if words:
        make_for_clients([(standing, words)], matter=matter, at=at)
