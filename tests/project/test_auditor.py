"""The auditor: what must hold is looked at each minute, told when it does not, and only then the outside hears nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.project import auditor, checks
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from tests.files.clamd_standin import StandIn
from tests.notices.letters import tell
from tests.world import Clock, ticket_by_mail


@pytest.fixture
def outside() -> Iterator[tuple[str, list[str]]]:
    """A watcher outside, which notes each sign of life."""
    heard: list[str] = []

    class Watcher(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Watcher)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/alive", heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.django_db
def test_t78_a_promise_that_nobody_looks_at_is_told_once_an_hour_and_the_outside_hears_nothing(
    world: World, the_clock: Clock, outside: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = outside
    monkeypatch.setenv("HOLDFAST_HEARTBEAT_URL", address)
    auditor.run_once()
    assert heard == ["/alive"]
    ticket_by_mail(world)
    the_clock.forward(hours=1)  # no sweep, no sender
    auditor.run_once()
    the_clock.forward(minutes=1)
    auditor.run_once()
    assert heard == ["/alive"]
    told = TrailEntry.objects.filter(fact="InvariantBroken").values_list("said__code", flat=True)
    assert set(told) == {"sweep_late", "notices_late"}
    assert len(told) == 2
    assert Delivery.objects.filter(notice__kind="alarm", address=world.piotr.email).count() == 2
    the_clock.set(the_clock.now + timedelta(hours=1))
    auditor.run_once()
    assert TrailEntry.objects.filter(fact="InvariantBroken").count() == 4


@pytest.mark.django_db
def test_a_notice_with_fewer_rows_than_recipients_or_with_nobody_to_tell_is_found(
    world: World, the_clock: Clock
) -> None:
    tell(world.piotr, world.nell, event="whole")
    tell(world.piotr, world.piotr, event="twice-the-same")
    tell(world.piotr, event="joined-later")
    tell(world.piotr, world.nell, event="joined-later")
    assert auditor.everything_wrong() == []
    tell(world.piotr, world.nell, event="short")
    Delivery.objects.filter(notice__event="short", address=world.nell.email).delete()
    tell(event="for-nobody")
    (found,) = auditor.everything_wrong()
    assert (found.code, found.words) == (
        "fan_out_short",
        "Told to fewer people than it was for: short, for-nobody.",
    )


@pytest.mark.django_db
def test_an_open_ticket_without_a_turnaround_is_found(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world)
    the_clock.forward(minutes=2)
    assert auditor.everything_wrong() == []
    Promise.objects.filter(ticket=ticket, clause="turnaround").delete()
    assert [each.code for each in auditor.everything_wrong()] == ["no_turnaround"]


@pytest.mark.django_db
def test_t39_a_virus_scanner_that_does_not_answer_is_told_and_checked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandIn() as clamd:
        monkeypatch.setenv("HOLDFAST_CLAMD", clamd.told)
        assert auditor.everything_wrong() == []
        assert checks.find_virus_scanner() == (True, "it answers.")
    assert [each.code for each in auditor.everything_wrong()] == ["scanner_silent"]
    assert not checks.find_virus_scanner().fine
    monkeypatch.delenv("HOLDFAST_CLAMD")
    assert auditor.everything_wrong() == []
    assert checks.find_virus_scanner().fine
