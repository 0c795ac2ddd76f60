"""Visitors go on with the talks that they have: for any number of them at once, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.words import Word, actor_of, said_by
from holdfast.channels.chat.facts import ChatGivenBack
from holdfast.channels.chat.identity import require_let_in
from holdfast.channels.chat.layers import layers_of
from holdfast.channels.chat.models import ChatMessage, Conversation, Visitor
from holdfast.channels.chat.numbering import Said, all_locked, put_in_all, said_before
from holdfast.channels.chat.pace import Paces
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.tickets.actions.messages import Receiving, receive_messages
from holdfast.tickets.facts import ChatBegan
from holdfast.tickets.models import Channel, Side, Ticket


@dataclass
class _Going:
    """One word, in the talk that it goes on with."""

    nth: int
    word: Word
    talk: Conversation
    ticket: Ticket
    begins_anew: bool = False


@transaction.atomic
def go_on_all(words: Sequence[tuple[Visitor, Word]]) -> list[ChatMessage | Refused | None]:
    """Each word in the talk that there is, or why it is refused; None without a talk, or where its ticket is resolved."""
    talks = _open_talks({visitor.pk for visitor, _ in words})
    placed: list[ChatMessage | Refused | None] = [None] * len(words)
    if not talks:
        return placed
    open_now = {talk.visitor_id: (talk, ticket) for talk, ticket in all_locked(talks) if ticket.is_open}
    going = [
        _Going(nth, word, *open_now[visitor.pk])
        for nth, (visitor, word) in enumerate(words)
        if visitor.pk in open_now
    ]
    at = clock.now()
    for layer in layers_of(going, ticket=lambda each: each.ticket.pk):
        for nth, said in _place(layer, at=at):
            placed[nth] = said
    return placed


def tell_that_it_began(
    conversation: Conversation, ticket: Ticket, visitor: Visitor, *, since: datetime
) -> None:
    """Somebody waits in it for an answer by chat."""
    began = ChatBegan(ticket=ticket.pk, conversation=conversation.pk, since=since.isoformat())
    record(began, by=actor_of(visitor), at=since, row=ticket)


def _open_talks(visitors: Iterable[int]) -> list[int]:
    """The latest talk of each, where its ticket is open."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [list(visitors)])
        return [key for key, is_open in cursor.fetchall() if is_open]


_LATEST: Final = """
SELECT DISTINCT ON (c.visitor_id) c.id, t.is_open
  FROM channels_conversation AS c JOIN tickets_ticket AS t ON t.id = c.ticket_id
 WHERE c.visitor_id = ANY(%s::bigint[]) ORDER BY c.visitor_id, c.id DESC
"""


def _place(layer: Sequence[_Going], *, at: datetime) -> list[tuple[int, ChatMessage | Refused]]:
    known = said_before(
        [Said(each.talk.visitor_id, each.word.client_id, each.word.text) for each in layer], Side.CLIENT
    )
    paces = Paces({each.talk.visitor_id for each in layer}, at=at)
    settled: list[tuple[int, ChatMessage | Refused]] = []
    fresh: list[_Going] = []
    for each, before in zip(layer, known, strict=True):
        if before is not None:
            settled.append((each.nth, before))
            continue
        try:
            require_let_in(each.talk.visitor)
            paces.require(each.talk.visitor_id)
        except Refused as refused:
            settled.append((each.nth, refused))
        else:
            fresh.append(each)
    return settled + _put_in(fresh, at=at)


def _put_in(fresh: Sequence[_Going], *, at: datetime) -> list[tuple[int, ChatMessage | Refused]]:
    if not fresh:
        return []
    for each in fresh:
        _follow(each, at=at)
    messages = receive_messages([_receiving(each, at=at) for each in fresh], at=at)
    placings = [
        (each.talk, message, each.word.client_id) for each, message in zip(fresh, messages, strict=True)
    ]
    said = put_in_all(placings, at=at)
    for each in fresh:
        if each.begins_anew:
            tell_that_it_began(each.talk, each.ticket, each.talk.visitor, since=at)
    return [(each.nth, one) for each, one in zip(fresh, said, strict=True)]


def _receiving(going: _Going, *, at: datetime) -> Receiving:
    visitor = going.talk.visitor
    return Receiving(
        ticket=going.ticket,
        said=said_by(visitor, going.word),
        channel=Channel.CHAT,
        reached_at=at,
        by=actor_of(visitor),
    )


def _follow(going: _Going, *, at: datetime) -> None:
    """The talk is where the visitor is; one that was over, or only a message, begins anew where somebody is there."""
    talk, word = going.talk, going.word
    going.begins_anew = word.is_there and (talk.ended_at is not None or not talk.is_live)
    talk.is_live = word.is_there or (talk.is_live and talk.ended_at is None)
    talk.ended_at = None
    talk.page = one_line(word.page, limit=500) or talk.page
    if going.begins_anew:
        talk.waited_from = talk.waited_from if talk.answered_at else at
        _leave_to_who_is_there(talk, at=at)


def _leave_to_who_is_there(conversation: Conversation, *, at: datetime) -> None:
    """Whoever had it goes on while they sit at the chats; else it waits for anybody, and not for who has left."""
    agent = conversation.agent_id
    if agent is None or presence.taken_seats(at=at).filter(person=agent).exists():
        return
    conversation.agent = None
    conversation.save(update_fields=["agent"])
    record(ChatGivenBack(chat=conversation.pk, formerly=agent), by=POLICY, at=at)
