"""This node's own clock beside the database's, which alone decides what is due (T75).

A node that is far off still signs nothing wrong and fires nothing early, but mail that leaves it carries its hour, and
what is wrong with it may be wrong with more: it sends none. The rows wait; a worker on another node takes them.
"""

from __future__ import annotations

import time
from typing import Final

from django.db import connection

ALARMED_ABOVE: Final = 2.0
SENDS_UP_TO: Final = 30.0


def seconds_ahead() -> float:
    """How far this node's clock is ahead of the database's, negative when behind; at least so far, in truth."""
    before = time.time()
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float")
        theirs: float = cursor.fetchone()[0]
    waited = time.monotonic() - began
    ahead = before + waited / 2 - theirs
    return max(0.0, ahead - waited / 2) if ahead > 0 else min(0.0, ahead + waited / 2)


def in_words(ahead: float) -> str:
    """`300 s ahead of the database`."""
    return f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the database"


def may_send(ahead: float) -> bool:
    """Whether mail may leave this node."""
    return abs(ahead) <= SENDS_UP_TO
