"""Who is there: our people by the page of chats that they have open, visitors by their streams."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from holdfast.channels.chat.models import Conversation, Seat, Visitor
from holdfast.kernel import clock
from holdfast.kernel.prepared import Prepared

SEAT_LASTS: Final = timedelta(seconds=75)
"""The page says every 25 seconds that it is open."""
STREAM_LASTS: Final = timedelta(seconds=45)
"""A web process notes every 20 seconds whose streams it holds."""
GONE_AFTER: Final = timedelta(minutes=10)


def seen_seats(*, at: datetime) -> QuerySet[Seat]:
    """Whoever of ours has the page of chats open, also in a pause."""
    return _seen_since(at - SEAT_LASTS)


def _seen_since(since: datetime) -> QuerySet[Seat]:
    return Seat.objects.filter(seen_at__gt=since, person__is_active=True)


def taken_seats(*, at: datetime) -> QuerySet[Seat]:
    """Whoever of ours sits at the chats and takes some."""
    return seen_seats(at=at).filter(is_taking=True)


def is_somebody_there(*, at: datetime) -> bool:
    """Whether a chat that begins now has somebody to answer it."""
    return bool(_taken(at - SEAT_LASTS))


_taken = Prepared(lambda since: _seen_since(since).filter(is_taking=True)[:1], datetime)


def _last_here(chat: Conversation) -> datetime:
    """When its visitor was on the page last, as far as we know: their word comes just before the stream that follows it."""
    said = chat.waiting_since or chat.began_at
    return max(chat.visitor.seen_at or said, said)


def is_here(chat: Conversation, *, at: datetime) -> bool:
    """Whether its visitor's page is open."""
    return _last_here(chat) > at - STREAM_LASTS


def is_gone(chat: Conversation, *, at: datetime) -> bool:
    """Whether its visitor left the page so long ago that they wait for no answer by chat."""
    return _last_here(chat) <= at - GONE_AFTER


def note_streams(visitors: Collection[int]) -> None:
    """These visitors have a stream open; one statement for all of a process."""
    if visitors:
        Visitor.objects.filter(pk__in=visitors).update(seen_at=clock.now())
