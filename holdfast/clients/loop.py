"""The worker's loop over clients: reviews of emergency distribution lists that have come due."""

from __future__ import annotations

from typing import Final

from holdfast.clients.actions.list_reviews import make_reviews_due

_LOOK_EVERY: Final = 60.0


def run_once() -> float:
    """Make due what has begun; returns the seconds until the next look."""
    make_reviews_due()
    return _LOOK_EVERY
