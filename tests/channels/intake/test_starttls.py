"""STARTTLS at the mail door, with a certificate made for the test."""

from __future__ import annotations

import os
import shutil
import smtplib
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.channels.mail.certificate import Certificate
from holdfast.channels.mail.checks import check_mail_in
from holdfast.channels.models import RawMail
from holdfast.vendor.models import Vendor
from tests.channels.intake.ports import REALLY_COMMITTED

pytestmark = REALLY_COMMITTED

US = "support@pellucid.example"
RAW = b"From: Orla <orla@osprey.example>\r\nSubject: Slow\r\n\r\nIt is slow.\r\n"


def made(folder: Path, name: str) -> Certificate:
    """A certificate for localhost that signs itself, good for a day."""
    openssl = shutil.which("openssl")
    assert openssl, "these tests need the package `openssl`"
    chain, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
    ]
    names = ["-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(key), "-out", str(chain)]
    subprocess.run([openssl, *command, *names, *files], check=True, capture_output=True)
    return Certificate(str(chain), str(key))


def trusting(certificate: Certificate) -> ssl.SSLContext:
    """A client that believes this certificate and no other."""
    return ssl.create_default_context(cafile=certificate.chain)


@pytest.mark.parametrize("kind", ["smtp", "lmtp"])
def test_a_mail_is_taken_over_a_line_that_the_certificate_proves(
    vendor: Vendor, open_door: Callable[..., int], tmp_path: Path, kind: str
):
    certificate = made(tmp_path, "ours")
    program = smtplib.LMTP if kind == "lmtp" else smtplib.SMTP
    with program("localhost", open_door(kind, certificate=certificate)) as line:
        line.starttls(context=trusting(certificate))
        line.ehlo()
        assert not line.has_extn("starttls")
        assert not line.has_extn("auth")
        assert line.sendmail("orla@osprey.example", [US], RAW) == {}
        assert line.docmd("AUTH", "PLAIN AGEAYg==")[0] == 500
    assert bytes(RawMail.objects.get().raw) == RAW


def test_whoever_does_not_ask_for_tls_is_served_too_and_without_a_certificate_none_is_offered(
    vendor: Vendor, open_door: Callable[..., int], tmp_path: Path
):
    with smtplib.SMTP("localhost", open_door(certificate=made(tmp_path, "ours"))) as line:
        line.ehlo()
        assert line.has_extn("starttls")
        line.sendmail("orla@osprey.example", [US], RAW)
    assert RawMail.objects.count() == 1
    with smtplib.SMTP("localhost", open_door(certificate=Certificate("", ""))) as line:
        line.ehlo()
        assert not line.has_extn("starttls")


def test_words_sent_before_the_handshake_are_not_taken_for_said_after_it(
    vendor: Vendor, open_door: Callable[..., int], tmp_path: Path
):
    certificate = made(tmp_path, "ours")
    with smtplib.SMTP("localhost", open_door(certificate=certificate)) as line:
        line.ehlo()
        assert line.sock is not None
        line.sock.sendall(b"STARTTLS\r\nMAIL FROM:<mallory@evil.example>\r\n")
        assert line.getreply()[0] == 220
        line.sock = trusting(certificate).wrap_socket(line.sock, server_hostname="localhost")
        line.file = None
        line.ehlo()
        assert line.docmd("RCPT", f"TO:<{US}>")[0] == 503


def test_a_renewed_certificate_is_offered_and_a_broken_one_keeps_the_last(
    vendor: Vendor, open_door: Callable[..., int], tmp_path: Path
):
    ours, renewed = made(tmp_path, "ours"), made(tmp_path, "renewed")
    port = open_door(certificate=ours)

    def is_offered(certificate: Certificate) -> bool:
        with smtplib.SMTP("localhost", port) as line:
            try:
                line.starttls(context=trusting(certificate))
            except ssl.SSLError:
                return False
            return True

    before = trusting(ours)
    with smtplib.SMTP("localhost", port) as line:
        line.starttls(context=before)
    for place, new in ((ours.chain, renewed.chain), (ours.key, renewed.key)):
        Path(place).write_bytes(Path(new).read_bytes())
        os.utime(place, (1, 1))
    assert is_offered(renewed)
    Path(ours.key).write_text("nothing of use")
    assert is_offered(renewed)
    assert "TLS can't be offered" in ours.trouble()


def test_the_check_says_what_is_wrong_with_the_certificate(vendor: Vendor, tmp_path: Path):
    half = Certificate(str(tmp_path / "gone.pem"), "")
    gone = Certificate(str(tmp_path / "gone.pem"), str(tmp_path / "gone.key"))
    for certificate, words in ((half, "go together"), (gone, "No such file")):
        found = check_mail_in(host="127.0.0.1", port=1, certificate=certificate)
        assert any(not each.is_well and words in each.words for each in found)
    assert made(tmp_path, "ours").trouble() == ""
