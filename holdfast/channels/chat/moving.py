"""The queue moves, and we come and go: those hear of it to whom something else was told.

What moves it is seen by the loop's look every few seconds, and not by each word, take and closed page: else each of
these would wake everybody who waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.numbering import LISTS
from holdfast.channels.chat.queries import unanswered_messages
from holdfast.kernel import hints


class Queue:
    """As this process saw it last; who is new in it was told by their own word."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, bool]] = {}
        self._was_somebody_there: bool | None = None

    def follow_us(self, *, is_somebody_there: bool, at: datetime) -> None:
        """Tell who left a message, and still has the page open, that somebody is there again, or nobody any more."""
        has_changed = self._was_somebody_there not in (None, is_somebody_there)
        self._was_somebody_there = is_somebody_there
        if has_changed:
            left = unanswered_messages(at=at).values_list("visitor", flat=True)
            hints.send(*(f"visitor-{each}" for each in left))

    def follow(self, chats: Iterable[Conversation], *, at: datetime) -> None:
        """Tell the visitors who moved, and the desk's lists where somebody came back or left the page."""
        seen: dict[int, tuple[int, bool]] = {}
        moved: set[str] = set()
        before = 0
        for chat in chats:
            is_here = presence.is_here(chat, at=at)
            before += is_here
            place = seen[chat.pk] = (before, is_here)
            formerly = self._seen.get(chat.pk, place)
            if formerly != place:
                moved.add(f"visitor-{chat.visitor_id}")
            if formerly[1] != is_here:
                moved.add(LISTS)
        self._seen = seen
        hints.send(*moved)
