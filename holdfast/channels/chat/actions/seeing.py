"""How far each side has come: what reached the visitor, what either has read, who is typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import connection, transaction

from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.kernel import hints
from holdfast.kernel.rows import run_over

_SEEN: Final = """
UPDATE channels_conversation AS c SET visitor_got = greatest(c.visitor_got, least(seen.got, c.last_number)),
       visitor_read = greatest(c.visitor_read, least(seen.read, c.last_number))
  FROM (SELECT visitor, conversation, max(got) AS got, max(read) AS read
          FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(visitor bigint, conversation bigint, got bigint, read bigint)
         GROUP BY visitor, conversation) AS seen
 WHERE c.id = seen.conversation AND c.visitor_id = seen.visitor
   AND (c.visitor_got < least(seen.got, c.last_number) OR c.visitor_read < least(seen.read, c.last_number))
RETURNING c.id
"""


@dataclass(frozen=True)
class Seen:
    """How far a visitor's browser has a conversation, and has shown it."""

    visitor: int
    conversation: int
    got: int
    read: int


def note_seen(visitor: Visitor, *, conversation: int, got: int, read: int) -> None:
    """The visitor's browser has these numbers, and showed those; it never goes back, and no further than there is."""
    note_seen_by_all([Seen(visitor.pk, conversation, got, read)])


@transaction.atomic
def note_seen_by_all(seen: Sequence[Seen]) -> None:
    """The same for any number of browsers in one statement."""
    rows = [replace(each, got=max(each.got, each.read)) for each in seen]
    if changed := run_over(_SEEN, rows) if rows else []:
        hints.send(*(f"chat-{key}" for (key,) in changed))


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
