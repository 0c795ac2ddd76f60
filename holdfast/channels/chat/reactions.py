"""What is said on a ticket elsewhere stands in its chats too: one truth."""

from __future__ import annotations

from collections.abc import Sequence

from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.numbering import put_in_all
from holdfast.kernel.facts import Recorded
from holdfast.tickets.facts import MessageArrived, MessageSent, TicketMerged
from holdfast.tickets.models import Channel, Message


def carry_into_chats(told: Sequence[Recorded[MessageSent | MessageArrived]]) -> None:
    """A reply written on the ticket's page, or a mail of the client's, is put into the ticket's chats.

    Not what the client's people write into the chat of a stranger: that these are the same was only typed.
    """
    said = [each.fact for each in told if not _is_settled(each.fact)]
    if not said:
        return
    talks = Conversation.objects.select_for_update(of=("self",)).select_related("visitor")
    by_ticket: dict[int, list[Conversation]] = {}
    for conversation in talks.filter(ticket__in={each.ticket for each in said}).order_by("pk"):
        by_ticket.setdefault(conversation.ticket_id, []).append(conversation)
    if not by_ticket:
        return
    messages = Message.objects.in_bulk([each.message for each in said])
    placings = [
        (conversation, messages[each.message], "")
        for each in said
        for conversation in by_ticket.get(each.ticket, ())
        if isinstance(each, MessageSent) or conversation.visitor.is_recognised
    ]
    if placings:
        put_in_all(placings, at=told[0].at)


def _is_settled(fact: MessageSent | MessageArrived) -> bool:
    """What was said in a chat has its number, what opened its ticket can be in none yet, and a machine's is for none."""
    if fact.channel == Channel.CHAT:
        return True
    return isinstance(fact, MessageArrived) and (fact.opens or fact.is_machine)


def follow_merge(told: Recorded[TicketMerged]) -> None:
    """The talk goes on at the ticket that the other went into."""
    Conversation.objects.filter(ticket=told.fact.ticket).update(ticket=told.fact.into)
