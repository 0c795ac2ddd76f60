# ruff: noqa: E501
"""Hostile mail: bounded time and memory, no exception, nothing that the database could not hold (T25 to
T29)."""

import json
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.child import ReaderProcess, Unreadable
from holdfast.channels.mail.reading.contract import as_contract, minimal_answer
from holdfast.channels.mail.reading.message import read_message
from tests.channels.mail.corpus.mutations import EVERY, mutated

_HEAD = b"From: a@x.example\nTo: b@y.example\nSubject: Re: x\nMIME-Version: 1.0\n"
_MIXED = b'Content-Type: multipart/mixed; boundary="b"\n\n'


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in _strings(one)]
    return []


def _require_storable(raw: bytes) -> dict[str, Any]:
    found = as_contract(read_message(raw))
    for text in _strings(found):
        assert "\x00" not in text
        text.encode("utf-8")
    one_line = [found["message_id"] or "", found["in_reply_to"] or "", found["subject"], *found["references"]]
    one_line += _strings([found["from"], found["to"], found["cc"]]) + [
        one["filename"] or "" for one in found["attachments"]
    ]
    assert not any("\r" in text or "\n" in text for text in one_line)
    return found


def _timed(raw: bytes, most: float) -> None:
    started = time.process_time()
    _require_storable(raw)
    assert time.process_time() - started < most


