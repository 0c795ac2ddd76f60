"""What became of one mail that was given to a wire, and what every wire offers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Result(StrEnum):
    ACCEPTED = "accepted"
    """The other side took responsibility for it."""
    KEPT = "kept"
    """Nothing left the house; it waits in the outbox."""
    TEMPORARY = "temporary"
    """Refused for now, or never given over: it can be tried again without a duplicate."""
    PERMANENT = "permanent"
    """Refused for good; another try would be refused too."""
    UNKNOWN = "unknown"
    """Given over whole, then the line broke before the answer: it may have been accepted."""


@dataclass(frozen=True)
class Outcome:
    """The result for one recipient, its reason in words, and whether the wire itself was at fault."""

    result: Result
    reason: str = ""
    wire_failed: bool = False
    """True when nothing was said about the recipient: another wire may do better at once."""
    again_after: float | None = None
    """Seconds for which the other side asks to be left alone; None where it does not say."""
    ends_endpoint: bool = False
    """True when the other side says that nothing is taken at this address any more."""


class Carrier(Protocol):
    """A wire: used by one thread at a time, kept open over a batch, and closed after it."""

    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        """Give one mail to one recipient; never raises for what the other side does."""

    def probe(self) -> Outcome:
        """Whether the wire would take mail now, without sending any."""

    def close(self) -> None:
        """End the connection, if there is one; the next `send` opens another."""
