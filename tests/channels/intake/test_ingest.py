"""Mails from files: any of the usual forms, with a count in the end, and twice is once."""

from __future__ import annotations

import io
import mailbox
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from holdfast.channels.mail import sources
from holdfast.channels.mail.sources import mails_in, mails_in_stream
from holdfast.channels.mail.storing import Arrival, store_raw
from holdfast.channels.management.commands import mail_ingest
from holdfast.channels.models import RawMail

ONE = b"From: a@b.example\nSubject: one\n\nHello.\n"
MBOX = (
    b"From a@b.example Tue Nov 24 12:00:00 2026\nSubject: one\n\nFrom here on it is slow.\n>From quoted\n>>From twice\n\n"
    b"From MAILER-DAEMON Tue Nov 24 12:01:00 2026\r\nSubject: two\r\n\r\nbody\r\n\r\nFrom me, with no date\r\n"
)


def test_a_file_is_one_mail_byte_for_byte(tmp_path: Path):
    for raw in (
        ONE,
        b"From a@b.example Tue Nov 24 12:00:00 2026\nSubject: x\n\ntext\n",
        b"\x00\xff",
        b"From me to you",
    ):
        (tmp_path / "mail.eml").write_bytes(raw)
        assert list(mails_in(tmp_path / "mail.eml")) == [(tmp_path / "mail.eml", raw)]
    assert list(mails_in_stream(io.BytesIO(b""))) == []


def test_an_mbox_is_cut_where_its_mails_begin_and_nowhere_else():
    first, second = mails_in_stream(io.BytesIO(MBOX))
    assert first.startswith(b"From a@b.example")
    assert b"\nFrom here on it is slow.\nFrom quoted\n>From twice\n" in first
    assert second.startswith(b"From MAILER-DAEMON")
    assert second.endswith(b"From me, with no date\r\n")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\n", b"\r\n\r\n"], ids=["mark", "blank", "two blank"])
def test_what_an_editor_leaves_before_an_mbox_does_not_make_one_mail_of_it(before: bytes):
    assert list(mails_in_stream(io.BytesIO(before + MBOX))) == list(mails_in_stream(io.BytesIO(MBOX)))
    assert list(mails_in_stream(io.BytesIO(before + ONE))) == [before + ONE]


def test_of_a_mail_that_is_too_large_little_is_read_into_memory(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(sources, "LARGEST_MAIL", 1000)
    lines = b"From: a@b.example\nSubject: large\n\n" + b"It goes on.\n" * 100_000
    for large in (lines, ONE + b"x" * 1_000_000, b"From a@b.example Tue Nov 24 12:00:00 2026\n" + lines):
        (tmp_path / "large.eml").write_bytes(large)
        for path in (tmp_path, tmp_path / "large.eml"):
            [(_, raw)] = mails_in(path)
            assert 1000 < len(raw) < 100_000
            assert large.startswith(raw)
    between = MBOX + b"\nFrom a@b.example Tue Nov 24 12:02:00 2026\n" + lines + b"\n" + MBOX
    assert [len(raw) > 1000 for raw in mails_in_stream(io.BytesIO(between))] == [False] * 2 + [True] + [
        False
    ] * 2


def test_a_line_in_pieces_is_no_blank_line(monkeypatch):
    monkeypatch.setattr(sources, "_PIECE", 50)
    raw = MBOX.split(b"\n\n")[0] + b"\n\n" + b"x" * 50 + b"\nFrom me, at 12:00\n"
    assert list(mails_in_stream(io.BytesIO(raw))) == [raw]


def test_a_maildir_and_a_folder_give_all_their_mails(tmp_path: Path):
    made = mailbox.Maildir(tmp_path / "box", create=True)
    for number in range(3):
        made.add(ONE.replace(b"one", b"%d" % number))
    assert len(list(mails_in(tmp_path / "box"))) == 3
    (tmp_path / "flat").mkdir()
    (tmp_path / "flat" / "b.eml").write_bytes(b"2")
    (tmp_path / "flat" / "a.eml").write_bytes(b"1")
    (tmp_path / "flat" / ".hidden").write_bytes(b"3")
    assert [raw for _, raw in mails_in(tmp_path / "flat")] == [b"1", b"2"]


@pytest.mark.django_db
def test_ingesting_twice_stores_once_and_says_so(tmp_path: Path, capsys):
    (tmp_path / "all.mbox").write_bytes(MBOX)
    call_command("mail_ingest", str(tmp_path / "all.mbox"))
    call_command("mail_ingest", str(tmp_path / "all.mbox"))
    assert capsys.readouterr().out.splitlines() == [
        "2 mails read: 2 stored, 0 known already.",
        "2 mails read: 0 stored, 2 known already.",
    ]
    assert set(RawMail.objects.values_list("mailbox", "door")) == {("ingest", "ingest")}


@pytest.mark.django_db
def test_a_mail_server_can_pipe_a_mail_in_with_its_envelope(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ONE)))
    call_command("mail_ingest", "-", "--quiet", "--recipient", "support+x@pellucid.example", "--sender", "")
    mail = RawMail.objects.get()
    assert (mail.mailbox, mail.envelope_to, mail.envelope_from) == (
        "support+x@pellucid.example",
        ["support+x@pellucid.example"],
        "",
    )


