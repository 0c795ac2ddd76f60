"""winmail.dat as programs really write it, and damaged on the way (T39)."""

from __future__ import annotations

import base64

import pytest

from holdfast.channels.mail.reading.message import Attachment, read_message

_HEAD = b"\x78\x9f\x3e\x22\x01\x00"
_CODE_PAGE, _BEGINS, _TITLE, _DATA, _PROPERTIES = 0x69007, 0x69002, 0x18010, 0x6800F, 0x69005


def _field(level: int, name: int, data: bytes) -> bytes:
    size, check = len(data).to_bytes(4, "little"), (sum(data) & 0xFFFF).to_bytes(2, "little")
    return bytes([level]) + name.to_bytes(4, "little") + size + data + check


def _blob(page: int, name: bytes, *, more: bytes = b"") -> bytes:
    return (
        _HEAD
        + _field(1, _CODE_PAGE, page.to_bytes(8, "little"))
        + _field(2, _BEGINS, bytes(14))
        + _field(2, _TITLE, name + b"\0")
        + _field(2, _DATA, b"inside")
        + more
    )


def _attachments(blob: bytes) -> list[Attachment]:
    head = b"From: a@b.example\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
    return read_message(head + base64.encodebytes(blob)).attachments


@pytest.mark.parametrize(
    ("page", "codec", "name"),
    [(1252, "cp1252", "Über.txt"), (1251, "cp1251", "отчёт.txt"), (932, "cp932", "報告書.txt")],
)
def test_t39_a_name_in_the_senders_code_page_hides_no_file(page: int, codec: str, name: str) -> None:
    [found] = _attachments(_blob(page, name.encode(codec)))
    assert (found.filename, found.size) == (name, 6)


def test_t39_a_count_that_is_a_lie_ends_where_the_blob_does() -> None:
    [found] = _attachments(_blob(1252, b"a.txt", more=_field(2, _PROPERTIES, b"\xff" * 4)))
    assert (found.filename, found.size) == ("a.txt", 6)
