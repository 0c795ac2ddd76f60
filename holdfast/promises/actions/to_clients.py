"""Promises about interruptions and maintenance: made, kept, broken and let go for each client that one reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from holdfast.clients.terms import terms_for_all
from holdfast.incidents.linked import lock_answerable
from holdfast.incidents.models import Interruption
from holdfast.kernel.actor import POLICY, Actor
from holdfast.kernel.facts import Fact, record_many
from holdfast.kernel.rows import insert, update
from holdfast.promises.acceptances import counted
from holdfast.promises.actions.breaking import mark_broken
from holdfast.promises.actions.climbing_for_clients import climb_for_clients
from holdfast.promises.actions.due_order import first_in_due_order
from holdfast.promises.actions.making import Word, as_made, row
from holdfast.promises.actions.marking import kept_fact, mark_kept
from holdfast.promises.actions.waiving import Cause
from holdfast.promises.facts import PromiseBroken, PromisesMade, PromiseWaived
from holdfast.promises.lasting import goes_on
from holdfast.promises.matters import Matter, Standing, column, naming, standing_of
from holdfast.promises.missed_words import tell_of_missed_words
from holdfast.promises.models import OWED, Promise
from holdfast.promises.models import State as Outcome
from holdfast.promises.paging import end_pages_for_words, page_for_missed_words
from holdfast.promises.rounds import rounds_of

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


@dataclass(frozen=True)
class Heard:
    """A word that a channel of one client accepted at `as_of`: it keeps what ran when it was written."""

    standing: Standing
    clauses: Sequence[str]
    begun_by: datetime
    as_of: datetime
    evidence: str


def keep_by_first_words(heard: Mapping[int, Heard], *, matter: Matter, at: datetime) -> None:
    """By notice: each keeps what its client was owed, unless another contact of that client had it before."""
    standings = [each.standing for each in heard.values()]
    had = counted(standings, heard, column=column(matter))
    if fresh := [each for notice, each in heard.items() if notice not in had]:
        _keep_by_words(fresh, matter=matter, at=at)


def _keep_by_words(heard: Sequence[Heard], *, matter: Matter, at: datetime) -> None:
    """What ran when each word was written is kept, what was broken is kept late; in a few statements for many clients.

    A chain goes on from the acceptance, while what it is about lasts. Of several words to one client the later ones find
    what the first one left.
    """
    words = {each.standing.pk: each for each in reversed(heard)}
    _break_overdue(words, matter=matter, at=at)
    kept = [each for each in _owed_by(words, matter) if each.start_at <= _word_for(each, words).begun_by]
    for promise in kept:
        word = _word_for(promise, words)
        mark_kept(promise, as_of=word.as_of, evidence=word.evidence)
    _save_kept(kept, matter=matter, at=at)
    last = {(standing_of(each).pk, each.clause): each for each in kept}
    _go_on([(link, _word_for(link, words).as_of) for link in last.values()], matter, at=at)
    if later := [each for each in heard if words[each.standing.pk] is not each]:
        _keep_by_words(later, matter=matter, at=at)


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
    _save_kept(promises, matter=matter, at=at)


def _save_kept(promises: Sequence[Promise], *, matter: Matter, at: datetime) -> None:
    for promise in promises:
        promise.generation += 1
    update(promises, ["state", "ended_at", "evidence", "next_at", "met_target", "generation"])
    record_many([kept_fact(each, **naming(matter)) for each in promises], by=POLICY, at=at)
    end_pages_for_words(matter, at=at)


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
    matters = {each.matter.about: each.matter for each in missed}
    for about, matter in matters.items():
        _go_on(
            [(each.promise, each.broken_at) for each in missed if each.matter.about == about], matter, at=at
        )
    rounds = rounds_of((each.promise, each.matter) for each in missed)
    tell_of_missed_words(rounds, at=at)
    page_for_missed_words(rounds, at=at)
    climb_for_clients([each.promise for each in missed if each.promise.affected_id is not None], at=at)


def first_missed(missed: Iterable[Missed]) -> list[Missed]:
    """Those of them, in the order of their limits, that may break before the next links of chains are there."""
    return first_in_due_order(missed, goes_on=_leads_on)


def _leads_on(missed: Missed) -> bool:
    return goes_on(missed.promise.clause, standing_of(missed.promise), missed.matter, since=missed.broken_at)


def end_for_clients(
    matter: Matter, standings: Sequence[int], *clauses: str, as_of: datetime, at: datetime
) -> None:
    """What they were about has ended at that instant: what ran out before is broken, what still runs is let go by rule."""

    if isinstance(matter, Interruption):
        lock_answerable(
            matter
        )  # what is missed climbs there, and the caller may lock more of them: in key order

    _break_what_ran_out(matter, standings, *clauses, as_of=as_of, at=at)
    running = [each for each in owed_to(matter, standings, *clauses) if each.state == Outcome.RUNNING]
    waive_for_clients(running, matter=matter, reason=Cause.CONDITION_ENDED, at=at)


def let_all_go(
    matter: Matter, standings: Sequence[int], *clauses: str, reason: str, as_of: datetime, at: datetime
) -> None:
    """Nothing of this is owed any more, late or not: what ran out before the instant is broken first, and counts so."""
    if isinstance(matter, Interruption):
        lock_answerable(matter)
    _break_what_ran_out(matter, standings, *clauses, as_of=as_of, at=at)
    waive_for_clients(owed_to(matter, standings, *clauses), matter=matter, reason=reason, at=at)


def _break_what_ran_out(
    matter: Matter, standings: Sequence[int], *clauses: str, as_of: datetime, at: datetime
) -> None:
    def overdue() -> list[Promise]:
        return [each for each in owed_to(matter, standings, *clauses) if each.due_at < as_of]

    _break_link_after_link(overdue, matter, at=at)


def waive_for_clients(
    promises: Iterable[Promise], *, matter: Matter, reason: str, by: Actor = POLICY, at: datetime
) -> None:
    """Let locked rows go: by rule, for what they were about has ended, or by a person with a reason."""
    facts: list[Fact] = []
    rows = list(promises)
    for promise in rows:
        promise.state, promise.ended_at, promise.next_at = Outcome.WAIVED, at, None
        promise.waived_by, promise.waiver, promise.waived_by_rule = by.label, reason[:400], by is POLICY
        promise.generation += 1
        facts.append(
            PromiseWaived(
                **naming(matter),
                promise=promise.pk,
                clause=promise.clause,
                reason=promise.waiver,
                by_rule=promise.waived_by_rule,
            )
        )
    update(rows, ["state", "ended_at", "next_at", "waived_by", "waiver", "waived_by_rule", "generation"])
    record_many(facts, by=by, at=at)
    end_pages_for_words(matter, at=at)


Words = Mapping[int, Heard]
"""By what the matter is for the client: the word that it was told."""


def _owed_by(words: Words, matter: Matter) -> list[Promise]:
    """What these words are about, locked."""
    clauses = {clause for word in words.values() for clause in word.clauses}
    rows = owed_to(matter, words, *clauses)
    return [each for each in rows if each.clause in _word_for(each, words).clauses]


def _word_for(promise: Promise, words: Words) -> Heard:
    return words[standing_of(promise).pk]


def _break_overdue(words: Words, *, matter: Matter, at: datetime) -> None:
    """Break what ran out before its word."""

    def overdue() -> list[Promise]:
        return [each for each in _owed_by(words, matter) if each.due_at < _word_for(each, words).as_of]

    _break_link_after_link(overdue, matter, at=at)


def _break_link_after_link(overdue: Callable[[], Iterable[Promise]], matter: Matter, *, at: datetime) -> None:
    """What ran out without a sweep having come by is broken first: who is quicker must not change the figures."""
    while missed := [
        Missed(each, matter, each.due_at) for each in overdue() if each.state == Outcome.RUNNING
    ]:
        break_for_clients(first_missed(missed), at=at)


def _go_on(links: Sequence[tuple[Promise, datetime]], matter: Matter, *, at: datetime) -> None:
    """Start the next link of each chain that still has a reason, at its instant; one that is followed goes on already."""
    lasting = [
        (link, since) for link, since in links if goes_on(link.clause, standing_of(link), matter, since=since)
    ]
    if not lasting:
        return
    followers = Promise.objects.filter(follows__in=[link.pk for link, _ in lasting])
    followed = set(followers.values_list("follows", flat=True))
    wanted = [
        (standing_of(link), [Word(clause=link.clause, start_at=since, follows=link)])
        for link, since in lasting
        if link.pk not in followed
    ]
    if wanted:
        make_for_clients(wanted, matter=matter, at=at)
