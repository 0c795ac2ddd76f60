"""The worker's loop over the procedure: silences and watchings that come due."""

from __future__ import annotations

from holdfast.procedure.actions import silence
from holdfast.procedure.actions.watching import remind_watchers

_BATCH = 100


def run_once() -> float:
    """See to what has come due; returns the seconds until the next look."""
    seen = silence.run_once(limit=_BATCH) + remind_watchers(limit=_BATCH)
    return 0.0 if seen >= _BATCH else 10.0
