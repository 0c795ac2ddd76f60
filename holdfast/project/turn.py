"""Lets a part load while the database is still being made ready."""

import os
import sys

HELD = "HOLDFAST_HELD"


def wait_for_turn() -> None:
    """Return once the supervisor says so; at once for a part that nobody holds back."""
    if os.environ.pop(HELD, None):
        sys.stdin.buffer.readline()
