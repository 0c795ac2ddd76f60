"""The worker's loop: whom an interruption reaches later; of maintenance reminders, starts, overruns, latecomers."""

from __future__ import annotations

from typing import Final

from holdfast.incidents.actions.attending import attend
from holdfast.incidents.actions.finding import find_clients

_LOOK_EVERY: Final = 15.0


def run_once() -> float:
    """See to every interruption and every maintenance that is not over; returns the seconds until the next look."""
    find_clients()
    attend()
    return _LOOK_EVERY
