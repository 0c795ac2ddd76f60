"""The worker's loop over calls: those that were left open, recordings that are to be fetched or removed,
copies of them elsewhere."""

from __future__ import annotations

from django.conf import settings

from holdfast.channels.voice import copies, recordings
from holdfast.channels.voice.unheard import end_unheard


def run_once() -> float:
    """See to one of them; returns the seconds until the next look.

    A restored copy asks the provider for nothing: it would remove what the original has yet to fetch.
    """
    if end_unheard():
        return 0.0
    if settings.ENV.nothing_leaves:
        return recordings.IDLE
    return min(recordings.run_once(), copies.run_once())
