"""To whom a chat is offered first: by its language, its product and its client, and for a minute only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from holdfast.catalogue.models import Product
from holdfast.channels.chat.models import Conversation, Seat
from holdfast.channels.chat.presence import is_here
from holdfast.channels.chat.queries import waiting
from holdfast.clients.models import Organisation
from holdfast.people.models import Person

PREFERRED_FOR: Final = timedelta(minutes=1)
"""Whoever waits longer is anybody's next: to be somebody's first makes nobody wait until they are late."""


@dataclass(frozen=True)
class Strengths:
    """What makes a chat this person's before others: what they speak, and what their teams look after."""

    languages: frozenset[str]
    teams: frozenset[int]
    products: frozenset[int]
    clients: frozenset[int]

    def reasons(self, chat: Conversation) -> list[str]:
        """Why the chat is theirs first, in words; one by one they weigh the same."""
        ticket, visitor = chat.ticket, chat.visitor
        language = visitor.language.partition("-")[0].lower()
        found = {
            f"speaks {language}": language in self.languages,
            str(ticket.product): ticket.product_id in self.products,
            str(ticket.organisation): ticket.organisation_id in self.clients,
            "your team": ticket.team_id in self.teams,
        }
        return [words for words, holds in found.items() if holds]


def strengths_of(person: Person) -> Strengths:
    """A client is a team's whose account manager, or who covers for them, is in it."""
    seat = Seat.objects.filter(person=person).first()
    teams = frozenset(person.teams.values_list("pk", flat=True))
    mates = Person.objects.filter(Q(pk=person.pk) | Q(teams__in=teams)).values("pk")
    clients = Organisation.objects.filter(Q(account_manager__in=mates) | Q(cover__in=mates))
    return Strengths(
        languages=frozenset(seat.languages if seat else ()),
        teams=teams,
        products=frozenset(Product.objects.filter(teams__in=teams).values_list("pk", flat=True)),
        clients=frozenset(clients.values_list("pk", flat=True)),
    )


def turns_of(person: Person, *, at: datetime) -> list[tuple[Conversation, list[str]]]:
    """Those that wait, in the order in which this person takes them, each with why it is theirs first.

    Who is on the page before who left it; then who waits for more than a minute, then who has the most reasons to be
    theirs; of these whoever waits longest.
    """
    chats = list(waiting())
    if not chats:
        return []
    strengths = strengths_of(person)
    turns = [(chat, strengths.reasons(chat)) for chat in chats]

    def before(turn: tuple[Conversation, list[str]]) -> tuple[bool, bool, int]:
        chat, reasons = turn
        is_fresh = at - (chat.waiting_since or chat.began_at) < PREFERRED_FOR
        return not is_here(chat, at=at), is_fresh, -len(reasons) if is_fresh else 0

    return sorted(turns, key=before)
