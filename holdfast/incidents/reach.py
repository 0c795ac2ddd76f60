"""Where a word goes besides the emergency lists of those whom it is owed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Reach:
    """Whoever sends it may leave out the public, and the linked tickets; never a client."""

    public: bool = True
    """The status page, its feeds, and those who subscribed to it."""
    tickets: bool = True


EVERYWHERE: Final = Reach()
