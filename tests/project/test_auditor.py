"""The auditor: what must hold is looked at each minute, told when it does not, and only then the outside hears nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest
import time_machine
from django.db import connection
from pytest_django.fixtures import Settings

from holdfast.channels.mail import imap_door
from holdfast.channels.mail.checks import check_mail_in
from holdfast.channels.mail.mailboxes import save_mailbox
from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.models import Mailbox
from holdfast.kernel.finding import Finding
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.project import auditor, checks
from holdfast.project.demo.world import World
from holdfast.project.heartbeats import beat
from holdfast.promises.models import Promise
from tests.channels.intake.letters import ORLA, US, letter
from tests.channels.intake.test_starttls import made
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
        assert checks.find_virus_scanner() == Finding(True, "it answers.")
    assert [each.code for each in auditor.everything_wrong()] == ["scanner_silent"]
    assert not checks.find_virus_scanner().is_well
    monkeypatch.delenv("HOLDFAST_CLAMD")
    assert auditor.everything_wrong() == []
    assert checks.find_virus_scanner().is_well


FIVE_MINUTES = timedelta(minutes=5)


def look_for_five_minutes(the_clock: Clock) -> list[set[str]]:
    """What the auditor finds in each of the next five looks, a minute apart."""
    found = []
    for _ in range(5):
        the_clock.forward(minutes=1)
        found.append({each.code for each in auditor.everything_wrong()})
    return found


@pytest.mark.django_db
def test_t78_a_loop_that_hangs_silences_the_heartbeat_within_five_minutes(
    world: World, outside: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = outside
    monkeypatch.setenv("HOLDFAST_HEARTBEAT_URL", address)
    beat("promises")
    auditor.run_once()
    assert heard == ["/alive"]
    with connection.cursor() as cursor:  # signs of life go by the real clock, which no test moves
        cursor.execute(
            "UPDATE project_heartbeat SET at = clock_timestamp() - %s", [FIVE_MINUTES - timedelta(minutes=1)]
        )
    auditor.run_once()
    assert heard == ["/alive"]
    assert TrailEntry.objects.get(fact="InvariantBroken").said["words"] == "Silent: promises."


@pytest.mark.django_db
def test_t78_mail_that_nobody_files_is_told_within_five_minutes(world: World, the_clock: Clock) -> None:
    store_raw([Arrival(mailbox="support", raw=letter(sender=ORLA), door="smtp", envelope_to=[US])])
    found = look_for_five_minutes(the_clock)
    assert found[0] == set()
    assert found[-1] == {"mail_late"}


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["logged out", "nobody looks"])
def test_t78_a_mailbox_from_which_nothing_comes_is_told_within_five_minutes(
    world: World, the_clock: Clock, trouble: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = save_mailbox(name="support", host="imap.example", user="u", password="right", by=world.piotr)
    imap_door._note_well(mailbox)
    assert auditor.everything_wrong() == []
    if trouble == "logged out":
        imap_door._note_trouble(mailbox, "LOGIN failed")
    found = look_for_five_minutes(the_clock)
    assert found[0] == set()
    assert "mailbox_silent" in found[-1]  # beside the alarm of it, which nobody sends here
    with monkeypatch.context() as copied:  # a restored copy leaves its mailboxes to the original, and says so
        copied.setenv("HOLDFAST_NOTHING_LEAVES", "true")
        here, settings.ENV = settings.ENV, msgspec.structs.replace(settings.ENV, nothing_leaves=True)
        assert "mailbox_silent" not in {each.code for each in auditor.everything_wrong()}
        told = [each for each in check_mail_in(host="127.0.0.1", port=1) if each.about == "mailbox"]
        assert [each.is_well for each in told] == [True]
        settings.ENV = here
    Mailbox.objects.update(is_active=False)
    assert "mailbox_silent" not in {each.code for each in auditor.everything_wrong()}


@pytest.mark.django_db
def test_t78_a_certificate_that_ran_out_silences_the_heartbeat_and_is_checked(
    world: World, tmp_path: Path, outside: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = made(tmp_path, "door")  # good for a day
    for name, value in (("CERT", certificate.chain), ("KEY", certificate.key)):
        monkeypatch.setenv(f"HOLDFAST_MAIL_TLS_{name}", value)
    monkeypatch.setenv("HOLDFAST_HEARTBEAT_URL", outside[0])
    auditor.run_once()
    assert outside[1] == ["/alive"]
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, seconds=1)):
        assert "ran out on" in certificate.trouble()
        assert "certificate" in {each.code for each in auditor.everything_wrong()}
        auditor.run_once()
    assert outside[1] == ["/alive"]


@pytest.mark.django_db
def test_a_worker_that_starts_after_a_long_stop_first_lets_its_loops_come_round(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO project_heartbeat (loop, at) VALUES ('promises', clock_timestamp() - interval '1 h')"
        )
    told = TrailEntry.objects.filter(fact="InvariantBroken")
    assert 0 < auditor.Auditor().run_once() <= auditor.SETTLED_AFTER
    assert not told.exists()
    monkeypatch.setattr(auditor, "SETTLED_AFTER", 0.0)
    assert auditor.Auditor().run_once() == auditor.EVERY
    assert told.get().said["words"] == "Silent: promises."
