"""The queue moves: those hear of it whose place is another one than they were told.

What moves it is seen by the loop's look every few seconds, and not by each word, take and closed page: else each of
these would wake everybody who waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from holdfast.channels.chat import presence
from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.numbering import LISTS
from holdfast.kernel import hints


class Queue:
    """As this process saw it last; who is new in it was told by their own word."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[int, bool]] = {}

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
