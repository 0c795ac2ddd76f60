"""A call is over: missed, or held and on a ticket."""

from __future__ import annotations

from datetime import datetime

from holdfast.channels.voice.hearing import move
from holdfast.channels.voice.missing import miss, open_for
from holdfast.channels.voice.models import Call, CallState, Direction
from holdfast.channels.voice.paging import page_for
from holdfast.channels.voice.returning import lock_missed, mark_returned
from holdfast.kernel import clock
from holdfast.people.numbers import readable
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.calls import Telephoned, count_held_call, put_call
from holdfast.tickets.actions.messages import Said


def end(call: Call, *, at: datetime, spoken: int | None = None) -> None:
    """End a locked call, once; `spoken` is for how many seconds, where the provider says it."""
    if not move(call, CallState.ENDED, at=at):
        return
    if call.answered_at is None:
        if call.direction == Direction.IN:
            miss(call, at=at)
            if call.is_urgent:
                page_for(call)
        return
    settle_held(call, at=call.ended_at or at, spoken=spoken)


def settle_held(call: Call, *, at: datetime, spoken: int | None = None) -> None:
    """A locked call in which both spoke is over: how long it was, and its ticket."""
    ended_at = min(at, clock.now())
    began = call.answered_at or ended_at
    call.length = spoken if spoken is not None else int((ended_at - began).total_seconds())
    call.save(update_fields=["length"])
    _put_on_ticket(call, ended_at)


def _put_on_ticket(call: Call, at: datetime) -> None:
    """What was spoken is on record where it belongs; whoever spoke writes down what was said."""
    by = call.answered_by
    assert by is not None  # nothing else makes a call an answered one
    held = Telephoned(call=call.pk, at=at)
    words = f"{by} spoke with {call.person or readable(call.other)}. What was said is not written down yet."
    if call.ticket is not None:
        lock_missed(call.ticket)
        call.message = put_call(call.ticket, Said(text=words, author=by), held, by=by.actor)
        call.save(update_fields=["message"])
    else:
        began = call.answered_at or at
        opened = open_for(call, subject=_subject(call), words=words, at=began)
        count_held_call(opened.ticket, opened.message, held, by=by.actor)
        assign_ticket(opened.ticket, to=by, by=by)
    if call.ticket is not None:
        mark_returned(call.ticket, at=at)


def _subject(call: Call) -> str:
    way = "from" if call.direction == Direction.IN else "to"
    return f"Call {way} {readable(call.other)}"
