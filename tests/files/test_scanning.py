"""Every stored content is judged once by the scanner, and what it found decides who may have it (T39)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from holdfast.files import storage
from holdfast.files.models import StoredFile, Verdict
from holdfast.files.scanning import loop
from holdfast.files.scanning.clamd import Clamd
from holdfast.files.scanning.clamd_address import read_clamd
from holdfast.files.serving import file_response
from holdfast.kernel import clock
from tests.files.clamd_standin import StandIn
from tests.world import Clock

pytestmark = pytest.mark.django_db

BAD = b"a piece of a virus"


@pytest.fixture(autouse=True)
def home(settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def clamd() -> Iterator[StandIn]:
    with StandIn(finds={BAD: "Eicar-Test-Signature"}) as standing_in:
        yield standing_in


def scanner(clamd: StandIn, *, patience: float = 20.0) -> Clamd:
    return Clamd(read_clamd(clamd.told), patience=patience)


def keep(content: bytes) -> str:
    return storage.store(content, at=clock.now()).pk


def scan_all(clamd: StandIn) -> None:
    while loop.run_once(scanner(clamd)) == 0.0:
        pass


def verdicts() -> dict[str, str]:
    return dict(StoredFile.objects.values_list("pk", "verdict"))


def locked_zip() -> bytes:
    """A zip whose entry is marked as encrypted, as zip programs mark it."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("plan.txt", "ciphertext")
    whole = bytearray(made.getvalue())
    whole[6] |= 1  # the flags of the local header, and of the entry in the directory
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    return bytes(whole)


def locked_office() -> bytes:
    """An OLE container with the stream in which Office keeps a document under a password."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    )


def open_zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("plan.txt", "readable")
    return made.getvalue()


def test_t39_each_content_is_shown_once_and_keeps_its_verdict(clamd: StandIn) -> None:
    clean, bad, empty = keep(b"col,umn"), keep(BAD), keep(b"")
    scan_all(clamd)
    assert keep(BAD) == bad  # the same content again is known already
    scan_all(clamd)
    assert verdicts() == {clean: Verdict.CLEAN, bad: Verdict.INFECTED, empty: Verdict.CLEAN}
    assert sorted(clamd.seen) == [b"", BAD, b"col,umn"]


def test_t39_what_is_locked_by_a_password_is_said_to_be(clamd: StandIn) -> None:
    locked, office, unlocked = keep(locked_zip()), keep(locked_office()), keep(open_zip())
    scan_all(clamd)
    assert verdicts() == {
        locked: Verdict.ENCRYPTED,
        office: Verdict.ENCRYPTED,
        unlocked: Verdict.CLEAN,
    }


def test_t39_while_the_scanner_is_down_all_waits_and_is_shown_when_it_is_back(clamd: StandIn) -> None:
    waiting = keep(b"col,umn")
    with StandIn() as gone:
        down = scanner(gone)
    assert loop.run_once(down) == loop.AWAY
    assert verdicts() == {waiting: Verdict.NONE}
    scan_all(clamd)
    assert verdicts() == {waiting: Verdict.CLEAN}


def test_t39_a_content_without_a_verdict_holds_nothing_up_and_is_shown_again(
    clamd: StandIn, the_clock: Clock
) -> None:
    hard = keep(b"hard to read")
    clamd.says = "stream: Can't allocate memory ERROR"
    assert loop.run_once(scanner(clamd)) == 0.0
    clamd.says = ""
    easy = keep(b"easy")
    scan_all(clamd)
    assert verdicts() == {hard: Verdict.NONE, easy: Verdict.CLEAN}
    the_clock.forward(minutes=10)
    scan_all(clamd)
    assert verdicts()[hard] == Verdict.CLEAN


def test_t39_a_slow_scanner_decides_nothing_and_is_asked_later(clamd: StandIn, the_clock: Clock) -> None:
    waiting = keep(b"slow")
    clamd.is_mute = True
    assert loop.run_once(scanner(clamd, patience=0.2)) == 0.0
    stored = StoredFile.objects.get(pk=waiting)
    assert (stored.verdict, stored.scan_after) == (Verdict.NONE, clock.now() + timedelta(minutes=10))


def test_t39_an_infected_content_is_given_to_nobody_and_anything_else_is(clamd: StandIn) -> None:
    for content in (BAD, locked_zip(), b"col,umn"):
        keep(content)
    scan_all(clamd)
    keep(b"not yet scanned")
    for stored in StoredFile.objects.exclude(verdict=Verdict.INFECTED):
        assert file_response(stored, "a.bin").status_code == 200
    assert len(verdicts()) == 4
    bad = StoredFile.objects.get(verdict=Verdict.INFECTED)
    for inline in (False, True):
        with pytest.raises(PermissionDenied, match="Eicar-Test-Signature"):
            file_response(bad, "a.bin", inline=inline)
    assert storage.read_given_out(bad.pk) is None
    assert storage.read(bad.pk) == BAD  # kept: nothing that a client sent is thrown away
