"""Instants inside a sentence."""

from __future__ import annotations

from datetime import datetime, tzinfo

from holdfast.look.times import short_time


def due_in_words(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """An instant as it stands after `by` or `on`: `today 16:00`, `Wed 25 Nov, 09:00`; in the reader's zone."""
    told = short_time(at, now=now, zone=zone)
    return f"today{told[5:]}" if told.startswith("Today") else told
