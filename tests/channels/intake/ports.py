"""Free ports, waiting for one to be taken, and the mark of tests in which things are really committed."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.killing import Child

REALLY_COMMITTED = pytest.mark.django_db(
    transaction=True, available_apps=["holdfast.channels", "holdfast.vendor"]
)
"""For tests of the doors: what they commit others see; in the end only the tables that doors write to are emptied."""


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def wait_for_port(port: int, *, while_running: Child | None = None) -> None:
    """Until something listens there."""
    pause = threading.Event()
    for _ in range(1000):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert while_running is None or while_running.status() is None, "it ended before it listened"
        pause.wait(0.02)
    raise AssertionError("nothing listens")
