"""A level acknowledges, which stops the reminders, and answers, which keeps its word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from holdfast.escalation import rules
from holdfast.escalation.facts import LevelAcknowledged, LevelAnswered
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person, Role
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Message, Ticket
from holdfast.tickets.rules import require_open, require_words


def locked_climb(key: int) -> Climb:
    """The step, its row locked; lock its ticket first."""
    return Climb.objects.select_for_update(of=("self",)).select_related("person", "message").get(pk=key)


@transaction.atomic
def acknowledge_climb(climb: Climb, *, by: Person) -> Climb:
    """Whoever holds the level has it in hand: from here on it is not reminded (T79). Saying it twice does no
    harm.
    """
    ticket = Ticket.objects.locked(climb.ticket_id)
    climb = locked_climb(climb.pk)
    rules.require_of_level(by, holder=climb.holder, title=climb.title)
    if climb.acknowledged_at is not None:
        return climb
    _require_present(ticket, climb)
    at = clock.now()
    climb.acknowledged_at, climb.acknowledged_by, climb.remind_at = at, by, None
    climb.save(update_fields=["acknowledged_at", "acknowledged_by", "remind_at"])
    record(
        LevelAcknowledged(ticket=ticket.pk, climb=climb.pk, level=climb.level, person=by.pk),
        by=by.actor,
        at=at,
    )
    return climb


@transaction.atomic
def answer_climb(climb: Climb, *, text: str, by: Person) -> Climb:
    """Write to the client as the level; this public message is what the level owes.

    Refused: `forbidden`, `answered` when another answer came first, `resolved`, `words_missing` (field
    `text`).
    """
    text = require_words(text, of="The answer", field="text")
    ticket = Ticket.objects.locked(climb.ticket_id)
    climb = locked_climb(climb.pk)
    rules.require_of_level(by, holder=climb.holder, title=climb.title)
    if climb.answered_at is not None:
        if climb.message is not None and climb.message.author_id == by.pk and climb.message.text == text:
            return climb
        raise Refused("This level has answered already. Write on at the desk.", code="answered")
    _require_present(ticket, climb)
    message = send_message(ticket, Said(text=text, author=by), by=by)
    note_answer(ticket, message, person=by, at=message.at)
    return locked_climb(climb.pk)


def note_answer(ticket: Ticket, message: Message, *, person: Person, at: datetime) -> list[Climb]:
    """A public message by a person of a told level answers it, wherever it was written; noting it twice does
    no harm.
    """
    held = Q(person=person)
    if person.has_role(Role.MANAGER):
        held |= Q(person=None) | Q(person__is_active=False) | Q(person__roles=[])
    rows = Climb.objects.select_for_update(of=("self",)).filter(
        held, ticket=ticket, cycle=ticket.cycle, answered_at=None
    )
    answered = list(rows.order_by("pk"))
    for climb in answered:
        climb.answered_at, climb.message, climb.remind_at = at, message, None
        climb.save(update_fields=["answered_at", "message", "remind_at"])
        record(
            LevelAnswered(
                ticket=ticket.pk, climb=climb.pk, level=climb.level, person=person.pk, message=message.pk
            ),
            by=person.actor,
            at=at,
        )
    return answered


def _require_present(ticket: Ticket, climb: Climb) -> None:
    require_open(ticket)
    if climb.cycle != ticket.cycle:
        raise Refused(f"#{ticket.pk} was resolved and reopened since.", code="past_cycle")
