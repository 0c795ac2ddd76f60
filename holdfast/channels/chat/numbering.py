"""Give a message its place in a conversation, under the lock of the conversation's row.

The order of locks is visitor, ticket, conversation: whoever needs several takes them in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from holdfast.channels.chat.models import ChatMessage, Conversation
from holdfast.kernel import hints
from holdfast.kernel.rows import insert, update
from holdfast.tickets.models import Message, Side


def locked(key: int) -> Conversation:
    """The conversation, its row locked until the transaction ends; its ticket is locked before."""
    return Conversation.objects.select_for_update(of=("self",)).select_related("visitor").get(pk=key)


def put_in(conversation: Conversation, message: Message, *, client_id: str = "", at: datetime) -> ChatMessage:
    """The next number of a locked conversation, for a message that is on its ticket."""
    return put_in_all([(conversation, message)], client_id=client_id, at=at)[0]


def put_in_all(
    pairs: Sequence[tuple[Conversation, Message]], *, client_id: str = "", at: datetime
) -> list[ChatMessage]:
    """The same for any number of locked conversations, each of which is told once."""
    placed = []
    for conversation, message in pairs:
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
    talks = list({conversation.pk: conversation for conversation, _ in pairs}.values())
    update(talks, _FOLLOWS)
    hints.send(*{topic for each in talks for topic in topics_of(each)})
    return placed


_FOLLOWS = (
    *("last_number", "waiting_since", "answered_at", "visitor_got", "visitor_read", "agent_read"),
    *("is_live", "ended_at", "page"),
)


def topics_of(conversation: Conversation) -> tuple[str, ...]:
    """The live hints of whatever changes in a conversation: of the visitor's streams, of its pane, and of the lists."""
    return (f"visitor-{conversation.visitor_id}", f"chat-{conversation.pk}", "chats")


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
