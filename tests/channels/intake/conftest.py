"""What the tests of the way in share: a home for attachments, a vendor, and doors that really listen.

Nothing of Django is imported up here: pytest reads this before the environment is set.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.channels.intake.ports import free_port, wait_for_port

if TYPE_CHECKING:
    from holdfast.vendor.models import Vendor


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(scope="session", autouse=True)
def one_reader() -> Iterator[None]:
    yield
    from tests.channels.intake.letters import end_intake

    end_intake()


@pytest.fixture
def vendor(transactional_db: None) -> Vendor:
    """The vendor, set up and committed, so that other threads and processes see it."""
    from holdfast.kernel import clock
    from holdfast.vendor.models import Vendor

    return Vendor.objects.create(
        name="Pellucid",
        support_address="support@pellucid.example",
        other_addresses=["billing@pellucid.example"],
        set_up_at=clock.now(),
    )


@pytest.fixture
def open_door(transactional_db: None) -> Iterator[Callable[..., int]]:
    """Open a door on a free port, and shut all doors in the end; returns the port."""
    from holdfast.channels.mail import smtp_door

    opened: list[tuple[threading.Event, threading.Thread]] = []

    def open_one(kind: str = "smtp", **more: object) -> int:
        ports = {"port": free_port(), "lmtp_port": free_port()}
        stop = threading.Event()
        door = threading.Thread(
            target=smtp_door.serve, args=(stop,), kwargs={"host": "127.0.0.1", **ports, **more}
        )
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
