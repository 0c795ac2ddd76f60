"""A person writes down a call that no provider told of: on a ticket that stands, or on a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from holdfast.channels.voice.facts import CallLogged
from holdfast.channels.voice.models import Call, CallState, Direction
from holdfast.channels.voice.returning import lock_missed, mark_returned
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.actions.calls import Telephoned, count_held_call, put_call
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.opening import Opening, open_tickets
from holdfast.tickets.models import Channel, Message, Ticket
from holdfast.tickets.rules import require_words

LONGEST: Final = 24 * 60
"""Minutes."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """A call as somebody of ours tells of it; `ended_at` is when it was over."""

    direction: str
    number: str
    minutes: int
    note: str
    ended_at: datetime
    is_reached: bool = True
    for_client: str = ""
    """What is sent to the client of it, as any message; empty: nothing."""


@transaction.atomic
def log_call(ticket: Ticket, spoken: Spoken, *, by: Person) -> Call:
    """Put the call on the ticket as a note. Refused: `words_missing`, `no_length`, `future` (at their fields)."""
    _require_call(spoken, by)
    lock_missed(ticket)
    ticket = Ticket.objects.locked(ticket.pk)
    call = _row(spoken, ticket, ticket.requester, by)
    said = Said(text=spoken.note, author=by)
    held = Telephoned(call=call.pk, at=spoken.ended_at, is_held=spoken.is_reached)
    message = put_call(ticket, said, held, by=by.actor)
    if spoken.for_client.strip():
        send_message(ticket, Said(text=spoken.for_client, author=by), channel=Channel.PHONE, by=by)
    return _put_on(call, ticket, message, spoken, by)


@transaction.atomic
def log_call_on_new_ticket(opening: Opening, spoken: Spoken, *, by: Person) -> Call:
    """Open a ticket with what was said in the call; its promises run from when the call was over."""
    _require_call(spoken, by)
    asked = replace(opening, channel=Channel.PHONE, reached_at=spoken.ended_at)
    opened = open_tickets([(asked, by.actor)])[0]
    call = _row(spoken, opened.ticket, opening.requester, by)
    if spoken.is_reached:
        held = Telephoned(call=call.pk, at=spoken.ended_at)
        count_held_call(opened.ticket, opened.message, held, by=by.actor)
    return _put_on(call, opened.ticket, opened.message, spoken, by)


def _require_call(spoken: Spoken, by: Person) -> None:
    require_may(by, Act.WORK_TICKETS)
    require_words(spoken.note, of="What was said", field="note")
    if not 0 <= spoken.minutes <= LONGEST:
        raise Refused("A call lasts a day at most.", code="no_length", field="minutes")
    if spoken.ended_at > clock.now() + timedelta(minutes=1):
        raise Refused("The call must be over.", code="future", field="ended_at")


def _row(spoken: Spoken, ticket: Ticket, person: Person, by: Person) -> Call:
    length = timedelta(minutes=spoken.minutes if spoken.is_reached else 0)
    is_in = spoken.direction == Direction.IN
    return Call.objects.create(
        direction=spoken.direction,
        caller=spoken.number if is_in else "",
        called="" if is_in else spoken.number,
        person=person,
        ticket=ticket,
        state=CallState.ENDED,
        began_at=spoken.ended_at - length,
        answered_at=spoken.ended_at - length if spoken.is_reached else None,
        ended_at=spoken.ended_at,
        length=int(length.total_seconds()),
        answered_by=by,
    )


def _put_on(call: Call, ticket: Ticket, message: Message, spoken: Spoken, by: Person) -> Call:
    call.message = message
    call.save(update_fields=["message"])
    if spoken.is_reached:
        mark_returned(ticket, at=spoken.ended_at)
    record(
        CallLogged(call=call.pk, ticket=ticket.pk, direction=spoken.direction),
        by=by.actor,
        at=clock.now(),
    )
    return call
