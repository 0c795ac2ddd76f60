"""How far each side has come: what reached the visitor, what either has read, who is typing."""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.kernel import hints

_SEEN: Final = """
UPDATE channels_conversation SET visitor_got = greatest(visitor_got, least(%(got)s, last_number)),
       visitor_read = greatest(visitor_read, least(%(read)s, last_number))
 WHERE id = %(key)s AND visitor_id = %(visitor)s
   AND (visitor_got < least(%(got)s, last_number) OR visitor_read < least(%(read)s, last_number))
RETURNING id
"""


@transaction.atomic
def note_seen(visitor: Visitor, *, conversation: int, got: int, read: int) -> None:
    """The visitor's browser has these numbers, and showed those; it never goes back, and no further than there is."""
    values = {"key": conversation, "visitor": visitor.pk, "got": max(got, read), "read": read}
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, values)
        if cursor.fetchone():
            hints.send(f"chat-{conversation}")


@transaction.atomic
def note_read_by_us(conversation: Conversation) -> None:
    """A person of ours has the whole talk before them."""
    changed = Conversation.objects.filter(pk=conversation.pk, agent_read__lt=conversation.last_number)
    if changed.update(agent_read=conversation.last_number):
        hints.send(f"visitor-{conversation.visitor_id}")


def visitor_types(visitor: Visitor) -> None:
    """A hint that lives as long as it takes to show it."""
    talk = visitor.conversations.order_by("-pk").values_list("pk", flat=True).first()
    if talk is not None:
        hints.send(f"typing-chat-{talk}")


def agent_types(conversation: Conversation) -> None:
    """The same, to the visitor."""
    hints.send(f"typing-visitor-{conversation.visitor_id}")
