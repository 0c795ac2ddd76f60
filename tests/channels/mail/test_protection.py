"""What a mail says of its own protection: shown, never believed (T16)."""

import pytest

from holdfast.channels.mail.reading.message import read_message
from tests.channels.mail.corpus import structures


def _flags(content_type: str, body: bytes = b"x") -> list[str]:
    return read_message(b"Subject: x\nContent-Type: " + content_type.encode() + b"\n\n" + body + b"\n").flags


@pytest.mark.parametrize(
    ("content_type", "flags"),
    [
        ("application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", ["encrypted"]),
        ("application/x-pkcs7-mime; name=smime.p7m", ["encrypted"]),
        ("application/octet-stream; name=smime.p7m", ["encrypted"]),
        ("application/pkcs7-mime; smime-type=certs-only; name=smime.p7c", []),
        ("application/octet-stream; name=report.pdf", []),
    ],
)
def test_t16_an_envelope_is_told_from_what_only_looks_like_one(content_type: str, flags: list[str]) -> None:
    assert _flags(content_type) == flags


def test_t16_a_mail_signed_in_one_piece_is_not_taken_for_an_encrypted_one() -> None:
    signed = next(case.raw for case in structures.CASES if case.name == "signed_in_one_piece_as_a_file")
    assert read_message(signed).flags == ["signed"]
