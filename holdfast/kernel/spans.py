"""A length of time in figures."""

from __future__ import annotations


def span_text(seconds: float) -> str:
    """A span as clocks show it: `04:44` under an hour, `3 h 05 m` under a day, else `2 d 4 h`."""
    whole = int(abs(seconds))
    if whole < 3600:
        return f"{whole // 60:02d}:{whole % 60:02d}"
    if whole < 86_400:
        return f"{whole // 3600} h {whole % 3600 // 60:02d} m"
    return f"{whole // 86_400} d {whole % 86_400 // 3600} h"
