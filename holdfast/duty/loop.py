"""The worker's loop over duty: steps of pages that have come due, gaps that begin, and the daily look ahead."""

from __future__ import annotations

from holdfast.duty.actions import paging
from holdfast.duty.actions.gaps import look_for_begun, look_for_gaps

_BATCH = 50


def run_once() -> float:
    """See to what has come due; returns the seconds until the next look."""
    taken = paging.run_once(limit=_BATCH)
    look_for_gaps()
    look_for_begun()
    return 0.0 if taken >= _BATCH else 5.0
