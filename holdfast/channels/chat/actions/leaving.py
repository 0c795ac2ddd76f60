"""A chat that waits in vain becomes a message that was left: it is answered by mail and in the panel, as any other."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.numbering import locked, topics_of
from holdfast.kernel import clock, hints
from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.tickets.facts import ChatLeft


@transaction.atomic
def leave_as_message(conversation: Conversation) -> bool:
    """One that nobody has, of a visitor long gone, or while nobody of ours is there; whether it was such a one."""
    (conversation, ticket), at = locked(conversation.pk), clock.now()
    waits = conversation.is_live and conversation.ended_at is None and conversation.agent_id is None
    is_gone = presence.is_gone(conversation, at=at)
    if not waits or not (is_gone or not presence.is_somebody_there(at=at)):
        return False
    conversation.is_live = False
    conversation.waited_from = conversation.waited_from if conversation.answered_at else None
    conversation.save(update_fields=["is_live", "waited_from"])
    left = ChatLeft(ticket=ticket.pk, conversation=conversation.pk, by_visitor=is_gone)
    record(left, by=POLICY, at=at, row=ticket)
    hints.send(*topics_of(conversation))
    return True
