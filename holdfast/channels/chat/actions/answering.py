"""Persons of ours answer in chats: any number of answers in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from holdfast.channels.chat import rules
from holdfast.channels.chat.facts import ChatTaken
from holdfast.channels.chat.layers import layers_of
from holdfast.channels.chat.models import ChatMessage, Conversation
from holdfast.channels.chat.numbering import Said as SaidBefore
from holdfast.channels.chat.numbering import all_locked, put_in_all, said_before
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Attached, Said, Sending, send_messages
from holdfast.tickets.models import Channel, Side, Ticket
from holdfast.tickets.rules import require_answerable, require_words

NO_SUCH_CHAT: Final = "no_such_chat"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person of ours says in a conversation (its key), under the id that their browser made for it."""

    conversation: int
    text: str
    client_id: str
    attached: Sequence[Attached] = ()
    by: Person


def answer(
    conversation: Conversation, text: str, *, client_id: str, attached: Sequence[Attached] = (), by: Person
) -> ChatMessage:
    """Say it to the visitor, where it is a message of the ticket as well; whoever answers first has the chat.

    No mail goes with it: what does not reach the browser is mailed later (`actions.mailing`).
    """
    said = answer_all(
        [Answer(conversation=conversation.pk, text=text, client_id=client_id, attached=attached, by=by)]
    )[0]
    if isinstance(said, Refused):
        raise said
    return said


@transaction.atomic
def answer_all(answers: Sequence[Answer]) -> list[ChatMessage | Refused]:
    """The same for many at once, each for itself."""
    talks = {talk.pk: (talk, ticket) for talk, ticket in all_locked({each.conversation for each in answers})}
    asked = [
        _Asked(nth, each, *talks[each.conversation])
        for nth, each in enumerate(answers)
        if each.conversation in talks
    ]
    at = clock.now()
    nowhere = Refused("There is no such chat.", code=NO_SUCH_CHAT)
    said: dict[int, ChatMessage | Refused] = dict.fromkeys(range(len(answers)), nowhere)
    for layer in layers_of(asked, ticket=lambda each: each.ticket.pk):
        said |= _place(layer, at=at)
    return [said[nth] for nth in range(len(answers))]


@dataclass(frozen=True)
class _Asked:
    """One answer, with what it belongs to, locked."""

    nth: int
    answer: Answer
    talk: Conversation
    ticket: Ticket


def _place(layer: Sequence[_Asked], *, at: datetime) -> dict[int, ChatMessage | Refused]:
    sayings = [SaidBefore(each.talk.visitor_id, each.answer.client_id, each.answer.text) for each in layer]
    said: dict[int, ChatMessage | Refused] = {}
    fresh: list[tuple[_Asked, Sending]] = []
    for each, known in zip(layer, said_before(sayings, Side.VENDOR), strict=True):
        try:
            rules.require_client_id(each.answer.client_id)
            if known is None:
                fresh.append((each, _sending(each)))
            else:
                said[each.nth] = known
        except Refused as refused:
            said[each.nth] = refused
    if fresh:
        taken = _take([each for each, _ in fresh], at=at)
        messages = send_messages([sending for _, sending in fresh], at=at)
        placings = [
            (each.talk, message, each.answer.client_id)
            for (each, _), message in zip(fresh, messages, strict=True)
        ]
        for (each, _), placed in zip(fresh, put_in_all(placings, at=at), strict=True):
            said[each.nth] = placed
        for each in taken:
            if each.ticket.assignee_id is None:
                assign_ticket(each.ticket, to=each.answer.by, by=each.answer.by)
    return said


def _sending(asked: _Asked) -> Sending:
    """Raises Refused where this one may not answer, or not in this ticket, or says nothing."""
    by, ticket = asked.answer.by, asked.ticket
    require_may(by, Act.WORK_TICKETS)
    text = require_words(asked.answer.text, of="The message", field="text")
    require_answerable(ticket)
    return Sending(
        ticket=ticket,
        said=Said(text=text, author=by, attached=list(asked.answer.attached)),
        channel=Channel.CHAT,
        told_elsewhere=[asked.talk.visitor.person_id or 0],
        by=by,
    )


def _take(answered: Sequence[_Asked], *, at: datetime) -> list[_Asked]:
    """Whoever answers in a chat that nobody has, has it from now; returns those."""
    taken = [each for each in answered if each.talk.agent_id is None]
    for each in taken:
        by = each.answer.by
        each.talk.agent = by
        each.talk.save(update_fields=["agent"])
        record(ChatTaken(chat=each.talk.pk, agent=by.pk, formerly=None), by=by.actor, at=at)
    return taken
