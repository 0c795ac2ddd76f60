"""Chats as the desk and the visitor are shown them: who waits, who has which, how long it takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import QuerySet

from holdfast.channels.chat.models import Conversation, Seat
from holdfast.people.models import Person

_ENOUGH: Final = 5
"""Fewer answers than these say nothing of how long it takes."""
_LATELY: Final = timedelta(hours=24)
_USUAL: Final = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - began_at))
  FROM (SELECT answered_at, began_at FROM channels_conversation
         WHERE is_live AND answered_at IS NOT NULL AND began_at > %s ORDER BY began_at DESC LIMIT 50) AS lately
"""


def open_chats() -> QuerySet[Conversation]:
    """Whatever is not over, the one that began first leading."""
    talks = Conversation.objects.filter(ended_at=None, is_live=True, ticket__is_open=True)
    return talks.select_related("visitor__person", "ticket__organisation", "agent").order_by("began_at", "pk")


def waiting() -> QuerySet[Conversation]:
    """Those that nobody has."""
    return open_chats().filter(agent=None)


def in_turn_for(person: Person) -> list[Conversation]:
    """Those that wait, in the order in which this person takes them: who speaks their language, then who waits longest.

    Whoever's team has the ticket's client comes with the language: both are reasons to be answered by them.
    """
    seat = Seat.objects.filter(person=person).first()
    spoken = set(seat.languages) if seat else set()
    teams = set(person.teams.values_list("pk", flat=True))

    def is_theirs(chat: Conversation) -> bool:
        language = chat.visitor.language.partition("-")[0].lower()
        return language in spoken or chat.ticket.team_id in teams

    return sorted(waiting(), key=lambda chat: not is_theirs(chat))


def held_by(person: Person) -> QuerySet[Conversation]:
    return open_chats().filter(agent=person)


def position(conversation: Conversation) -> int:
    """How many wait, up to this one; nothing for one that somebody has."""
    if conversation.agent_id is not None or conversation.ended_at is not None or not conversation.is_live:
        return 0
    before = Conversation.objects.filter(
        ended_at=None, is_live=True, agent=None, ticket__is_open=True, began_at__lte=conversation.began_at
    )
    return before.count()


def usual_wait(*, at: datetime) -> int | None:
    """The median of how many seconds the last chats of a day waited for their first answer; None of too few."""
    with connection.cursor() as cursor:
        cursor.execute(_USUAL, [at - _LATELY])
        number, seconds = cursor.fetchone()
    return round(seconds) if number >= _ENOUGH else None
