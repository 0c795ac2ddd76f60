"""The worker's loop over promises: sweeps while something is due, then sleeps until the next is."""

from __future__ import annotations

from holdfast.kernel import holder
from holdfast.promises.actions.sweeping import BATCH, seconds_to_next, sweep


def run_once() -> float:
    """Fire one batch of what is due; returns the seconds until the next look."""
    if sweep(holder.name()) >= BATCH:
        return 0.0
    return seconds_to_next()
