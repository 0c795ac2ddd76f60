"""The visitor says something: the first word opens the ticket, so that nothing hangs on the browser's tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Q

from holdfast.catalogue.models import Product
from holdfast.channels.chat import presence, rules
from holdfast.channels.chat.facts import ChatGivenBack
from holdfast.channels.chat.identity import require_let_in
from holdfast.channels.chat.models import ChatMessage, Conversation, Visitor
from holdfast.channels.chat.numbering import locked, put_in, said_before
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import POLICY, Actor, ActorKind
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line
from holdfast.people.actions.entering import enter_nameless
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said, receive_message
from holdfast.tickets.actions.opening import Opening, open_tickets
from holdfast.tickets.facts import ChatBegan
from holdfast.tickets.models import Channel, Message, Side, Ticket

BY_CHAT: Final = Actor(ActorKind.SYSTEM, "the chat")
"""A stranger proved nothing, so nobody is recorded as having acted."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """What the visitor says, from where; somebody `is_there` when a person of ours is at hand to answer."""

    text: str
    client_id: str
    attached: Sequence[Attached] = ()
    page: str = ""
    product: Product | None = None
    """What the page says that it is about."""
    is_there: bool = True


def say(visitor: Visitor, word: Word) -> ChatMessage:
    """Put it into the visitor's conversation and on its ticket; what came before is given back as it stands."""
    rules.require_client_id(word.client_id)
    text = rules.require_word(word.text, may_be_empty=bool(word.attached))
    if (known := _said_before(visitor, word)) is not None:
        return known
    return _gone_on(visitor, word, text) or _begin(visitor, word, text)


def latest(visitor: Visitor) -> Conversation | None:
    """The talk that the visitor's browser shows."""
    return visitor.conversations.select_related("ticket").order_by("-pk").first()


def has_talk(visitor: Visitor) -> bool:
    """Whether their next word goes on with something; else it opens a ticket."""
    talk = latest(visitor)
    return talk is not None and talk.ticket.is_open


@transaction.atomic
def _begin(visitor: Visitor, word: Word, text: str) -> ChatMessage:
    """A new conversation with its ticket; of two tabs that begin at once the second finds what the first has made."""
    visitor = (
        Visitor.objects.select_for_update(of=("self",)).select_related("person", "product").get(pk=visitor.pk)
    )
    if (said := _gone_on(visitor, word, text) or _said_before(visitor, word)) is not None:
        return said
    at = clock.now()
    require_let_in(visitor)
    _require_pace(visitor, at=at)
    ticket, message = _open(visitor, word, text, at=at)
    conversation = Conversation.objects.create(
        visitor=visitor,
        ticket=ticket,
        began_at=at,
        is_live=word.is_there,
        page=one_line(word.page, limit=500),
    )
    said = put_in(conversation, message, client_id=word.client_id, at=at)
    if word.is_there:
        _tell_that_it_began(conversation, ticket, visitor, since=at)
    return said


@transaction.atomic
def _gone_on(visitor: Visitor, word: Word, text: str) -> ChatMessage | None:
    """The word in the talk that there is; None without one, or where its ticket is resolved by now."""
    talk = latest(visitor)
    if talk is None or not talk.ticket.is_open:
        return None
    conversation, ticket = locked(talk.pk)
    if not ticket.is_open:
        return None
    if (known := _said_before(visitor, word)) is not None:
        return known
    at = clock.now()
    visitor = conversation.visitor
    require_let_in(visitor)
    _require_pace(visitor, at=at)
    begins_anew = word.is_there and (conversation.ended_at is not None or not conversation.is_live)
    conversation.is_live = conversation.is_live or word.is_there
    conversation.ended_at = None
    if begins_anew:
        _leave_to_who_is_there(conversation, at=at)
    conversation.page = one_line(word.page, limit=500) or conversation.page
    message = receive_message(
        ticket,
        _said(visitor, word, text),
        channel=Channel.CHAT,
        reached_at=at,
        by=actor_of(visitor),
    )
    said = put_in(conversation, message, client_id=word.client_id, at=at)
    if begins_anew:
        _tell_that_it_began(conversation, ticket, visitor, since=at)
    return said


def _leave_to_who_is_there(conversation: Conversation, *, at: datetime) -> None:
    """Whoever had it goes on while they sit at the chats; else it waits for anybody, and not for who has left."""
    agent = conversation.agent_id
    if agent is None or presence.taken_seats(at=at).filter(person=agent).exists():
        return
    conversation.agent = None
    conversation.save(update_fields=["agent"])
    record(ChatGivenBack(chat=conversation.pk, formerly=agent), by=POLICY, at=at)


def _open(visitor: Visitor, word: Word, text: str, *, at: datetime) -> tuple[Ticket, Message]:
    if visitor.person is None:
        visitor.person = enter_nameless(name=visitor.name or "Visitor", language=visitor.language, by=BY_CHAT)
        visitor.save(update_fields=["person"])
    opening = Opening(
        requester=visitor.person,
        subject=one_line(text, limit=120) or "A file by chat",
        said=_said(visitor, word, text),
        channel=Channel.CHAT,
        organisation=_organisation(visitor),
        product=word.product or visitor.product,
        reached_at=at,
        acknowledged="chat",
    )
    opened = open_tickets([(opening, actor_of(visitor))])[0]
    return opened.ticket, opened.message


def _said(visitor: Visitor, word: Word, text: str) -> Said:
    return Said(
        text=text, author=visitor.person, author_label=label_of(visitor), attached=list(word.attached)
    )


def label_of(visitor: Visitor) -> str:
    """How the visitor is named on the ticket; what a stranger typed is marked as not confirmed."""
    person = visitor.person
    if visitor.is_recognised or person is None:
        return str(visitor)
    return f"{visitor} <{person.email}>, not confirmed" if person.has_address else str(visitor)


def _organisation(visitor: Visitor) -> Organisation | None:
    """The client of whoever was recognised; a typed address belongs to nobody's."""
    contact = getattr(visitor.person, "contact", None) if visitor.is_recognised else None
    return contact.organisation if contact else None


def actor_of(visitor: Visitor) -> Actor:
    person: Person | None = visitor.person if visitor.is_recognised else None
    return person.actor if person else BY_CHAT


def _tell_that_it_began(
    conversation: Conversation, ticket: Ticket, visitor: Visitor, *, since: datetime
) -> None:
    began = ChatBegan(ticket=ticket.pk, conversation=conversation.pk, since=since.isoformat())
    record(began, by=actor_of(visitor), at=since, row=ticket)


def _said_before(visitor: Visitor, word: Word) -> ChatMessage | None:
    return said_before(visitor.pk, Side.CLIENT, word.client_id, word.text)


def _require_pace(visitor: Visitor, *, at: datetime) -> None:
    """By the conversation's lock, or the visitor's, nobody counts beside it."""
    own = ChatMessage.objects.filter(visitor=visitor, side=Side.CLIENT, at__gt=at - timedelta(days=1))
    counted = own.aggregate(day=Count("pk"), minute=Count("pk", filter=Q(at__gt=at - timedelta(minutes=1))))
    rules.require_pace(last_minute=counted["minute"], last_day=counted["day"])
