"""The stand-in for a relay that is not there: what would leave is kept, and counts as accepted by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.post import Post

NOTHING_LEAVES: Final = (
    "Nothing leaves here (HOLDFAST_NOTHING_LEAVES): all is kept in the outbox, and reaches nobody."
)


@dataclass(frozen=True)
class Outbox:
    """Keeps all mail, and says why."""

    why: str = "No relay is set, so this mail has not left."
    found: str = "No relay is set (HOLDFAST_RELAY): mail is kept in the outbox, and reaches nobody."

    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        return Outcome(Result.KEPT, self.why)

    def probe(self) -> Outcome:
        return Outcome(Result.KEPT, self.found)

    def close(self) -> None:
        """There is nothing to close."""


class Keeping:
    """The same for every channel other than mail, where nothing may leave at all."""

    def send(self, post: Post) -> Outcome:
        return Outcome(Result.KEPT, NOTHING_LEAVES)

    def probe(self) -> Outcome:
        return Outcome(Result.KEPT, NOTHING_LEAVES)
