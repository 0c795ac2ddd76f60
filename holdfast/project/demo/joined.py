"""Many actions in one transaction of the caller's, who has only one use for a fault: to let all of it be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def joined() -> Iterator[None]:
    """What is done within stands or falls together; the actions, each a transaction elsewhere, make no savepoints.

    They would be seven thousand in the months of the demo world, of which none is ever gone back to. Within another, it
    alone can be undone.
    """
    features = connection.features
    before, features.uses_savepoints = features.uses_savepoints, True
    try:
        with transaction.atomic():
            features.uses_savepoints = False
            try:
                yield
            finally:
                features.uses_savepoints = True
    finally:
        features.uses_savepoints = before
