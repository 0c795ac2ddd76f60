"""What the tests of the way in share: a home for attachments, a vendor, and doors that really listen."""

from __future__ import annotations

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdfast.channels.mail import smtp_door
from holdfast.kernel import clock
from holdfast.vendor.models import Vendor
from tests.channels.intake.letters import end_intake

SUPPORT = "support@pellucid.example"


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


REALLY_COMMITTED = pytest.mark.django_db(
    transaction=True, available_apps=["holdfast.channels", "holdfast.vendor"]
)
"""For tests of the doors: what they commit others see; in the end only the tables that doors write to are emptied."""


@pytest.fixture(scope="session", autouse=True)
def one_reader() -> Iterator[None]:
    yield
    end_intake()


@pytest.fixture
def vendor(transactional_db: None) -> Vendor:
    """The vendor, set up and committed, so that other threads and processes see it."""
    return Vendor.objects.create(
        name="Pellucid",
        support_address=SUPPORT,
        other_addresses=["billing@pellucid.example"],
        set_up_at=clock.now(),
    )


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def wait_for_port(port: int, *, while_running: subprocess.Popen[bytes] | None = None) -> None:
    """Until something listens there."""
    pause = threading.Event()
    for _ in range(1000):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert while_running is None or while_running.poll() is None, "it ended before it listened"
        pause.wait(0.02)
    raise AssertionError("nothing listens")


@pytest.fixture
def open_door(transactional_db: None) -> Iterator[Callable[..., int]]:
    """Open a door on a free port, and shut all doors in the end; returns the port."""
    opened: list[tuple[threading.Event, threading.Thread]] = []

    def open_one(kind: str = "smtp") -> int:
        ports = {"port": free_port(), "lmtp_port": free_port()}
        stop = threading.Event()
        door = threading.Thread(target=smtp_door.serve, args=(stop,), kwargs={"host": "127.0.0.1", **ports})
        door.start()
        opened.append((stop, door))
        wait_for_port(ports["lmtp_port"])
        return ports["port"] if kind == "smtp" else ports["lmtp_port"]

    yield open_one
    for stop, _ in opened:
        stop.set()
    for _, door in opened:
        door.join(10)
        assert not door.is_alive()
