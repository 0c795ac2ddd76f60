"""Quarters of the year at a place: which one it is there, and the instant at which one begins (T69)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class Quarter:
    """`2026-Q4`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"

    @classmethod
    def named(cls, name: str) -> Quarter:
        year, _, number = name.partition("-Q")
        return cls(int(year), int(number))

    @classmethod
    def at(cls, instant: datetime, zone: ZoneInfo) -> Quarter:
        """The quarter that it is there at that instant."""
        there = instant.astimezone(zone)
        return cls(there.year, (there.month + 2) // 3)

    @property
    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def begins(self, zone: ZoneInfo) -> datetime:
        """The first instant of its first day there (UTC), also where that day has no midnight or has it twice."""
        return datetime(self.year, self.number * 3 - 2, 1, tzinfo=zone).astimezone(UTC)
