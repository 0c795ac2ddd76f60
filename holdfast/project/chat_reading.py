"""What a chat's stream reads, in a thread that gives its database connection back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import close_old_connections

from holdfast.channels.chat import presence
from holdfast.channels.chat.identity import visitor_of
from holdfast.kernel import clock
from holdfast.portal.chat.telling import told_to
from holdfast.project.chat_stream import Glimpse


def look(token: str, conversation: int, after: int) -> Glimpse | None:
    """What the token's visitor has in their conversation behind that number."""
    try:
        visitor = visitor_of(token, at=clock.now())
        if visitor is None:
            return None
        return Glimpse(
            visitor.pk, visitor.person_id, told_to(visitor, conversation=conversation, after=after)
        )
    finally:
        close_old_connections()


def note(visitors: Collection[int]) -> None:
    """These visitors have a stream open here."""
    try:
        presence.note_streams(visitors)
    finally:
        close_old_connections()
