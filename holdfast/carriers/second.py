"""Two wires as one: the second takes over while the first fails."""

from __future__ import annotations

import time

from holdfast.carriers.outcome import Carrier, Outcome, Result

AVOIDED_FOR = 60.0  # seconds for which a wire that failed is not asked again


class WithSecond:
    """The first wire, and where it fails without a word about the recipient, the second, at once."""

    def __init__(self, first: Carrier, second: Carrier, *, avoided_for: float = AVOIDED_FOR) -> None:
        self._first = first
        self._second = second
        self._avoided_for = avoided_for
        self._avoided_until = 0.0

    def send(self, envelope_from: str, to: str, message: bytes) -> Outcome:
        if time.monotonic() >= self._avoided_until:
            outcome = self._first.send(envelope_from, to, message)
            if not outcome.wire_failed:
                return outcome
            self._avoided_until = time.monotonic() + self._avoided_for
        outcome = self._second.send(envelope_from, to, message)
        if outcome.wire_failed:
            self._avoided_until = 0.0  # both fail: neither is better than the other
        return outcome

    def probe(self) -> Outcome:
        first, second = self._first.probe(), self._second.probe()
        if first.result is second.result is Result.ACCEPTED:
            return first
        works = first if first.result is Result.ACCEPTED else second
        failed = second if works is first else first
        return Outcome(works.result, f"{failed.reason} {works.reason}", wire_failed=works.wire_failed)

    def close(self) -> None:
        self._first.close()
        self._second.close()
