"""Give a message its place in a conversation, under the lock of the conversation's row.

The order of locks is visitor, ticket, conversation: whoever needs several takes them in that order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection
from django.utils.translation import gettext_noop

from holdfast.channels.chat.models import ChatMessage, Conversation
from holdfast.channels.chat.rules import is_silent
from holdfast.kernel import hints
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert, update
from holdfast.kernel.text import scrub
from holdfast.tickets.models import Message, Side, Ticket


def all_locked(keys: Collection[int]) -> list[tuple[Conversation, Ticket]]:
    """Conversations with their tickets, all rows locked until the transaction ends, the tickets' first, each in key order.

    While one waits for that lock a ticket may be merged away, and the talk go on at another: then that one is locked too.
    """
    keys = list(keys)
    tickets: dict[int, Ticket] = {}
    while True:
        tickets |= {each.pk: each for each in _tickets_of(keys)}
        found = _talks(keys)
        if all(each.ticket_id in tickets for each in found):
            return [(each, tickets[each.ticket_id]) for each in found]


_tickets_of = Prepared(
    lambda keys: (
        Ticket.objects.select_for_update(of=("self",), no_key=True)
        .filter(conversations__among=keys)
        .order_by("pk")
    ),
    list,
)
_talks = Prepared(
    lambda keys: (
        Conversation.objects.select_for_update(of=("self",))
        .select_related("visitor__person")
        .filter(pk__among=keys)
        .order_by("pk")
    ),
    list,
)


def locked(key: int) -> tuple[Conversation, Ticket]:
    """The same of one."""
    return all_locked([key])[0]


class Said(NamedTuple):
    """Words that a browser sends, under the id that it made for them."""

    visitor: int
    client_id: str
    text: str


def said_before(sayings: Sequence[Said], side: str) -> list[ChatMessage | Refused | None]:
    """What was said under each id already; refused where that were other words, which would be lost without a word."""
    visitors, ids = [each.visitor for each in sayings], [each.client_id for each in sayings]
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [visitors, ids, side])
        keys = [key for (key,) in cursor.fetchall()]
    rows = ChatMessage.objects.select_related("message").filter(pk__in=keys) if keys else ()
    known = {(each.visitor_id, each.client_id): each for each in rows}
    return [_same_words(known.get((each.visitor, each.client_id)), each) for each in sayings]


_SAID: Final = """
SELECT said.id FROM unnest(%s::bigint[], %s::text[]) AS told(visitor, client_id)
  JOIN channels_chatmessage AS said
    ON said.visitor_id = told.visitor AND said.client_id = told.client_id AND said.side = %s
 WHERE told.client_id <> '' AND said.client_id <> ''
"""


def _same_words(known: ChatMessage | None, said: Said) -> ChatMessage | Refused | None:
    return known and (other_words(known.message, said.text) or known)


def other_words(known: Message, text: str) -> Refused | None:
    """What refuses this under an id under which something else was said."""
    if known.text.strip() == scrub(text).strip():
        return None
    return Refused(
        gettext_noop("Something else was said under this id. Say it again."), code="other_words", field="id"
    )


def put_in(conversation: Conversation, message: Message, *, client_id: str = "", at: datetime) -> ChatMessage:
    """The next number of a locked conversation, for a message that is on its ticket."""
    return put_in_all([(conversation, message, client_id)], at=at)[0]


def put_in_all(placings: Sequence[tuple[Conversation, Message, str]], *, at: datetime) -> list[ChatMessage]:
    """The same for any number of locked conversations, messages and browsers' ids; each conversation is told once."""
    placed = []
    told: set[str] = set()
    for conversation, message, client_id in placings:
        told |= {*own_topics_of(conversation), *_lists_that_show(conversation, message, at=at)}
        conversation.last_number += 1
        _follow(conversation, message)
        placed.append(
            ChatMessage(
                conversation=conversation,
                number=conversation.last_number,
                side=message.side,
                message=message,
                visitor_id=conversation.visitor_id,
                client_id=client_id,
                at=at,
            )
        )
    insert(placed)
    talks = list({conversation.pk: conversation for conversation, _, _ in placings}.values())
    update(talks, _FOLLOWS)
    hints.send(*told)
    return placed


LISTS: Final = "chats"
"""The live hint of what the lists of chats show."""
_FOLLOWS = (
    *("last_number", "waiting_since", "answered_at", "visitor_got", "visitor_read", "agent_read"),
    *("is_live", "ended_at", "page", "waited_from"),
)


def topics_of(conversation: Conversation) -> tuple[str, ...]:
    """The live hints of whatever changes in a conversation: of the visitor's streams, of its pane, and of the lists."""
    return (*own_topics_of(conversation), LISTS)


def own_topics_of(conversation: Conversation) -> tuple[str, str]:
    """Those of what changes for them who have it open: a word in a chat that somebody has moves it in no list."""
    return (f"visitor-{conversation.visitor_id}", f"chat-{conversation.pk}")


def _lists_that_show(conversation: Conversation, message: Message, *, at: datetime) -> tuple[str, ...]:
    """The lists of chats, where they show this message: it waits in them, or somebody is silent no more."""
    is_answer = message.side != Side.CLIENT
    ends_silence = is_answer and is_silent(conversation, at=at)
    is_first = is_answer and conversation.answered_at is None
    return (LISTS,) if conversation.agent_id is None or ends_silence or is_first else ()


def _follow(conversation: Conversation, message: Message) -> None:
    """The first word that nobody answered is waited for; one's own words need not reach one.

    A visitor may have written without a network, and not seen what was said meanwhile; one of ours has it before them.
    """
    if message.side == Side.CLIENT:
        conversation.waiting_since = conversation.waiting_since or message.at
        for seen in ("visitor_got", "visitor_read"):
            if getattr(conversation, seen) == conversation.last_number - 1:
                setattr(conversation, seen, conversation.last_number)
    else:
        conversation.waiting_since = None
        conversation.answered_at = conversation.answered_at or message.at
        conversation.agent_read = conversation.last_number