HOSTILE: dict[str, Callable[[], bytes]] = {
    "many_marks": lambda: _HEAD + b"\n" + b">" * 100_000,
    "many_marked_lines": lambda: _HEAD + b"\n" + b">\n" * 50_000,
    "on_on_on": lambda: _HEAD + b"\n" + b"On " * 33_000,
    "on_lines": lambda: _HEAD + b"\n" + b"On :\n" * 20_000,
    "nested_div": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 20_000,
    "nested_quotes": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<blockquote type=cite>" * 5_000,
    "unclosed_cells": lambda: (
        _HEAD + b"Content-Type: text/html\n\n" + b"<table><td>" * 10_000 + b"</td>" * 10_000
    ),
    "misnested": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<b><p></b></p></i>" * 6_000,
    "urls": lambda: _HEAD + b"\n" + b"http://a.example/b?c=d " * 5_000,
    "angles": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<" * 100_000,
    "quotes_in_tags": lambda: _HEAD + b"Content-Type: text/html\n\n" + b'<a b="' * 16_000,
    "comments": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<!--" * 25_000,
    "titles": lambda: _HEAD + b"Content-Type: text/html\n\n" + b"<title>" * 15_000,
    "from_lines": lambda: _HEAD + b"\n" + b"From: a\nTo: b\n\n" * 7_000,
    "escaped_from_lines": lambda: _HEAD + b"\n" + b">From x\n\n" * 11_000,
    "reply_above_lines": lambda: _HEAD + b"\n" + b"reply above this line\n" * 4_500,
    "brackets_in_from": lambda: b"From: " + b"(" * 100_000 + b"\n\nx",
    "quotes_in_from": lambda: b"From: " + b'"a\\' * 33_000 + b"\n\nx",
    "groups_in_to": lambda: b"To: " + b"a:" * 50_000 + b"\n\nx",
    "words_in_subject": lambda: b"Subject: " + b"=?a?q?" * 16_000 + b"\n\nx",
    "parameters": lambda: b"Content-Type: text/plain; " + b'a*0="b\\";' * 11_000 + b"\n\nx",
    "uuencoded": lambda: _HEAD + b"\n" + b"begin 644 x\n" * 8_000,
    "notes_lines": lambda: _HEAD + b"\n" + b"a ---5.1.2026 10:00---\n" * 4_500,
    "labels": lambda: _HEAD + b"\n" + b"a:\n" * 33_000,
    "rules": lambda: _HEAD + b"\n" + (b"-" * 100 + b"\n") * 1_000,
    "interleaved": lambda: _HEAD + b"\n" + b"> a\nb\n" * 16_000,
    "spaces_and_breaks": lambda: b" \n" * 50_000 + b"From: a@x.example\n\nx",
    "addresses_without_commas": lambda: b"To: " + b"<a@b> " * 16_000 + b"\n\nx",
    "comments_in_angles": lambda: b"To: " + b"<a((x)(y)@b>," * 7_000 + b"\n\nx",
    "raw_words": lambda: b"To: " + b"\xc4\xe3 <a@b>," * 10_000 + b"\n\nx",
    "raw_names": lambda: (
        _HEAD + _MIXED + (b'--b\nContent-Type: a/b; name="' + b"\xc4\xe3" * 80 + b'"\n\nx\n') * 450
    ),
    "noise_among_fields": lambda: b"From: a\n" + b"noise\nnoise\nSubject: x\n" * 5_000,
    "statuses_in_text": lambda: (
        b"From: MAILER-DAEMON\n\nfinal-recipient: rfc822;x\naction: failed\n" + b"a: b\n\n" * 16_000
    ),
    "soft_breaks": lambda: _HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=\n" * 50_000,
    "ber_nesting": lambda: b"Content-Type: application/pkcs7-mime\n\n" + b"\x30\x80" * 50_000,
    "ber_pieces": lambda: (
        b"Content-Type: application/pkcs7-mime\n\n"
        + bytes.fromhex("308006092a864886f70d010702a08030800201013100308006092a864886f70d010701a0802480")
        + b"\x04\x01x" * 30_000
    ),
    "jis_escapes": lambda: b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * 33_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_t28_a_hundred_kilobytes_of_anything_take_less_than_a_second(name: str) -> None:
    _timed(HOSTILE[name](), 1.0)


@pytest.mark.parametrize(
    "name", ["many_marked_lines", "on_lines", "nested_div", "from_lines", "interleaved", "unclosed_cells"]
)
def test_t28_four_times_as_much_takes_about_four_times_as_long(name: str) -> None:
    """By the least of several tries: a busy machine makes a try dearer, never cheaper; a square would be sixteen times."""
    raw = HOSTILE[name]()
    head, body = raw.split(b"\n\n", 1)

    def seconds(data: bytes) -> float:
        started = time.process_time()
        read_message(data)
        return time.process_time() - started

    part = whole = float("inf")
    for _ in range(10):
        part = min(part, seconds(head + b"\n\n" + body[: len(body) // 4]))
        whole = min(whole, seconds(raw))
        if whole < 7 * part + 0.1:
            return
    pytest.fail(f"{whole:.2f} s for what takes {part:.2f} s at a quarter of the length")


def test_t26_twenty_thousand_headers_and_three_thousand_recipients() -> None:
    raw = (
        _HEAD
        + b"X-A: b\n" * 20_000
        + b"Cc: "
        + b",\n ".join(b'"N %d" <u%d@x.example>' % (n, n) for n in range(3_000))
        + b"\n\nhello"
    )
    _timed(raw, 2.0)
    found = read_message(raw)
    assert len(found.cc) == 3_000
    assert found.text == "hello"


def test_t26_addresses_and_fields_in_utf8_are_read() -> None:
    found = read_message(
        "From: Jörg <jörg@käse.example>\nTo: 用户@例子.example\nSubject: Grüße\n\nx".encode()
    )
    assert [one.address for one in found.senders] == ["jörg@käse.example"]
    assert found.to[0].address == "用户@例子.example"


def test_t27_eight_thousand_parts_are_cut_short_and_flagged() -> None:
    raw = _HEAD + _MIXED + b"--b\nContent-Type: image/png; name=x.png\n\nhi\n" * 8_000 + b"--b--"
    _timed(raw, 1.0)
    found = read_message(raw)
    assert len(found.attachments) < limits.PARTS
    assert "too-many-parts" in found.flags


def test_t27_eight_hundred_levels_are_cut_short_and_flagged() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(800))
    raw = _HEAD + deep + b"\n\nhello"
    _timed(raw, 1.0)
    assert "too-deep" in read_message(raw).flags


def test_t25_nul_surrogates_and_control_characters_reach_no_string() -> None:
    nasty = b"\x00\x01\xed\xa0\x80\x1b\x7f\xff"
    raw = (
        b"From: "
        + nasty
        + b" <a"
        + nasty
        + b"@x.example>\nSubject: "
        + nasty
        + b" =?utf-8?Q?=00=ED=A0=80=0D=0A?=\nMessage-ID: <"
        + nasty
        + b"@x>\n"
    )
    raw += (
        _MIXED
        + b"--b\n\n"
        + nasty
        + b'\n--b\nContent-Type: a/b; name="'
        + nasty
        + b'"\n\nx\n--b\nContent-Type: text/html\n\n<p>&#0;&#xD800;&#13;'
        + nasty
        + b"\n--b--"
    )
    _require_storable(raw)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=3_000))
def test_t29_any_bytes_are_read(raw: bytes) -> None:
    _require_storable(raw)
    minimal_answer(raw)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(
        [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "References",
            "Content-Type",
            "Content-Disposition",
            "Content-Transfer-Encoding",
            "Return-Path",
        ]
    ),
    st.binary(max_size=300),
)
def test_t25_any_field_holds_any_bytes(name: str, value: bytes) -> None:
    _require_storable(_HEAD + name.encode() + b": " + value + b"\n\nbody\n")


