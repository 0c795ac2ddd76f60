"""What a visitor says, and who they are on the ticket that it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.catalogue.models import Product
from holdfast.channels.chat.models import Visitor
from holdfast.kernel.actor import Actor, ActorKind
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Attached, Said

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


def said_by(visitor: Visitor, word: Word) -> Said:
    """The word as a message of its ticket."""
    return Said(
        text=word.text, author=visitor.person, author_label=label_of(visitor), attached=list(word.attached)
    )


def label_of(visitor: Visitor) -> str:
    """How the visitor is named on the ticket; what a stranger typed is marked as not confirmed."""
    person = visitor.person
    if visitor.is_recognised or person is None:
        return str(visitor)
    return f"{visitor} <{person.email}>, not confirmed" if person.has_address else str(visitor)


def actor_of(visitor: Visitor) -> Actor:
    person: Person | None = visitor.person if visitor.is_recognised else None
    return person.actor if person else BY_CHAT
