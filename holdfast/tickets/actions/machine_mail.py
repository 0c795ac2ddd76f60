"""What a person decides about a ticket that machine mail opened: a person wrote it after all, or it needs no answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets import rules
from holdfast.tickets.actions.resolution import resolve_ticket
from holdfast.tickets.facts import NoAnswerNeeded, PersonWrote, StageMoved
from holdfast.tickets.models import Cycle, Stage, Ticket


@transaction.atomic
def say_person_wrote(ticket: Ticket, *, by: Person) -> Ticket:
    """Make it what it would have been from its arrival: the client sees it, and whoever promises does so from then.

    One that was closed without an answer is open again. On a ticket of a person's it changes nothing.
    """
    require_may(by, Act.JUDGE_MACHINE_MAIL)
    ticket = Ticket.objects.locked(ticket.pk)
    if not ticket.is_machine:
        return ticket
    if ticket.merged_into_id is not None:
        rules.require_open(ticket)
    at = clock.now()
    if not ticket.is_open:
        _open_again(ticket, at=at, by=by.actor)
    ticket.is_machine = False
    ticket.save(update_fields=["is_machine"])
    first = ticket.messages.order_by("pk").first()
    if first is not None and first.is_machine:
        first.is_machine = False
        first.save(update_fields=["is_machine"])
    record(PersonWrote(ticket=ticket.pk, message=first.pk if first else None), by=by.actor, at=at, row=ticket)
    return ticket


@transaction.atomic
def need_no_answer(ticket: Ticket, *, reason: str, by: Person) -> Ticket:
    """Close it without a word to anybody; the reason stands on the trail. Saying it twice does no harm."""
    require_may(by, Act.JUDGE_MACHINE_MAIL)
    reason = rules.require_words(reason, of="The reason", field="reason")
    ticket = Ticket.objects.locked(ticket.pk)
    rules.require_machine(ticket)
    if ticket.merged_into_id is None and not ticket.is_open:
        return ticket
    rules.require_open(ticket)
    at = clock.now()
    record(NoAnswerNeeded(ticket=ticket.pk, reason=reason), by=by.actor, at=at, row=ticket)
    return resolve_ticket(ticket, at=at, by=by.actor)


def _open_again(ticket: Ticket, *, at: datetime, by: Actor) -> None:
    """Take its closing back: nobody was answered, so this is no new cycle."""
    formerly = ticket.stage
    ticket.stage = Stage.NEW if ticket.is_provisional else Stage.PRIORITISED
    ticket.is_open, ticket.resolved_at = True, None
    ticket.save(update_fields=["stage", "is_open", "resolved_at"])
    Cycle.objects.filter(ticket=ticket, number=ticket.cycle).update(ended_at=None)
    record(StageMoved(ticket=ticket.pk, formerly=formerly, stage=ticket.stage), by=by, at=at, row=ticket)
