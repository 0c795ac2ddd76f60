"""What the streams of chats read, both sides', in threads that give their database connections back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import close_old_connections

from holdfast.channels.chat import presence
from holdfast.channels.chat.identity import is_let_in, visitors_behind
from holdfast.channels.chat.sight import Place as Seen
from holdfast.kernel import clock
from holdfast.portal.chat.telling import told_from_all
from holdfast.project.chat_stream import Glimpse, Sight
from holdfast.project.talks import Place
from holdfast.web.chats.news import Asked, news_of_all


def look(sights: Sequence[Sight]) -> list[Glimpse | None]:
    """What each token's visitor has in their conversation behind its number."""
    try:
        at = clock.now()
        visitors = visitors_behind({each.token for each in sights}, at=at)
        places = [
            (nth, Seen(visitor, each.conversation, each.after))
            for nth, each in enumerate(sights)
            if (visitor := visitors.get(each.token)) is not None and is_let_in(visitor)
        ]
        glimpses: list[Glimpse | None] = [None] * len(sights)
        told = told_from_all([place for _, place in places], at=at)
        for (nth, place), said in zip(places, told, strict=True):
            glimpses[nth] = Glimpse(place.visitor.pk, place.visitor.person_id, said)
        return glimpses
    finally:
        close_old_connections()


def news(places: Sequence[Place]) -> list[dict[str, Any] | None]:
    """What the logs of the desk lack that stand up to these messages."""
    try:
        return news_of_all([Asked(*each) for each in places])
    finally:
        close_old_connections()


def note(visitors: Collection[int]) -> None:
    """These visitors have a stream open here."""
    try:
        presence.note_streams(visitors)
    finally:
        close_old_connections()