@pytest.mark.django_db
def test_a_mail_that_is_too_large_is_not_taken_for_kept(monkeypatch):
    monkeypatch.setattr(mail_ingest, "LARGEST_MAIL", 10)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(ONE)))
    with pytest.raises(CommandError, match="larger than 50 MB") as refused:
        call_command("mail_ingest", "-")
    assert refused.value.returncode == 65


@pytest.mark.django_db
def test_ctrl_c_says_how_far_it_came(tmp_path: Path, monkeypatch, capsys):
    (tmp_path / "a.eml").write_bytes(ONE)
    (tmp_path / "b.eml").write_bytes(ONE + b"two")

    def press_at_the_second(arrivals: list[Arrival]) -> int:
        if b"two" in arrivals[0].raw:
            raise KeyboardInterrupt
        return store_raw(arrivals)

    monkeypatch.setattr(mail_ingest, "store_raw", press_at_the_second)
    with pytest.raises(CommandError, match="Stopped") as stopped:
        call_command("mail_ingest", str(tmp_path / "a.eml"), str(tmp_path / "b.eml"))
    assert stopped.value.returncode == 130
    assert capsys.readouterr().out == "1 mails read: 1 stored, 0 known already.\n"


def test_a_file_that_is_not_there_is_said_in_one_line():
    with pytest.raises(CommandError, match="can't be read: No such file"):
        call_command("mail_ingest", "/nowhere/at/all.eml")


@pytest.mark.django_db
def test_files_that_are_no_mails_are_left_out_and_named(tmp_path: Path, capsys):
    (tmp_path / "a.eml").write_bytes(ONE)
    (tmp_path / "b.conf").write_bytes(b"passwd: files systemd\nhosts: files dns\n")
    (tmp_path / "c.bin").write_bytes(b"\x7fELF\x00\x01")
    (tmp_path / "d.txt").write_bytes(b"")
    with pytest.raises(CommandError, match=r"no mails: .*b\.conf, .*c\.bin, .*d\.txt\.") as refused:
        call_command("mail_ingest", str(tmp_path))
    assert refused.value.returncode == 65
    assert capsys.readouterr().out == "1 mails read: 1 stored, 0 known already.\n"
    assert [bytes(each.raw) for each in RawMail.objects.all()] == [ONE]


@pytest.mark.django_db
def test_what_a_mail_server_pipes_in_is_kept_whatever_it_is(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\x00\xff no header at all")))
    call_command("mail_ingest", "-", "--quiet")
    assert RawMail.objects.count() == 1
