"""Who has a chat: taken from the queue, taken over from who is silent, handed to a colleague, given back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from holdfast.channels.chat import presence, rules
from holdfast.channels.chat.facts import ChatGivenBack, ChatTaken
from holdfast.channels.chat.models import Conversation, Seat
from holdfast.channels.chat.numbering import locked, topics_of
from holdfast.channels.chat.queries import held_by
from holdfast.channels.chat.routing import turns_of
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, may, require_may
from holdfast.people.models import Person
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.models import Ticket


def take_next(*, by: Person) -> Conversation:
    """The chat that is one's turn (`routing`); refused at one's limit, or when nobody waits."""
    require_may(by, Act.WORK_TICKETS)
    for found, _ in turns_of(by, at=clock.now()):
        if (taken := _take_if_waiting(found.pk, by=by)) is not None:
            return taken
    raise Refused("Nobody waits.", code="nobody_waits")


@transaction.atomic
def _take_if_waiting(key: int, *, by: Person) -> Conversation | None:
    """None when a colleague was quicker."""
    conversation, ticket = locked(key)
    if conversation.agent_id is not None or conversation.ended_at is not None:
        return None
    at = clock.now()
    _require_room(by)
    return _give(conversation, ticket, by, by=by, at=at)


@transaction.atomic
def take(conversation: Conversation, *, by: Person) -> Conversation:
    """Take this one: from the queue, or from a colleague who is silent, or as a lead."""
    require_may(by, Act.WORK_TICKETS)
    (conversation, ticket), at = locked(conversation.pk), clock.now()
    rules.require_may_take(conversation, by=by, at=at)
    if conversation.agent_id is None:
        _require_room(by)
    return _give(conversation, ticket, by, by=by, at=at)


@transaction.atomic
def transfer(conversation: Conversation, *, to: Person, by: Person) -> Conversation:
    """Hand it to a colleague, who finds it among their chats at once."""
    require_may(by, Act.WORK_TICKETS)
    if not may(to, Act.WORK_TICKETS):
        raise Refused(f"{to} does not work on tickets.", code="not_ours", field="to")
    (conversation, ticket), at = locked(conversation.pk), clock.now()
    if not presence.seen_seats(at=at).filter(person=to).exists():
        raise Refused(f"{to} is not at the chats now.", code="not_there", field="to")
    rules.require_may_take(conversation, by=by, at=at)
    return _give(conversation, ticket, to, by=by, at=at)


@transaction.atomic
def give_back_silent(conversation: Conversation) -> bool:
    """Back to the queue, where whoever has it is silent and not there; whether it was."""
    (conversation, _), at = locked(conversation.pk), clock.now()
    agent = conversation.agent_id
    if agent is None or conversation.ended_at is not None or not rules.is_silent(conversation, at=at):
        return False
    if presence.taken_seats(at=at).filter(person=agent).exists():
        return False
    conversation.agent = None
    conversation.save(update_fields=["agent"])
    record(ChatGivenBack(chat=conversation.pk, formerly=agent), by=POLICY, at=at)
    hints.send(*topics_of(conversation))
    return True


def _require_room(by: Person) -> None:
    """By the lock of one's seat, which comes after the conversation's: of two tabs the second counts what the first took."""
    seat = Seat.objects.select_for_update().filter(person=by).first()
    capacity = seat.capacity if seat else 1
    if held_by(by).count() >= capacity:
        raise Refused(f"You have {capacity} chats, as many as you take.", code="full")


def _give(
    conversation: Conversation, ticket: Ticket, to: Person, *, by: Person, at: datetime
) -> Conversation:
    """Whoever has the chat has its ticket, unless somebody has that already."""
    formerly = conversation.agent_id
    if formerly == to.pk:
        return conversation
    conversation.agent = to
    conversation.save(update_fields=["agent"])
    record(ChatTaken(chat=conversation.pk, agent=to.pk, formerly=formerly), by=by.actor, at=at)
    hints.send(*topics_of(conversation))
    if ticket.is_open and ticket.assignee_id is None:
        assign_ticket(ticket, to=to, by=by)
    return conversation
