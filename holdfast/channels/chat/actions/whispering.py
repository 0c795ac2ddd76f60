"""A word among our own people beside a chat: a note of its ticket, seen at once by whoever has the chat open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from holdfast.channels.chat.models import Conversation
from holdfast.kernel import hints
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said, write_note
from holdfast.tickets.models import Message


@transaction.atomic
def whisper(
    conversation: Conversation, text: str, *, attached: Sequence[Attached] = (), by: Person
) -> Message:
    """The visitor never sees it."""
    note = write_note(conversation.ticket, Said(text=text, author=by, attached=list(attached)), by=by)
    hints.send(f"chat-{conversation.pk}")
    return note
