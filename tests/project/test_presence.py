"""A worker that is killed lets go what it had in hand within seconds, and one that lives keeps it (T56, T57)."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.models import Mailbox, RawMail
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.project import presence
from holdfast.project.demo.world import build_world
from holdfast.project.models import Presence
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket
from tests.channels.intake.letters import BRAM, letter, run_intake
from tests.killing import Child
from tests.project.present_worker import stand_still_with_everything
from tests.world import NOON, Clock, ticket_by_mail

HELD = {"mail": RawMail, "notice": Delivery, "promise": Promise, "mailbox": Mailbox}
pytestmark = pytest.mark.django_db(
    transaction=True,
    available_apps=[
        name for name in settings.INSTALLED_APPS if not name.endswith((".kernel", ".contenttypes"))
    ],
)


@pytest.fixture(autouse=True)
def work(transactional_db: None, settings, tmp_path: Path) -> Iterator[None]:
    """A world in which one of everything waits to be taken in hand."""
    settings.HOME = tmp_path
    time = Clock()
    ticket_by_mail(build_world())
    time.set(NOON + timedelta(minutes=31))
    Mailbox.objects.create(name="support", host="imap.example", user="support")
    store_raw([Arrival(mailbox="a", raw=letter(sender=BRAM), door="ingest")])
    yield
    clock.set_for_test(None)
    TrailEntry.objects.all().delete()


@contextmanager
def a_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    """A real one, that has everything in hand."""
    monkeypatch.delenv("HOLDFAST_LISTEN_URL", raising=False)
    with Child(lambda: asyncio.run(stand_still_with_everything())) as worker:
        assert f"-{worker.pid}" in worker.said.readline()
        yield worker


def held() -> set[str]:
    """What stands under a lease."""
    at = clock.now()
    return {name for name, model in HELD.items() if model.objects.filter(lease_until__gt=at).exists()}


def look_until(done: Callable[[], bool]) -> None:
    """Look as a colleague's loop does, until it has come to that."""
    pause = threading.Event()
    for _ in range(500):
        presence.run_once()
        if done():
            return
        pause.wait(0.01)
    raise AssertionError(f"still held: {held()}")


def test_t56_what_a_killed_worker_had_in_hand_is_let_go_at_once_and_a_notice_when_its_death_is_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_worker(monkeypatch) as worker:
        presence.run_once()
        assert held() == set(HELD)
        worker.kill()
        look_until(lambda: held() == {"notice"})
        run_intake()
        assert Ticket.objects.filter(requester__email="bram@ospreylane.example").count() == 1
        assert Presence.objects.get().missed_at is not None
        monkeypatch.setattr(presence, "GRACE", 0.0)
        look_until(lambda: held() == set())
    assert not Presence.objects.exists()
    assert Delivery.objects.filter(state="waiting", due_at__lte=clock.now(), lease_until=clock.now()).exists()


def test_t57_a_worker_that_is_stopped_but_lives_keeps_what_it_has_until_its_lease_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_worker(monkeypatch) as worker:
        worker.kill(signal.SIGSTOP)
        presence.run_once()
        assert held() == set(HELD)
        assert Presence.objects.get().missed_at is None


def test_t57_a_worker_whose_line_to_the_database_broke_keeps_its_notices_and_is_missed_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with a_worker(monkeypatch) as worker, connection.cursor() as cursor:
        worker.kill(signal.SIGSTOP)
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'holdfast hints'"
            " AND datname = current_database()"
        )
        look_until(lambda: Presence.objects.get().missed_at is not None)
        assert held() == {"notice"}
        worker.kill(signal.SIGCONT)
        look_until(lambda: Presence.objects.get().missed_at is None)
        assert "notice" in held()
