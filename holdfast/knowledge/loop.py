"""The worker's loop over articles: what was approved for a time, reviews that come due, counts that are old."""

from __future__ import annotations

from typing import Final

from holdfast.knowledge.actions.counting import forget_old_counts
from holdfast.knowledge.actions.review_dates import tell_of_reviews_due
from holdfast.knowledge.actions.reviewing import publish_due

_LOOK_EVERY: Final = 20.0


def run_once() -> float:
    """One batch of each; returns the seconds until the next look."""
    done = publish_due() + tell_of_reviews_due()
    forget_old_counts()
    return 0.0 if done else _LOOK_EVERY
