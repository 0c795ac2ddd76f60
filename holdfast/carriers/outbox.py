"""The stand-in for a relay that is not there: what would leave is kept, and counts as accepted by nobody."""

from __future__ import annotations

from holdfast.carriers.outcome import Outcome, Result


class Outbox:
    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        return Outcome(Result.KEPT, "No relay is set, so this mail has not left.")

    def probe(self) -> Outcome:
        return Outcome(
            Result.KEPT, "No relay is set (HOLDFAST_RELAY): mail is kept in the outbox, and reaches nobody."
        )

    def close(self) -> None:
        """There is nothing to close."""
