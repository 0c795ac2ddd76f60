"""A call that reached nobody, or ended with words that were left: a ticket, and a call that is owed."""

from __future__ import annotations

from datetime import datetime

from holdfast.channels.voice.callers import requester_for
from holdfast.channels.voice.models import Call
from holdfast.channels.voice.wording import length_in_words
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.people.numbers import readable
from holdfast.tickets.actions.calls import Telephoned, owe_call, put_missed_call
from holdfast.tickets.actions.messages import Said, receive_message
from holdfast.tickets.actions.opening import Opened, Opening, open_tickets
from holdfast.tickets.models import Channel, Message, Ticket


def miss(call: Call, *, at: datetime) -> None:
    """Nobody of ours spoke with the caller: a locked call is missed once, whatever is told of it afterwards."""
    if call.missed_at is not None or call.answered_at is not None:
        return
    _miss(call, f"Missed call from {readable(call.caller)}.", at=at)


def take_message(call: Call, *, seconds: int | None, at: datetime) -> None:
    """The caller left words: they stand on the call's ticket, where they can be heard once they are fetched."""
    if call.is_message or call.answered_at is not None:
        return
    call.is_message, call.length = True, seconds
    length = length_in_words(seconds)
    words = f"Voicemail from {readable(call.caller)}{f', {length}' if length else ''}."
    if call.missed_at is None:
        _miss(call, words, at=at)
    elif call.ticket is not None:
        call.message = _arrived(call, call.ticket, words, at=at)
    call.save(update_fields=["is_message", "message", "length"])


def _miss(call: Call, words: str, *, at: datetime) -> None:
    at = min(at, clock.now())
    call.missed_at = at
    call.ticket = call.ticket or _ticket_waiting_for(call)
    missed = Telephoned(call=call.pk, at=at)
    if call.ticket is None:
        opened = open_for(call, subject=words.rstrip("."), words=words, at=at)
        owe_call(opened.ticket, opened.message, missed, by=SYSTEM)
    elif call.is_message:
        call.message = _arrived(call, call.ticket, words, at=at)
        owe_call(Ticket.objects.locked(call.ticket.pk), call.message, missed, by=SYSTEM)
    else:
        said = Said(text=words, author=requester_for(call.person, call.other))
        call.message = put_missed_call(call.ticket, said, missed, by=SYSTEM)
    call.save(update_fields=["missed_at", "ticket", "message"])


def _arrived(call: Call, ticket: Ticket, words: str, *, at: datetime) -> Message:
    """Words that were left are the client's, and may answer what they were asked."""
    said = Said(text=words, author=requester_for(call.person, call.other))
    return receive_message(ticket, said, channel=Channel.PHONE, reached_at=at, by=SYSTEM)


def open_for(call: Call, *, subject: str, words: str, at: datetime, priority: int | None = None) -> Opened:
    """Open the ticket of a locked call; whoever alone is known by the number is its requester, else the number is."""
    requester = requester_for(call.person, call.other)
    contact = getattr(requester, "contact", None)
    opening = Opening(
        requester=requester,
        organisation=contact.organisation if contact else None,
        subject=subject,
        said=Said(text=words, author=requester),
        channel=Channel.PHONE,
        product=call.product,
        team=call.team,
        priority=priority,
        reached_at=at,
    )
    opened = open_tickets([(opening, SYSTEM)])[0]
    call.ticket, call.message = opened.ticket, opened.message
    call.save(update_fields=["ticket", "message"])
    return opened


def _ticket_waiting_for(call: Call) -> Ticket | None:
    """The open ticket of a call from the same number that is still to be returned: who calls again is one matter."""
    if not call.caller:
        return None
    before = Call.objects.filter(
        caller=call.caller, missed_at__isnull=False, returned_at=None, ticket__is_open=True
    )
    found = before.exclude(pk=call.pk).select_related("ticket").order_by("-missed_at").first()
    return found.ticket if found else None
