"""SMTP and LMTP on a real socket: only mail for us, and yes only to what is stored."""

from __future__ import annotations

import smtplib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from holdfast.channels.mail import smtp_door
from holdfast.channels.models import MailState, RawMail
from holdfast.vendor.models import Vendor
from tests.changed_database import change_database
from tests.channels.intake.ports import REALLY_COMMITTED, free_port, wait_for_port

pytestmark = REALLY_COMMITTED

RAW = b"From: Orla <orla@osprey.example>\r\nTo: support@pellucid.example\r\nSubject: Slow\r\n\r\nIt is slow.\r\n"
US = "support@pellucid.example"


@pytest.fixture
def line(vendor: Vendor, open_door: Callable[..., int]) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", open_door(), timeout=10) as line:
        line.ehlo("client.example")
        yield line


def test_a_mail_is_stored_whole_before_it_is_accepted(line: smtplib.SMTP):
    assert line.sendmail("orla@osprey.example", [US, "Billing+A1@Pellucid.example"], RAW) == {}
    mail = RawMail.objects.get()
    assert bytes(mail.raw) == RAW
    assert (mail.mailbox, mail.door, mail.peer, mail.state) == (US, "smtp", "127.0.0.1", MailState.STORED)
    assert (mail.envelope_from, mail.envelope_to) == (
        "orla@osprey.example",
        [US, "Billing+A1@Pellucid.example"],
    )
    assert mail.size == len(RAW)


def test_t22_the_same_mail_given_twice_is_kept_once_and_accepted_twice(line: smtplib.SMTP):
    line.sendmail("orla@osprey.example", [US], RAW)
    line.sendmail("orla@osprey.example", [US], RAW)
    line.sendmail("orla@osprey.example", ["support+a1.2.x@pellucid.example"], RAW)
    assert sorted(RawMail.objects.values_list("mailbox", flat=True)) == [
        "support+a1.2.x@pellucid.example",
        US,
    ]


def test_nothing_is_relayed(line: smtplib.SMTP):
    line.mail("orla@osprey.example")
    for address in (
        "sales@pellucid.example",
        "support@elsewhere.example",
        "support%x@elsewhere.example",
        "root",
    ):
        assert line.rcpt(address)[0] == 550
    assert line.docmd("DATA")[0] == 503
    assert line.rcpt(US)[0] == 250


def test_until_support_is_set_up_no_mail_is_taken_and_none_is_lost(
    vendor: Vendor, open_door: Callable[..., int]
):
    Vendor.objects.update(set_up_at=None)
    with smtplib.SMTP("127.0.0.1", open_door(), timeout=10) as line:
        line.ehlo("client.example")
        line.mail("orla@osprey.example")
        assert line.rcpt(US)[0] == 451


def test_the_null_sender_eight_bits_and_wide_addresses_are_taken(line: smtplib.SMTP):
    line.sendmail("", [US], RAW.replace(b"It is slow", b"Gr\xfc\xdfe"), mail_options=["BODY=8BITMIME"])
    line.command_encoding = "utf-8"
    line.sendmail("jörg@müller.example", [US], RAW, mail_options=["SMTPUTF8"])
    assert list(RawMail.objects.order_by("pk").values_list("envelope_from", flat=True)) == [
        "",
        "jörg@müller.example",
    ]
    assert b"Gr\xfc\xdfe" in bytes(RawMail.objects.earliest("pk").raw)


def test_a_line_of_html_that_is_far_too_long_is_taken(line: smtplib.SMTP):
    raw = RAW + b"<p>" + b"x" * 300_000 + b"</p>\r\n"
    line.sendmail("orla@osprey.example", [US], raw)
    assert bytes(RawMail.objects.get().raw) == raw


def test_a_mail_that_is_too_large_is_refused_for_good(line: smtplib.SMTP):
    assert line.mail("orla@osprey.example", ["SIZE=60000000"])[0] == 552


