"""The sink of a demo world: it accepts every mail at once; the ledger shows it, and nothing leaves."""

from __future__ import annotations

from holdfast.carriers.outcome import Outcome, Result


class Sink:
    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        return Outcome(Result.ACCEPTED, "Taken by the built-in sink of the demo world.")

    def probe(self) -> Outcome:
        return Outcome(Result.ACCEPTED, "The built-in sink of the demo world takes all mail; nothing leaves.")

    def close(self) -> None:
        """There is nothing to close."""
