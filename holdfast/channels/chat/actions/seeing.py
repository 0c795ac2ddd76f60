"""How far each side has come: what reached the visitor, what either has read, who is typing."""

from __future__ import annotations

from collections.abc import Sequence
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


_READ: Final = """
UPDATE channels_conversation AS c SET agent_read = shown.number
  FROM unnest(%s::bigint[], %s::bigint[]) AS shown(talk, number)
 WHERE c.id = shown.talk AND c.agent_read < shown.number
RETURNING c.visitor_id
"""


@transaction.atomic
def note_read_by_us(conversations: Sequence[Conversation]) -> None:
    """Persons of ours have the whole of these talks before them, as far as they go here."""
    unread = [each for each in conversations if each.agent_read < each.last_number]
    if unread:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [[each.pk for each in unread], [each.last_number for each in unread]])
            visitors = [visitor for (visitor,) in cursor.fetchall()]
        hints.send(*(f"visitor-{each}" for each in visitors))


def visitor_types(visitor: Visitor) -> None:
    """A hint that lives as long as it takes to show it."""
    talk = visitor.conversations.order_by("-pk").values_list("pk", flat=True).first()
    if talk is not None:
        hints.send(f"typing-chat-{talk}")


def agent_types(conversation: Conversation) -> None:
    """The same, to the visitor."""
    hints.send(f"typing-visitor-{conversation.visitor_id}")