def test_t29_mutations_of_the_corpus_break_nothing() -> None:
    chance = random.Random(20260105)
    for raw in chance.sample(EVERY, 150):
        _require_storable(mutated(raw, chance))


@pytest.mark.long
def test_t29_a_thousand_mutations_of_each_mail_break_nothing() -> None:
    chance = random.Random(1)
    for raw in EVERY:
        for _ in range(1_000):
            _require_storable(mutated(raw, chance))


# the command


def _inspect(raw: bytes) -> tuple[int, dict[str, Any], float]:
    started = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "holdfast.channels.mail.reading.inspect"],
        input=raw,
        capture_output=True,
        check=False,
    )
    return run.returncode, json.loads(run.stdout), time.monotonic() - started


def test_the_command_answers_one_object_and_ends_well() -> None:
    status, found, _ = _inspect(EVERY[0])
    assert status == 0
    assert found == json.loads(json.dumps(as_contract(read_message(EVERY[0], keep_content=False))))


@pytest.mark.parametrize("raw", [b"", b"\n", b"\x00", b"From ", b"x" * 10])
def test_the_command_answers_for_what_is_hardly_a_mail(raw: bytes) -> None:
    status, found, _ = _inspect(raw)
    assert status == 0
    assert found["from"] is None


def test_t27_forty_megabytes_are_answered_within_two_seconds() -> None:
    raw = (
        _HEAD
        + _MIXED
        + b"--b\n\nhello\n--b\nContent-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\n"
    )
    raw += (b"QUJD" * 19 + b"\n") * (40 * 1024 * 1024 // 77) + b"--b--\n"
    status, found, seconds = _inspect(raw)
    assert status == 0
    assert found["text"] == "hello"
    assert found["attachments"][0]["filename"] == "a.zip"
    assert seconds < 4.0  # the machine of the tests is shared; the two seconds are measured by hand


def test_a_reader_that_fails_still_leaves_headers_and_words() -> None:
    found = minimal_answer(
        b"From: Orla <orla@client.example>\nSubject: x\nMessage-ID: <a@x>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\nwords\n"
    )
    assert found["from"] == {"name": "Orla", "address": "orla@client.example"}
    assert found["message_id"] == "<a@x>"
    assert found["reply_text"] == "words\n"
    assert list(found) == list(as_contract(read_message(b"")))


# the worker's reader


def test_t27_the_workers_reader_reads_and_goes_on_after_a_stop() -> None:
    with ReaderProcess(seconds=20) as reader:
        first = reader.read(EVERY[0])
        assert first == read_message(EVERY[0])
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert reader.read(EVERY[1]) == read_message(EVERY[1])


def test_t27_a_reader_that_is_late_is_ended_and_says_so() -> None:
    with ReaderProcess(seconds=0.0) as reader:
        with pytest.raises(Unreadable, match="longer than"):
            reader.read(EVERY[0])
        reader.seconds = 20
        assert reader.read(EVERY[0]).subject == "Re: Ticket 412"


def test_t27_a_reader_may_work_for_so_long_and_wait_for_the_processor_longer() -> None:
    with ReaderProcess(seconds=7) as reader:
        reader.read(EVERY[0])
        assert reader._process is not None
        may_work, _ = resource.prlimit(reader._process.pid, resource.RLIMIT_CPU)
        assert 7 < may_work < 14, "since it began with this mail, in whole seconds"
        reader._process.send_signal(signal.SIGXCPU)  # as the system does then
        assert reader._cause_of_death() == "Reading took longer than 7 seconds."


def test_t27_attachments_come_back_with_their_bytes() -> None:
    raw = (
        _HEAD
        + _MIXED
        + b"--b\n\nhello\n--b\nContent-Type: image/png; name=a.png\nContent-ID: <c1>\nContent-Transfer-Encoding: base64\n\nAAEC\n--b--\n"
    )
    with ReaderProcess(seconds=20) as reader:
        found = reader.read(raw).attachments[0]
    assert (found.content, found.content_id, found.size) == (b"\x00\x01\x02", "c1", 3)


def test_t27_reading_hostile_mail_takes_less_than_300_mb() -> None:
    head = b"From: a@x.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    mixed = head + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n"
    hostile = [
        mixed + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 8_000,
        mixed
        + b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + line * 600_000,
        head + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 2_000_000,
        head + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + b"> > > On x wrote:\r\n" * 1_000_000,
        head + b"".join(b"X-%d: y\r\n" % n for n in range(200_000)) + b"\r\nx\r\n",
    ]
    with ReaderProcess() as reader:
        for raw in hostile:
            reader.read(raw)
        assert reader._process is not None
        status = Path(f"/proc/{reader._process.pid}/status").read_text()
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", status)
    assert int(peak) <= 300 * 1024
