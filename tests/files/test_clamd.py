"""What clamd is asked and what is made of its answers, over its own protocol (T39)."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from holdfast.files.models import Verdict
from holdfast.files.scanning.clamd import Clamd, _Line
from holdfast.files.scanning.clamd_address import read_clamd
from holdfast.files.scanning.scanner import Answer, Silent, Undecided
from tests.files.clamd_standin import StandIn

BAD = b"a piece of a virus"


@pytest.fixture
def clamd() -> Iterator[StandIn]:
    with StandIn(finds={BAD: "Eicar-Test-Signature"}) as standing_in:
        yield standing_in


def ask(clamd: StandIn, content: bytes, *, patience: float = 20.0) -> Answer:
    return Clamd(read_clamd(clamd.told), patience=patience).scan(io.BytesIO(content))


@pytest.mark.parametrize("content", [b"", b"x", b"x" * 65_536, b"x" * 200_001])
def test_a_content_is_given_whole_and_found_clean(clamd: StandIn, content: bytes) -> None:
    assert ask(clamd, content) == Answer(Verdict.CLEAN)
    assert clamd.seen == [content]


def test_what_it_finds_is_named_by_its_own_word(clamd: StandIn) -> None:
    assert ask(clamd, b"x" * 100_000 + BAD) == Answer(Verdict.INFECTED, "Eicar-Test-Signature")


def test_a_unix_socket_serves_too(tmp_path: Path) -> None:
    with StandIn(path=tmp_path / "clamd.ctl") as clamd:
        Clamd(read_clamd(clamd.told)).ask()
        assert ask(clamd, b"x") == Answer(Verdict.CLEAN)


def test_t39_what_it_knows_to_be_locked_is_no_virus(clamd: StandIn) -> None:
    clamd.says = "stream: Heuristics.Encrypted.RAR FOUND"
    assert ask(clamd, b"x").verdict == Verdict.ENCRYPTED


def test_t39_a_content_beyond_its_limit_is_too_large_and_no_trouble(clamd: StandIn) -> None:
    clamd.stream_max = 100_000
    assert ask(clamd, b"x" * 140_000) == Answer(Verdict.TOO_LARGE)


def test_t39_what_it_said_before_it_hung_up_is_heard_at_whatever_piece_that_is_noticed() -> None:
    ours, its = socket.socketpair()
    its.sendall(b"INSTREAM size limit exceeded. ERROR\0")
    its.close()
    with _Line(ours, time.monotonic() + 5) as line:
        line.give(io.BytesIO())
        assert line.answer() == "INSTREAM size limit exceeded. ERROR"


@pytest.mark.parametrize(
    "said",
    [
        "stream: Can't allocate memory ERROR",
        "COMMAND READ TIMED OUT ERROR",
        "UNKNOWN COMMAND",
        "stream: OK and more",
        "",
    ],
)
def test_t39_an_error_or_nonsense_is_never_taken_for_clean(clamd: StandIn, said: str) -> None:
    clamd.says = said or "\0"
    with pytest.raises(Undecided):
        ask(clamd, b"x")


def test_t39_a_scanner_that_says_nothing_is_left_in_time(clamd: StandIn) -> None:
    clamd.is_mute = True
    with pytest.raises(Undecided, match="TimeoutError"):
        ask(clamd, b"x", patience=0.2)
    with pytest.raises(Silent):
        Clamd(read_clamd(clamd.told), patience=0.2).ask()


def test_t39_where_nothing_listens_it_is_silent(clamd: StandIn, tmp_path: Path) -> None:
    with StandIn() as gone:
        told = gone.told
    for address in (told, f"unix:{tmp_path}/nothing"):
        with pytest.raises(Silent):
            Clamd(read_clamd(address)).ask()
        with pytest.raises(Silent):
            Clamd(read_clamd(address)).scan(io.BytesIO(b"x"))


@pytest.mark.parametrize(
    "told", ["127.0.0.1:3310", "tcp://127.0.0.1", "tcp://h:0", "unix:clamd.ctl", "tcp://h:99999"]
)
def test_an_address_that_is_none_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        read_clamd(told)


def test_an_address_of_ipv6_is_understood() -> None:
    assert read_clamd("tcp://[::1]:3310") == ("::1", 3310)
