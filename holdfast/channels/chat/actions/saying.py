"""The visitor says something: the first word opens the ticket, so that nothing hangs on the browser's tab."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from holdfast.channels.chat import rules
from holdfast.channels.chat.actions.going_on import go_on_all, tell_that_it_began
from holdfast.channels.chat.actions.words import BY_CHAT, Word, actor_of, said_by
from holdfast.channels.chat.identity import require_let_in
from holdfast.channels.chat.models import ChatMessage, Conversation, Visitor
from holdfast.channels.chat.numbering import Said, put_in, said_before
from holdfast.channels.chat.pace import Paces
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.actions.entering import enter_nameless
from holdfast.tickets.actions.opening import Opening, open_tickets
from holdfast.tickets.models import Channel, Message, Side, Ticket


def say(visitor: Visitor, word: Word) -> ChatMessage:
    """Put it into the visitor's conversation and on its ticket; what came before is given back as it stands."""
    sound = checked(word)
    said = sound if isinstance(sound, Refused) else go_on_all([(visitor, sound)])[0] or _begin(visitor, sound)
    if isinstance(said, Refused):
        raise said
    return said


def checked(word: Word) -> Word | Refused:
    """The word as it is said, trimmed, or why it can't be."""
    try:
        rules.require_client_id(word.client_id)
        return replace(word, text=rules.require_word(word.text, may_be_empty=bool(word.attached)))
    except Refused as refused:
        return refused


def latest(visitor: Visitor) -> Conversation | None:
    """The talk that the visitor's browser shows."""
    return visitor.conversations.select_related("ticket").order_by("-pk").first()


def has_talk(visitor: Visitor) -> bool:
    """Whether their next word goes on with something; else it opens a ticket."""
    talk = latest(visitor)
    return talk is not None and talk.ticket.is_open


@transaction.atomic
def _begin(visitor: Visitor, word: Word) -> ChatMessage | Refused:
    """A new conversation with its ticket; of two tabs that begin at once the second finds what the first has made."""
    visitor = (
        Visitor.objects.select_for_update(of=("self",)).select_related("person", "product").get(pk=visitor.pk)
    )
    known = (
        go_on_all([(visitor, word)])[0]
        or said_before([Said(visitor.pk, word.client_id, word.text)], Side.CLIENT)[0]
    )
    if known is not None:
        return known
    at = clock.now()
    require_let_in(visitor)
    Paces([visitor.pk], at=at).require(visitor.pk)
    ticket, message = _open(visitor, word, at=at)
    conversation = Conversation.objects.create(
        visitor=visitor,
        ticket=ticket,
        began_at=at,
        is_live=word.is_there,
        waited_from=at if word.is_there else None,
        page=one_line(word.page, limit=500),
    )
    said = put_in(conversation, message, client_id=word.client_id, at=at)
    if word.is_there:
        tell_that_it_began(conversation, ticket, visitor, since=at)
    return said


def _open(visitor: Visitor, word: Word, *, at: datetime) -> tuple[Ticket, Message]:
    if visitor.person is None:
        visitor.person = enter_nameless(name=visitor.name or "Visitor", language=visitor.language, by=BY_CHAT)
        visitor.save(update_fields=["person"])
    opening = Opening(
        requester=visitor.person,
        subject=one_line(word.text, limit=120) or "A file by chat",
        said=said_by(visitor, word),
        channel=Channel.CHAT,
        organisation=_organisation(visitor),
        product=word.product or visitor.product,
        reached_at=at,
        acknowledged="chat",
    )
    opened = open_tickets([(opening, actor_of(visitor))])[0]
    return opened.ticket, opened.message


def _organisation(visitor: Visitor) -> Organisation | None:
    """The client of whoever was recognised; a typed address belongs to nobody's."""
    contact = getattr(visitor.person, "contact", None) if visitor.is_recognised else None
    return contact.organisation if contact else None
