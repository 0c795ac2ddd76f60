"""Make promises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from holdfast.calendars.zones import tzdata_version
from holdfast.clients.terms import Terms, terms_for_all
from holdfast.escalation.models import Climb
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import Fact, record_many
from holdfast.kernel.rows import insert
from holdfast.people.models import Person
from holdfast.policy.allowance import Allowance
from holdfast.promises.actions.marking import kept_fact, mark_kept
from holdfast.promises.facts import PromisesMade
from holdfast.promises.models import Promise
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.reckoning import reckon
from holdfast.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Word:
    """One promise to make: by which clause, from when; `climb` when it is about a step on the ladder."""

    clause: str
    start_at: datetime
    priority: int | None = None
    climb: Climb | None = None
    follows: Promise | None = None
    allowance: str = ""
    """Given where a person gives the word, or a level of the ladder has its own answer time; else the clause says it."""
    kept_by: str = ""
    """Evidence that was there from the start: it is made and kept in one, as of then."""
    before_at: datetime | None = None
    """What the limit is counted back from, where it is one of notice."""
    words: str = ""
    given_by: Person | None = None


def make_promises(ticket: Ticket, words: Iterable[Word], *, at: datetime) -> list[Promise]:
    """Make what the policy in force says about a locked ticket; a clause that promises nothing here makes nothing."""
    return make_for_all([(ticket, words)], at=at)


def make_for_all(wanted: Sequence[tuple[Ticket, Iterable[Word]]], *, at: datetime) -> list[Promise]:
    """The same for any number of locked tickets, in a few statements; a ticket of machine mail is promised nothing (T1)."""
    wanted = [(ticket, words) for ticket, words in wanted if not ticket.is_machine]
    terms = terms_for_all([ticket.organisation for ticket, _ in wanted], at=at)
    made: dict[int, list[Promise]] = {}
    for ticket, words in wanted:
        its = (build(ticket, word, terms[ticket.organisation_id]) for word in words)
        made.setdefault(ticket.pk, []).extend(each for each in its if each is not None)
    promises = insert([promise for each in made.values() for promise in each])
    record_many(
        [fact for number, its in made.items() if its for fact in _facts(number, its)], by=POLICY, at=at
    )
    refresh_next_due(number for number, its in made.items() if its)
    return promises


def _facts(ticket: int, made: Sequence[Promise]) -> list[Fact]:
    """What was promised at once, and what of it was kept in the same moment."""
    kept = [kept_fact(each, ticket=ticket) for each in made if not each.is_owed]
    return [PromisesMade(ticket=ticket, made=as_made(made)), *kept]


def as_made(made: Sequence[Promise]) -> tuple[tuple[int, str, str], ...]:
    return tuple((each.pk, each.clause, each.due_at.isoformat()) for each in made)


def build(ticket: Ticket, word: Word, terms: Terms) -> Promise | None:
    """The row of one promise about a ticket, not yet saved; None where nothing is promised for its priority."""
    return row(
        word,
        terms,
        ticket=None if word.climb else ticket,
        climb=word.climb,
        cycle=ticket.cycle,
        organisation_id=ticket.organisation_id,
        person_id=None if ticket.organisation_id else ticket.requester_id,
    )


def row(word: Word, terms: Terms, **about: Any) -> Promise | None:
    """The same about whatever these columns name."""
    clause = terms.document.clause(word.clause)
    limit = Allowance.parse(word.allowance) if word.allowance else clause.limit_for(word.priority)
    if limit is None:
        return None
    target = clause.target_for(word.priority)
    promise = Promise(
        **about,
        clause=word.clause,
        priority=word.priority,
        policy_version_id=terms.version_id,
        words=word.words[:300],
        given_by=word.given_by,
        start_at=word.start_at,
        before_at=word.before_at,
        allowance=str(limit),
        target=str(target) if target else "",
        calendar_version_id=terms.calendar_version(clause, word.priority, limit),
        tzdata=tzdata_version(),
        follows=word.follows,
    )
    reckon(promise)
    if word.kept_by:
        mark_kept(promise, as_of=word.start_at, evidence=word.kept_by)
    return promise
