"""An allowance: how long a promise may take, in the unit in which the policy says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Unit(StrEnum):
    """Minutes and hours pass round the clock; business hours and days are measured on a calendar."""

    MINUTES = "min"
    HOURS = "h"
    BUSINESS_HOURS = "business hours"
    BUSINESS_DAYS = "business days"


_SPELLED: Final = {
    **dict.fromkeys(("min", "minute", "minutes"), Unit.MINUTES),
    **dict.fromkeys(("h", "hour", "hours"), Unit.HOURS),
    **dict.fromkeys(("business hour", "business hours"), Unit.BUSINESS_HOURS),
    **dict.fromkeys(("business day", "business days"), Unit.BUSINESS_DAYS),
}
_WORDS: Final = {Unit.MINUTES: "minutes", Unit.HOURS: "hours"}
_SECONDS: Final = {Unit.MINUTES: 60, Unit.HOURS: 3600, Unit.BUSINESS_HOURS: 3600}
_MOST: Final = {
    Unit.MINUTES: 10_000,
    Unit.HOURS: 10_000,
    Unit.BUSINESS_HOURS: 10_000,
    Unit.BUSINESS_DAYS: 1_000,
}
_AMOUNT: Final = re.compile(r"(?P<amount>[0-9]{1,9}) ?(?P<unit>[a-z][a-z ]*)")
_HOW: Final = 'Say it like "15 min", "1 h", "4 business hours" or "2 business days".'


@dataclass(frozen=True)
class Allowance:
    """So much time in its own unit; a day is never turned into 24 hours, nor the reverse (promises.md)."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= _MOST[self.unit]:
            raise ValueError(f"{self.amount} is outside 1 to {_MOST[self.unit]} {self.unit.value}.")

    @classmethod
    def parse(cls, text: str) -> Allowance:
        """The allowance that the text names, singular or plural, short or long; ValueError in plain words."""
        found = _AMOUNT.fullmatch(" ".join(text.casefold().split()))
        if found is None:
            raise ValueError(f'"{text[:60]}" is no length of time. {_HOW}')
        if found["unit"] in ("d", "day", "days"):
            raise ValueError(f'"{text[:60]}" does not say which days. Say "business days", or hours.')
        unit = _SPELLED.get(found["unit"])
        if unit is None:
            raise ValueError(f'"{text[:60]}" has an unknown unit. {_HOW}')
        return cls(int(found["amount"]), unit)

    def __str__(self) -> str:
        return f"{self.amount} {self._counted(self.unit.value)}"

    @property
    def in_words(self) -> str:
        """As a sentence says it: `15 minutes`, `1 hour`, `2 business days`."""
        return f"{self.amount} {self._counted(_WORDS.get(self.unit, self.unit.value))}"

    @property
    def is_elapsed(self) -> bool:
        """Whether it passes round the clock, so that no calendar plays a part."""
        return self.unit in (Unit.MINUTES, Unit.HOURS)

    @property
    def seconds(self) -> int | None:
        """Its length in seconds, of elapsed or of open time as the unit says; None for business days."""
        factor = _SECONDS.get(self.unit)
        return None if factor is None else self.amount * factor

    def _counted(self, unit: str) -> str:
        return unit.removesuffix("s") if self.amount == 1 else unit
