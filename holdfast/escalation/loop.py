"""The worker's loop over the ladder: reminders, and clients whom nobody looks after."""

from __future__ import annotations

from holdfast.escalation.actions import reminding
from holdfast.escalation.actions.gaps import look_for_missing

_BATCH = 100


def run_once() -> float:
    """See to what has come due; returns the seconds until the next look."""
    look_for_missing()
    return 0.0 if reminding.run_once(limit=_BATCH) >= _BATCH else 10.0
