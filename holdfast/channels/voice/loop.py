"""The worker's loop over calls: those that were left open, recordings that are to be fetched or removed,
copies of them elsewhere."""

from __future__ import annotations

from holdfast.channels.voice import copies, recordings
from holdfast.channels.voice.unheard import end_unheard


def run_once() -> float:
    """See to one of them; returns the seconds until the next look."""
    return 0.0 if end_unheard() else min(recordings.run_once(), copies.run_once())
