"""What the chat's script asks for: begin, say, fetch, and how far it has come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest

from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.naming import give_address
from holdfast.channels.chat.actions.saying import Word, say
from holdfast.channels.chat.actions.seeing import note_seen, visitor_types
from holdfast.channels.chat.identity import person_named, visitor_token
from holdfast.channels.chat.models import Visitor
from holdfast.channels.chat.rules import LONGEST_WORD
from holdfast.channels.chat.sight import seen
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.mailbox import mailbox_of
from holdfast.portal.chat.calls import Said, for_anyone, for_visitor, number_in, text_in
from holdfast.portal.turnstile import Gate, Limit, pass_gates, source_of
from holdfast.vendor.models import the_vendor

PER_SOURCE: Final = (Limit(60, timedelta(minutes=10)), Limit(1000, timedelta(days=1)))
"""Visitors that begin; many may sit behind one address of an office."""
ADDRESSES_PER_SOURCE: Final = (Limit(10, timedelta(minutes=10)), Limit(60, timedelta(days=1)))
PER_ADDRESS: Final = (Limit(5, timedelta(hours=1)), Limit(15, timedelta(days=1)))


@for_anyone
def begin(request: HttpRequest, said: Said) -> dict[str, Any]:
    """A token for a new visitor, or for the one that a recognised person is everywhere."""
    if the_vendor().set_up_at is None:
        raise Refused("Nobody answers here yet.", code="not_set_up")
    at = clock.now()
    _pass([Gate("chat-begin", source_of(request), PER_SOURCE)])
    person = person_named(text_in(said, "identity", limit=200), at=at)
    visitor = begin_visit(person=person, language=text_in(said, "language", limit=12))
    return {
        "token": visitor_token(visitor, at=at),
        "recognised": visitor.is_recognised,
        **seen(visitor),
    }


@for_visitor
def word(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """Say something; said again under the same id, the same number comes back."""
    spoken = Word(
        text=text_in(said, "text", limit=LONGEST_WORD + 1),
        client_id=text_in(said, "id", limit=41),
        page=text_in(said, "page", limit=500),
        is_there=presence.is_somebody_there(at=clock.now()),
    )
    placed = say(visitor, spoken)
    return {"conversation": placed.conversation_id, "number": placed.number, "at": placed.at.isoformat()}


@for_visitor
def fetch(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """What the conversation says behind a number: for whom no stream reaches."""
    return seen(visitor, conversation=number_in(said, "conversation"), after=number_in(said, "after"))


@for_visitor
def progress(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """Up to which number the browser has, and has shown, the conversation."""
    got, read = number_in(said, "got"), number_in(said, "read")
    note_seen(visitor, conversation=number_in(said, "conversation"), got=got, read=read)
    return {}


@for_visitor
def typing(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """The visitor is typing."""
    visitor_types(visitor)
    return {}


@for_visitor
def address(request: HttpRequest, visitor: Visitor, said: Said) -> dict[str, Any]:
    """Where the answer goes when the visitor has left."""
    given = text_in(said, "address", limit=254)
    _pass(
        [
            Gate("chat-address", mailbox_of(given), PER_ADDRESS),
            Gate("chat-addresses", source_of(request), ADDRESSES_PER_SOURCE),
        ]
    )
    give_address(visitor, name=text_in(said, "name", limit=200), address=given)
    return {"address": given}


def _pass(gates: list[Gate]) -> None:
    if pass_gates(gates, at=clock.now()) is not None:
        raise Refused("Many came from here lately. Try again in some minutes.", code="too_often")