def test_t30_only_crlf_dot_crlf_ends_a_mail(line: smtplib.SMTP):
    """Every other end of data that some server takes stays text of the one mail (SMTP smuggling)."""
    assert line.sock is not None
    for number, end in enumerate(
        (b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r.\r\n", b"\n.\r", b"\r\n\x00.\r\n")
    ):
        line.mail("a@osprey.example")
        line.rcpt(US)
        line.docmd("DATA")
        smuggled = (
            b"MAIL FROM:<ceo@bank.example>\r\nRCPT TO:<"
            + US.encode()
            + b">\r\nDATA\r\nFrom: ceo@bank.example\r\n\r\nPay."
        )
        line.sock.sendall(b"Subject: %d\r\n\r\nfirst" % number + end + smuggled + b"\r\n.\r\n")
        assert line.getreply()[0] == 250
        assert line.noop()[0] == 250
        assert RawMail.objects.count() == number + 1
        kept = bytes(RawMail.objects.latest("pk").raw)
        assert b"MAIL FROM:<ceo" in kept
        assert RawMail.objects.latest("pk").envelope_from == "a@osprey.example"


def test_t30_dots_that_were_doubled_for_the_way_are_single_again(line: smtplib.SMTP):
    line.sendmail("a@osprey.example", [US], b"Subject: dots\r\n\r\n.\r\n..two\r\nend.\r\n")
    assert bytes(RawMail.objects.get().raw) == b"Subject: dots\r\n\r\n.\r\n..two\r\nend.\r\n"


def test_t58_a_mail_that_comes_slowly_is_taken_and_one_that_stops_is_let_go(
    vendor: Vendor, open_door: Callable[..., int], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp_door, "IDLE_FOR", 0.3)
    with smtplib.SMTP("127.0.0.1", open_door(), timeout=10) as line:
        line.ehlo("slow.example")
        for piece, is_last in ((b".", True), (b"never ended", False)):
            line.mail("orla@osprey.example")
            line.rcpt(US)
            line.docmd("DATA")
            assert line.sock is not None
            for _ in range(5):
                line.sock.sendall(RAW[: len(RAW) // 5])
                line.sock.settimeout(0.1)
                with pytest.raises(TimeoutError):
                    line.sock.recv(1)
            line.sock.settimeout(10)
            line.sock.sendall(b"\r\n" + piece + b"\r\n" * is_last)
            if is_last:
                assert line.getreply()[0] == 250
            else:
                assert line.sock.recv(1) == b""
    assert RawMail.objects.count() == 1


def test_t59_a_database_that_refuses_is_not_now_and_nothing_is_accepted(line: smtplib.SMTP):
    """The whole disk is full, or the server restarts: the sender keeps the mail; later it is taken."""
    line.sendmail("orla@osprey.example", [US], RAW)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$"
            "BEGIN RAISE disk_full USING MESSAGE = 'could not extend file'; END $$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON channels_rawmail EXECUTE FUNCTION full_disk()"
        )
    try:
        for _ in range(2):
            with pytest.raises(smtplib.SMTPDataError) as refused:
                line.sendmail("orla@osprey.example", [US], RAW.replace(b"slow", b"slower"))
            assert refused.value.smtp_code == 451
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER full_disk ON channels_rawmail; DROP FUNCTION full_disk()")
    assert RawMail.objects.count() == 1
    line.sendmail("orla@osprey.example", [US], RAW.replace(b"slow", b"slower"))
    assert RawMail.objects.count() == 2


def test_t59_a_database_that_went_away_is_not_now_and_comes_back(line: smtplib.SMTP):
    line.sendmail("orla@osprey.example", [US], RAW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    codes = []
    for number in range(3):
        try:
            line.sendmail("orla@osprey.example", [US], RAW + b"%d\r\n" % number)
            codes.append(250)
        except smtplib.SMTPDataError as refused:
            codes.append(refused.smtp_code)
    assert codes[-1] == 250
    assert set(codes) <= {250, 451}
    assert RawMail.objects.count() == 1 + codes.count(250)


@pytest.mark.parametrize(
    ("trouble", "mended"),
    [
        ("SET default_transaction_read_only = on", "RESET default_transaction_read_only"),
        ("CONNECTION LIMIT 0", "CONNECTION LIMIT -1"),
    ],
    ids=["read-only", "no connection left"],
)
def test_t59_a_database_that_only_reads_or_takes_nobody_is_not_now_and_comes_back(
    line: smtplib.SMTP, trouble: str, mended: str, monkeypatch: pytest.MonkeyPatch
):
    line.sendmail("orla@osprey.example", [US], RAW)
    change_database(trouble)
    try:
        with monkeypatch.context() as patience:
            patience.setattr(connection.pool, "timeout", 0.5)  # seconds that the door waits for a connection
            for _ in range(2):  # by a connection that was ended, and by one of those to come
                with pytest.raises((smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused)) as refused:
                    line.sendmail("orla@osprey.example", [US], RAW + b"later\r\n")
                assert "451" in str(refused.value)
    finally:
        change_database(mended)
    assert RawMail.objects.count() == 1
    line.sendmail("orla@osprey.example", [US], RAW + b"later\r\n")
    assert RawMail.objects.count() == 2


def test_lmtp_answers_once_for_each_recipient(vendor: Vendor, open_door: Callable[..., int]):
    with smtplib.LMTP("127.0.0.1", open_door("lmtp"), timeout=10) as line:
        for recipients in ([US, "billing@pellucid.example"], [US]):
            line.ehlo("relay.example")
            line.mail("orla@osprey.example")
            assert line.rcpt("nobody@pellucid.example")[0] == 550
            assert [line.rcpt(address)[0] for address in recipients] == [250] * len(recipients)
            line.docmd("DATA")
            line.send(RAW + b"to %d\r\n.\r\n" % len(recipients))
            assert [line.getreply()[0] for _ in recipients] == [250] * len(recipients)
            assert line.noop()[0] == 250
    assert [(mail.door, len(mail.envelope_to)) for mail in RawMail.objects.order_by("pk")] == [
        ("lmtp", 2),
        ("lmtp", 1),
    ]


def test_one_connection_too_many_is_told_to_come_back(
    vendor: Vendor, open_door: Callable[..., int], monkeypatch
):
    port = open_door()
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as line:
        line.ehlo("one.example")
        monkeypatch.setattr(smtp_door, "MOST_SESSIONS", 1)
        with socket.create_connection(("127.0.0.1", port), timeout=10) as second:
            assert second.recv(100).startswith(b"421 ")
        assert line.noop()[0] == 250


def test_a_second_worker_waits_for_the_door_and_takes_it_when_the_first_ends(vendor: Vendor, monkeypatch):
    monkeypatch.setattr(smtp_door, "_TRY_AGAIN_AFTER", 0.1)
    port = free_port()
    stops = [threading.Event(), threading.Event()]
    doors = [
        threading.Thread(target=smtp_door.serve, args=(stop,), kwargs={"host": "127.0.0.1", "port": port})
        for stop in stops
    ]
    try:
        doors[0].start()
        wait_for_port(port)
        doors[1].start()
        doors[1].join(0.3)
        assert doors[1].is_alive()
        stops[0].set()
        doors[0].join(10)
        wait_for_port(port)
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as line:
            assert line.sendmail("orla@osprey.example", [US], RAW) == {}
    finally:
        for stop, door in zip(stops, doors, strict=True):
            stop.set()
            if door.ident:
                door.join(10)
