"""What concerns everybody, and changes with every word in any chat, is told once in a while.

The first change is told at once, so that whoever comes alone is seen at once; those of the next second are told together at
its end. Else a hundred words a second would have every desk fetch its list of chats five times in each.
"""

import asyncio
from collections.abc import Callable, Iterable

EVERY = {"chats": 1.0}
"""Seconds between two hints of the same name."""


class Calm:
    """Before a process's hub; to be called from its event loop."""

    def __init__(self, publish: Callable[[Iterable[str]], None]) -> None:
        self._publish = publish
        self._changed: dict[str, bool] = {}
        """Of what was told in this while: whether it has changed since."""

    def publish(self, topics: Iterable[str]) -> None:
        """Pass on what changed, now or when its while is over."""
        now = [topic for topic in topics if self._is_told_now(topic)]
        if now:
            self._publish(now)

    def _is_told_now(self, topic: str) -> bool:
        if topic not in EVERY:
            return True
        is_first = topic not in self._changed
        self._changed[topic] = not is_first
        if is_first:
            asyncio.get_running_loop().call_later(EVERY[topic], self._end, topic)
        return is_first

    def _end(self, topic: str) -> None:
        if self._changed.pop(topic):
            self.publish([topic])
