"""Mailboxes fetched by IMAP from a server on a real socket: done only after the commit, once whatever happens."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError

from holdfast.channels.mail import imap_door
from holdfast.channels.mail.checks import check_mail_in
from holdfast.channels.mail.imap_door import Fetcher, fetch_new
from holdfast.channels.mail.imap_line import ImapLine, NotGiven, NotMarked
from holdfast.channels.mail.mailboxes import password_of, save_mailbox
from holdfast.channels.mail.reasons import Reason
from holdfast.channels.models import Mailbox, MailState, RawMail, Tls
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.project.demo.world import World
from tests.channels.intake.imap_server import Folder, ImapServer
from tests.channels.intake.letters import ORLA, letter
from tests.channels.intake.ports import REALLY_COMMITTED

RAW = letter(sender=ORLA)
ARRIVED = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[ImapServer]:
    one = ImapServer()
    yield one
    one.close()


@pytest.fixture
def mailbox(world: World, server: ImapServer) -> Mailbox:
    return save_mailbox(
        name="support",
        host="127.0.0.1",
        port=server.port,
        tls=Tls.NONE,
        user="support",
        password="right",
        by=world.piotr,
    )


def _fetch(mailbox: Mailbox) -> int:
    mailbox.refresh_from_db()
    line = ImapLine(mailbox, password_of(mailbox))
    try:
        return fetch_new(line, mailbox)
    finally:
        line.close()


def test_new_mail_is_stored_with_its_arrival_and_then_marked(server: ImapServer, mailbox: Mailbox):
    kept = server.inbox.put(RAW)
    _fetch(mailbox)
    mail = RawMail.objects.get()
    assert (bytes(mail.raw), mail.door, mail.mailbox, mail.reached_at) == (RAW, "imap", "support", ARRIVED)
    assert mail.envelope_from is None
    assert "\\Seen" in kept.flags
    assert _fetch(mailbox) == 0


def test_a_mail_that_somebody_opened_before_us_is_not_lost(server: ImapServer, mailbox: Mailbox):
    server.inbox.put(RAW)
    _fetch(mailbox)
    server.inbox.put(RAW + b"two", seen=True)
    _fetch(mailbox)
    assert RawMail.objects.count() == 2


def test_an_old_mailbox_brings_only_what_nobody_has_read(server: ImapServer, mailbox: Mailbox):
    for number in range(5):
        server.inbox.put(RAW + b"%d" % number, seen=number < 4)
    _fetch(mailbox)
    assert [bytes(each.raw)[-1:] for each in RawMail.objects.all()] == [b"4"]
    assert _fetch(mailbox) == 0


def test_t22_lost_marks_and_new_numbers_bring_nothing_twice(server: ImapServer, mailbox: Mailbox):
    kept = [server.inbox.put(RAW + b"%d" % number) for number in range(3)]
    _fetch(mailbox)
    for each in kept:
        each.flags.clear()
    assert _fetch(mailbox) == 3
    server.inbox.uid_validity = 99
    for each in kept:
        each.uid += 500
    server.inbox.next_uid = 600
    Mailbox.objects.update(fetched_at=clock.now())
    assert _fetch(mailbox) == 3
    mailbox.refresh_from_db()
    assert (mailbox.uid_validity, mailbox.last_uid) == (99, 599)
    assert RawMail.objects.count() == 3


def test_new_numbers_in_a_quiet_week_bring_nothing_that_was_old_before_us(
    server: ImapServer, mailbox: Mailbox
):
    for number in range(5):
        server.inbox.put(RAW + b"%d" % number, seen=True)
    _fetch(mailbox)
    server.inbox.uid_validity = 99
    server.finds_since = False
    for _ in range(2):
        _fetch(mailbox)
    assert not RawMail.objects.exists()
    server.inbox.put(RAW + b"new", seen=True)
    _fetch(mailbox)
    assert RawMail.objects.count() == 1


def test_a_mail_is_marked_only_when_it_is_stored(server: ImapServer, mailbox: Mailbox, monkeypatch):
    kept = server.inbox.put(RAW)

    def refuse(*_: object) -> int:
        raise DatabaseError("disk full")

    monkeypatch.setattr(imap_door, "store_raw", refuse)
    with pytest.raises(DatabaseError):
        _fetch(mailbox)
    assert kept.flags == set()
    monkeypatch.undo()
    _fetch(mailbox)
    assert RawMail.objects.count() == 1


@pytest.mark.parametrize("answer", ["NO", "BAD"])
def test_a_mail_that_the_server_refuses_holds_up_no_other_and_is_asked_for_again(
    server: ImapServer, mailbox: Mailbox, trail: Callable[[], list[str]], answer: str
):
    first, broken, last = (server.inbox.put(RAW + b"%d" % number) for number in range(3))
    server.refused[broken.uid] = answer
    for _ in range(2):
        _fetch(mailbox)
    assert [bytes(each.raw)[-1:] for each in RawMail.objects.order_by("pk")] == [b"0", b"2"]
    assert ("\\Seen" in first.flags, broken.flags, "\\Seen" in last.flags) == (True, set(), True)
    assert trail().count("MailNotGiven") == 1
    found = [each for each in check_mail_in(host="127.0.0.1", port=1) if each.about == "mailbox"]
    assert any(not each.is_well and f"UID {broken.uid}." in each.words for each in found)
    broken.flags.add("\\Seen")  # whoever opens it meanwhile does not make us forget it
    server.refused.clear()
    _fetch(mailbox)
    assert RawMail.objects.count() == 3
    mailbox.refresh_from_db()
    assert mailbox.not_given == []


def test_a_server_that_refuses_everything_is_a_mailbox_that_fails(
    server: ImapServer, mailbox: Mailbox, trail: Callable[[], list[str]], monkeypatch
):
    monkeypatch.setattr(imap_door, "MOST_NOT_GIVEN", 2)
    for number in range(4):
        server.refused[server.inbox.put(RAW + b"%d" % number).uid] = "NO"
    with pytest.raises(NotGiven):
        _fetch(mailbox)
    assert "MailNotGiven" not in trail()
    server.refused.clear()
    _fetch(mailbox)
    assert RawMail.objects.count() == 4


def test_what_is_done_is_moved_where_a_folder_for_it_is_named(server: ImapServer, mailbox: Mailbox):
    Mailbox.objects.update(done_folder="Done")
    server.inbox.put(RAW)
    _fetch(mailbox)
    assert server.inbox.mails == []
    assert [each.raw for each in server.folders["Done"].mails] == [RAW]


def test_a_folder_for_what_is_done_that_is_gone_keeps_no_mail_out(server: ImapServer, mailbox: Mailbox):
    Mailbox.objects.update(done_folder="Gone")
    for number in range(3):
        server.inbox.put(RAW + b"%d" % number)
    with pytest.raises(NotMarked, match="Gone"):
        _fetch(mailbox)
    assert RawMail.objects.count() == len(server.inbox.mails) == 3
    server.folders["Gone"] = Folder()
    _fetch(mailbox)
    assert (RawMail.objects.count(), server.inbox.mails) == (3, [])


def test_a_password_with_letters_beyond_ascii_opens_the_mailbox(
    server: ImapServer, mailbox: Mailbox, home: Path
):
    server.password = "grün"
    (home / "secrets" / f"mailbox-{mailbox.pk}").write_text("grün")
    server.inbox.put(RAW)
    assert _fetch(mailbox) == 1


@pytest.mark.parametrize(
    "arrived", ["24-Nov-2027 11:30:00 +0000", "01-Jan-2020 00:00:00 +0000", "99-Foo-2026 00:00:00 +0000"]
)
def test_an_arrival_that_can_not_be_true_is_now(server: ImapServer, mailbox: Mailbox, arrived: str):
    server.inbox.put(RAW, arrived=arrived)
    _fetch(mailbox)
    assert RawMail.objects.get().reached_at == clock.now()


def test_a_mail_that_is_too_large_is_shown_in_quarantine_and_stays_in_the_mailbox(
    server: ImapServer, mailbox: Mailbox, monkeypatch
):
    monkeypatch.setattr(imap_door, "LARGEST_MAIL", 100)
    server.inbox.put(RAW)
    _fetch(mailbox)
    mail = RawMail.objects.get()
    assert (mail.state, mail.reason) == (MailState.QUARANTINED, Reason.TOO_LARGE)
    assert b"Subject" in bytes(mail.raw)


def test_the_password_lies_in_a_private_file_and_nowhere_else(world: World, mailbox: Mailbox, home: Path):
    [file] = (home / "secrets").iterdir()
    assert (stat.S_IMODE(file.stat().st_mode), file.read_text()) == (0o600, "right")
    assert "right" not in str([entry.said for entry in TrailEntry.objects.all()])
    save_mailbox(name="support", host="imap.example", user="support", by=world.piotr)
    assert password_of(mailbox) == "right"
    with pytest.raises(Forbidden):
        save_mailbox(name="other", host="imap.example", user="u", password="p", by=world.tobin)
    with pytest.raises(Refused) as refused:
        save_mailbox(name="other", host="imap.example", user="u", by=world.piotr)
    assert refused.value.field == "password"


def test_of_several_workers_one_fetches_a_mailbox(mailbox: Mailbox):
    first, second = Fetcher(mailbox.pk), Fetcher(mailbox.pk)
    assert first._claimed() is not None
    assert second._claimed() is None
    assert first._claimed() is not None
    clock.set_for_test(clock.now() + imap_door.LEASE + timedelta(seconds=1))
    assert second._claimed() is not None
    assert first._claimed() is None


@pytest.mark.parametrize(
    "trouble", ["wrong password", "no file", "nobody there", "no answer that anybody foresaw"]
)
def test_a_mailbox_that_fails_is_told_once_and_so_is_its_recovery(
    server: ImapServer, mailbox: Mailbox, home: Path, trail: Callable[[], list[str]], trouble: str
):
    stop = threading.Event()
    stop.set()  # so that the pauses end at once
    if trouble == "wrong password":
        server.password = "another"
    elif trouble == "no file":
        (home / "secrets" / f"mailbox-{mailbox.pk}").unlink()
    elif trouble.startswith("no answer"):
        server.inbox.uid_validity = "9" * 5000  # type: ignore[assignment]  # too long to be taken for a number
    else:
        server.close()
    fetcher = Fetcher(mailbox.pk)
    for _ in range(2):
        mailbox.refresh_from_db()
        fetcher._stay(mailbox, stop)
    mailbox.refresh_from_db()
    assert mailbox.failing_since == clock.now()
    assert mailbox.trouble
    assert "right" not in mailbox.trouble
    imap_door._note_well(mailbox)
    assert [fact for fact in trail() if fact.startswith("Mailbox")] == [
        "MailboxSaved",
        "MailboxFailed",
        "MailboxRecovered",
    ]


def test_a_server_that_always_has_something_to_tell_is_not_asked_without_a_pause(
    server: ImapServer, mailbox: Mailbox
):
    paused: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            paused.append(timeout or 0.0)
            return False

    line = ImapLine(mailbox, "right")
    try:
        for _ in range(3):
            server.changed.set()
            Fetcher(mailbox.pk)._rest(line, Stop())
    finally:
        line.close()
    assert len(paused) == 3
    assert sum(paused) > 2


class TestTheWholeDoor:
    pytestmark = REALLY_COMMITTED

    def test_mail_that_comes_while_we_idle_is_fetched_and_a_broken_line_is_opened_again(
        self, transactional_db: None, server: ImapServer, home: Path, monkeypatch
    ):
        monkeypatch.setattr(imap_door, "FIRST_PAUSE", 0.05)
        monkeypatch.setattr(imap_door, "LOOKS_APART", 0.05)
        monkeypatch.setattr(Fetcher, "_pause", 0.05)
        mailbox = Mailbox.objects.create(
            name="support", host="127.0.0.1", port=server.port, tls=Tls.NONE, user="u"
        )
        (home / "secrets").mkdir()
        (home / "secrets" / f"mailbox-{mailbox.pk}").write_text("right")
        stop = threading.Event()
        door = threading.Thread(target=imap_door.serve, args=(stop,))
        server.inbox.put(RAW)
        door.start()
        try:
            _until(lambda: RawMail.objects.count() == 1)
            _until(lambda: "IDLE" in server.said)
            server.arrive(RAW + b"two")
            _until(lambda: RawMail.objects.count() == 2)
            server.drop_lines()
            server.inbox.put(RAW + b"three")
            _until(lambda: RawMail.objects.count() == 3)
        finally:
            stop.set()
            door.join(15)
        assert not door.is_alive()
        assert all("\\Seen" in each.flags for each in server.inbox.mails)


def _until(holds: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(1000):
        if holds():
            return
        waiting.wait(0.01)
    raise AssertionError("it never came true")
