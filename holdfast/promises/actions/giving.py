"""A person promises the client something by a time: a word given."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Role
from holdfast.policy.allowance import Allowance, Unit
from holdfast.promises.actions.keeping import keep_promises
from holdfast.promises.actions.making import Word, make_promises
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, write_note
from holdfast.tickets.models import Ticket
from holdfast.tickets.rules import require_answerable, require_words

FARTHEST = timedelta(days=366)
_MOST_MINUTES = 10_000
"""What an allowance in minutes can hold."""


@transaction.atomic
def give_word(ticket: Ticket, *, words: str, due_at: datetime, by: Person) -> Promise:
    """Promise the client, in these words, something by an instant (aware); the clock runs from now.

    The limit is kept in whole minutes, of a far one in whole hours, so that it ends at what was promised to the
    second; its start is rounded back for that. The same word by the same person twice is one. Refused:
    `words_missing`, `past`, `too_far` (field `due_at`), `resolved`, `merged`.
    """
    require_may(by, Act.WORK_TICKETS)
    words = require_words(words, of="What you promise", field="words")[:300]
    ticket = Ticket.objects.locked(ticket.pk)
    require_answerable(ticket)
    at = clock.now()
    standing = Promise.objects.filter(
        ticket=ticket, clause="word_given", words=words, given_by=by, state=State.RUNNING
    )
    if same := standing.first():
        return same
    allowance = _allowance(at, due_at)
    word = Word(
        clause="word_given",
        start_at=due_at - timedelta(seconds=allowance.seconds or 0),
        allowance=str(allowance),
        words=words,
        given_by=by,
    )
    return make_promises(ticket, [word], at=at)[0]


@transaction.atomic
def keep_word(promise: Promise, *, how: str, by: Person) -> Promise:
    """Whoever gave the word, or a manager for them, says how it was kept; it stands on the ticket as a note."""
    require_may(by, Act.WORK_TICKETS)
    how = require_words(how, of="How it was kept", field="how")
    ticket = Ticket.objects.locked(promise.ticket_id or 0)
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.given_by_id != by.pk and not by.has_role(Role.MANAGER):
        raise Forbidden("Whoever gave the word, or a manager, says how it was kept.", code="not_yours")
    if not promise.is_owed:
        raise Refused("This word has ended already.", code="ended")
    at = clock.now()
    note = write_note(ticket, Said(text=f"“{promise.words}”: {how}", author=by), by=by)
    keep_promises([promise], ticket=ticket, as_of=at, evidence=f"message-{note.pk}", at=at)
    return promise


def _allowance(at: datetime, due_at: datetime) -> Allowance:
    """The time until then, rounded up to a unit that can hold it."""
    if due_at <= at:
        raise Refused("Choose a time that is still to come.", code="past", field="due_at")
    if due_at - at > FARTHEST:
        raise Refused("Nobody can promise so far ahead.", code="too_far", field="due_at")
    minutes = max(1, ceil((due_at - at).total_seconds() / 60))
    return (
        Allowance(minutes, Unit.MINUTES)
        if minutes <= _MOST_MINUTES
        else Allowance(ceil(minutes / 60), Unit.HOURS)
    )
