"""What happens to credits."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.clients.facts import ClientFact


@dataclass(frozen=True, kw_only=True)
class CreditDecided(ClientFact):
    """Per cent of the fee of that month (`2026-06`) were given; 0: declined."""

    credit: int
    month: str
    proposed: int
    percent: int
    because: str
