"""The worker's loop over promises: sweeps while something is due, then sleeps until the next is."""

from __future__ import annotations

import os
import socket

from holdfast.promises.actions.sweeping import BATCH, seconds_to_next, sweep

_WORKER = f"{socket.gethostname()[:20]}-{os.getpid()}"


def run_once() -> float:
    """Fire one batch of what is due; returns the seconds until the next look."""
    if sweep(_WORKER) >= BATCH:
        return 0.0
    return seconds_to_next()
