"""A telephone call on a ticket: it stands in the conversation, and what it keeps or owes follows from its fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.tickets.actions.messages import Said, freshen, store_message
from holdfast.tickets.facts import CallHeld, CallMissed, NoteWritten
from holdfast.tickets.models import Channel, Message, Side, Ticket


@dataclass(frozen=True, kw_only=True)
class Telephoned:
    """One call, by its key, and when it was missed or over; `is_held` once both sides spoke."""

    call: int
    at: datetime
    is_held: bool = True


@transaction.atomic
def put_missed_call(ticket: Ticket, said: Said, missed: Telephoned, *, by: Actor) -> Message:
    """Somebody called about the ticket and reached nobody. It answers no question, and nothing runs on for it."""
    ticket = Ticket.objects.locked(ticket.pk)
    message = store_message(ticket, said, side=Side.CLIENT, channel=Channel.PHONE, at=missed.at)
    freshen(ticket, message, has_news=True)
    owe_call(ticket, message, missed, by=by)
    return message


@transaction.atomic
def put_call(ticket: Ticket, said: Said, call: Telephoned, *, by: Actor) -> Message:
    """Somebody of ours telephoned: what they noted stays inside; one that was held returns a call that was missed."""
    ticket = Ticket.objects.locked(ticket.pk)
    message = store_message(ticket, said, side=Side.INTERNAL, channel=Channel.PHONE, at=call.at)
    if call.is_held:
        count_held_call(ticket, message, call, by=by)
    else:
        note = NoteWritten(ticket=ticket.pk, message=message.pk, person=said.author_id or 0)
        record(note, by=by, at=clock.now(), row=ticket)
    return message


def owe_call(ticket: Ticket, message: Message, missed: Telephoned, *, by: Actor) -> None:
    """Of a locked ticket: the call that this message tells of is to be returned."""
    fact = CallMissed(ticket=ticket.pk, message=message.pk, call=missed.call, missed_at=missed.at.isoformat())
    record(fact, by=by, at=clock.now(), row=ticket)


def count_held_call(ticket: Ticket, message: Message, held: Telephoned, *, by: Actor) -> None:
    """Of a locked ticket: the client was spoken with, as this message tells."""
    fact = CallHeld(ticket=ticket.pk, message=message.pk, call=held.call, ended_at=held.at.isoformat())
    record(fact, by=by, at=clock.now(), row=ticket)
