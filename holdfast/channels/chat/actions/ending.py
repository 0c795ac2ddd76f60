"""The talk is over; its ticket goes on, and the same browser may begin again."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.chat.actions.words import actor_of
from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.channels.chat.numbering import locked, topics_of
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.facts import ChatEnded


def end_chat(conversation: Conversation, *, by: Person) -> None:
    """One of us ends it."""
    require_may(by, Act.WORK_TICKETS)
    _end(conversation.pk, by_visitor=False, by=by.actor)


def end_by_visitor(visitor: Visitor, *, conversation: int) -> None:
    """The visitor ends their own."""
    if visitor.conversations.filter(pk=conversation).exists():
        _end(conversation, by_visitor=True, by=actor_of(visitor))


@transaction.atomic
def _end(key: int, *, by_visitor: bool, by: Actor) -> None:
    conversation, ticket = locked(key)
    if conversation.ended_at is not None:
        return
    at = clock.now()
    conversation.ended_at, conversation.waiting_since = at, None
    conversation.save(update_fields=["ended_at", "waiting_since"])
    ended = ChatEnded(ticket=ticket.pk, conversation=conversation.pk, by_visitor=by_visitor)
    record(ended, by=by, at=at, row=ticket)
    hints.send(*topics_of(conversation))
