"""Work on a connection of its own, beside the test's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection


class Elsewhere(threading.Thread):
    """Does one thing on a connection of its own, and keeps what was raised."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self._work = work
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:
            self.error = error
        finally:
            connection.close()

    def ended(self) -> Exception | None:
        """Wait for its end; what was raised, if anything."""
        self.join(30)
        assert not self.is_alive(), "It waits for good."
        return self.error


def until_somebody_waits(*, how_many: int = 1) -> None:
    """Return once so many other connections wait for locks that this one holds, also one behind the other."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees what it saw at first
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0"
            )
            if cursor.fetchone()[0] >= how_many:
                return
        time.sleep(0.005)
    pytest.fail("Nobody came to wait.")
