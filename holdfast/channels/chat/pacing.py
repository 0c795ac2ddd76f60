"""How often it is told that somebody types: a hint leaves no row, so neither does what keeps it rare.

Each process remembers by itself whom it told of lately. Several processes tell it as many times as often, which is
little; what is forgotten with a restart is told once more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from holdfast.kernel import clock

PAUSE: Final = timedelta(seconds=2)
"""The browsers say it every three seconds, and show it for five."""
MOST: Final = 10_000
"""How many are remembered, the latest: more do not type within the pause."""


class Paced:
    """Lets something happen again for the same key once the pause is over; what comes sooner is left out."""

    def __init__(self) -> None:
        self._told: dict[object, datetime] = {}
        self._lock = Lock()

    def __call__(self, key: object, tell: Callable[[], None]) -> None:
        now = clock.now()
        with self._lock:
            last = self._told.get(key)
            if last is not None and timedelta(0) <= now - last < PAUSE:
                return
            self._told.pop(key, None)
            self._told[key] = now
            if len(self._told) > MOST:
                del self._told[next(iter(self._told))]
        tell()


paced: Final = Paced()
