"""Many actions in one transaction of the caller's, who has only one use for a fault: to let all of it be undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def joined() -> Iterator[None]:
    """Whatever is done within stands or falls together; the actions, each a transaction elsewhere, make no savepoints.

    Seven thousand of them, in the months of the demo world, of which none is ever gone back to.
    """
    with transaction.atomic():
        connection.features.uses_savepoints = False
        try:
            yield
        finally:
            connection.features.uses_savepoints = True
