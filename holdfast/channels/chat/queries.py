"""Chats as the desk and the visitor are shown them: who waits, who has which, how long it takes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.presence import STREAM_LASTS
from holdfast.people.models import Person

_ENOUGH: Final = 5
"""Fewer answers than these say nothing of how long it takes."""
_LATELY: Final = timedelta(hours=24)
_USUAL: Final = """
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM answered_at - waited_from))
  FROM (SELECT answered_at, waited_from FROM channels_conversation
         WHERE is_live AND answered_at IS NOT NULL AND waited_from IS NOT NULL AND began_at > %s
         ORDER BY began_at DESC LIMIT 50) AS lately
"""
_POSITIONS: Final = """
WITH waiting AS (
    SELECT c.id, coalesce(c.waiting_since, c.began_at) AS since,
           greatest(v.seen_at, coalesce(c.waiting_since, c.began_at)) > %s AS is_here
      FROM channels_conversation AS c JOIN tickets_ticket AS t ON t.id = c.ticket_id
      JOIN channels_visitor AS v ON v.id = c.visitor_id
     WHERE c.ended_at IS NULL AND c.is_live AND c.agent_id IS NULL AND t.is_open),
queue AS (SELECT id, is_here, count(*) FILTER (WHERE is_here) OVER (ORDER BY since) AS place FROM waiting)
SELECT id, CASE WHEN is_here THEN place ELSE place + 1 END FROM queue WHERE id = ANY(%s::bigint[])
"""
"""Who left the page stands before nobody (`presence.is_here`); whoever has waited as long as another, no further back."""


_SINCE: Final = Coalesce("waiting_since", "began_at")


def open_chats() -> QuerySet[Conversation]:
    """Whatever is not over, the one that began first leading."""
    talks = Conversation.objects.filter(ended_at=None, is_live=True, ticket__is_open=True)
    rows = talks.select_related("visitor__person", "ticket__organisation", "ticket__product", "agent")
    return rows.order_by("began_at", "pk")


def waiting() -> QuerySet[Conversation]:
    """Those that nobody has, whoever waits longest leading: that they began long ago puts nobody first who came back."""
    return open_chats().filter(agent=None).order_by(_SINCE, "pk")


def held_by(person: Person) -> QuerySet[Conversation]:
    return open_chats().filter(agent=person)


def unanswered_messages(*, at: datetime) -> QuerySet[Conversation]:
    """Those that were left by visitors whose page is open still."""
    here = Conversation.objects.filter(visitor__seen_at__gt=at - STREAM_LASTS)
    return here.filter(is_live=False, waiting_since__isnull=False, ticket__is_open=True)


def positions(conversations: Collection[Conversation], *, at: datetime) -> dict[int, int]:
    """How many wait with their page open, up to each of these, by conversation; none for one that does not wait."""
    if not any(each.agent_id is None and each.ended_at is None and each.is_live for each in conversations):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_POSITIONS, [at - STREAM_LASTS, [each.pk for each in conversations]])
        return dict(cursor.fetchall())


def usual_wait(*, at: datetime) -> int | None:
    """The median of how many seconds the last chats of a day waited for their first answer there; None of too few."""
    with connection.cursor() as cursor:
        cursor.execute(_USUAL, [at - _LATELY])
        number, seconds = cursor.fetchone()
    return round(seconds) if number >= _ENOUGH else None
