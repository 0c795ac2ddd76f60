"""A word among our own people beside a chat: a note of its ticket, seen at once by whoever has the chat open."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from holdfast.channels.chat import rules
from holdfast.channels.chat.models import Conversation, Whisper
from holdfast.channels.chat.numbering import locked, other_words
from holdfast.kernel import hints
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said, write_note
from holdfast.tickets.models import Message


@transaction.atomic
def whisper(
    conversation: Conversation, text: str, *, client_id: str, attached: Sequence[Attached] = (), by: Person
) -> Message:
    """The visitor never sees it; whispered again under its id, it is the same note."""
    require_may(by, Act.WORK_TICKETS)
    rules.require_client_id(client_id)
    talk, ticket = locked(conversation.pk)
    known = Whisper.objects.filter(conversation=talk, client_id=client_id).select_related("message").first()
    if known is not None:
        if refused := other_words(known.message, text):
            raise refused
        return known.message
    note = write_note(ticket, Said(text=text, author=by, attached=list(attached)), by=by)
    Whisper.objects.create(conversation=talk, client_id=client_id, message=note)
    hints.send(f"chat-{talk.pk}")
    return note
