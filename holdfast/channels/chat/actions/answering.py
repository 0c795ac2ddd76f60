"""A person of ours answers in a chat."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from holdfast.channels.chat import rules
from holdfast.channels.chat.facts import ChatTaken
from holdfast.channels.chat.models import ChatMessage, Conversation
from holdfast.channels.chat.numbering import locked, put_in, said_before
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said, send_message
from holdfast.tickets.models import Channel, Side


@transaction.atomic
def answer(
    conversation: Conversation, text: str, *, client_id: str, attached: Sequence[Attached] = (), by: Person
) -> ChatMessage:
    """Say it to the visitor, where it is a message of the ticket as well; whoever answers first has the chat.

    No mail goes with it: what does not reach the browser is mailed later (`actions.mailing`).
    """
    require_may(by, Act.WORK_TICKETS)
    rules.require_client_id(client_id)
    conversation, ticket = locked(conversation.pk)
    if (known := said_before(conversation.visitor_id, Side.VENDOR, client_id, text)) is not None:
        return known
    at = clock.now()
    message = send_message(
        ticket,
        Said(text=text, author=by, attached=list(attached)),
        channel=Channel.CHAT,
        told_elsewhere=[conversation.visitor.person_id or 0],
        by=by,
    )
    if conversation.agent_id is None:
        conversation.agent = by
        conversation.save(update_fields=["agent"])
        record(ChatTaken(chat=conversation.pk, agent=by.pk, formerly=None), by=by.actor, at=at)
    return put_in(conversation, message, client_id=client_id, at=at)
