"""What a content really is, by its bytes."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.files.images import pixels_of
from holdfast.files.media_types import media_type_of


def _zip(*names: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "x")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"GIF89a\x01\x00\x01\x00", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"\x00\x00\x00\x20ftypheic", "image/heic"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4"),
        (b"\xff\xfb\x90\x44\x00\x00", "audio/mpeg"),
        (b"%PDF-1.4\n", "application/pdf"),
        (_zip("a.txt"), "application/zip"),
        (
            _zip("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            _zip("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (_zip("mimetype", "content.xml"), "application/vnd.oasis.opendocument.text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/x-ole-storage"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "application/vnd.microsoft.portable-executable"),
        ("Grüße aus dem Lager\n".encode(), "text/plain"),
        ("Grüße".encode("cp1252"), "text/plain"),
        ("\ufeffname;amount\n".encode("utf-16-le"), "text/plain"),
        (b"BM is how this letter begins", "text/plain"),
        (b"MZ: another letter", "text/plain"),
        (b"  <!DOCTYPE html><p>hello", "text/html"),
        (b"plain at first, then <script >alert(1)</script>", "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">', "image/svg+xml"),
        (b'<?xml version="1.0"?><order/>', "text/xml"),
        (b"\xef\xbb\xbf<html>", "text/html"),
        (b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n", "text/calendar"),
        (b"", "text/plain"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_the_bytes_say_what_it_is(content: bytes, kind: str):
    assert media_type_of(content) == kind


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_have_some_type_and_some_or_no_size(content: bytes):
    assert "/" in media_type_of(content)
    assert pixels_of(content) is None or pixels_of(content) >= 0


def test_t27_the_size_that_an_image_declares_is_read_without_decoding_it():
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 60_000, 60_000)
    gif = b"GIF89a" + struct.pack("<HH", 65_535, 2)
    jpeg = b"\xff\xd8\xff\xe1\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 3, 5) + b"\x03\x01\x11\x00"
    webp = b"RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x09\x00\x00\x13\x00\x00"
    assert [pixels_of(each) for each in (png, gif, jpeg, webp)] == [3_600_000_000, 131_070, 15, 200]
