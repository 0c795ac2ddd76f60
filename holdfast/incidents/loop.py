"""The worker's loop over maintenance: reminders, starts, overruns, latecomers."""

from __future__ import annotations

from typing import Final

from holdfast.incidents.actions.attending import attend

_LOOK_EVERY: Final = 15.0


def run_once() -> float:
    """See to every maintenance that is not over; returns the seconds until the next look."""
    attend()
    return _LOOK_EVERY
