"""A month in an address."""

from __future__ import annotations

from datetime import date


class MonthInPath:
    """`2026-06`."""

    regex = r"2\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"
