"""What a content really is, by its first bytes; never by its name or by what the sender claims.

A table of signatures of our own: the few dozen kinds that are attached to tickets. What is not in it, and all that a
browser could run (HTML, SVG, XML, scripts), is told apart here and served as mere bytes by `files.serving` (T35).
"""

from __future__ import annotations

import re
from typing import Final

LOOKED_AT: Final = 8192
"""Bytes from the beginning that are enough to tell."""

UNKNOWN: Final = "application/octet-stream"

_STARTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b\x08", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"OggS", "audio/ogg"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x78\x9f\x3e\x22", "application/vnd.ms-tnef"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS: Final = {
    b"avif": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"M4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
}
_OFFICE: Final[tuple[tuple[bytes, str], ...]] = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_OPEN_DOCUMENT = re.compile(rb"mimetype(application/[a-z0-9.+-]{3,100})")
_MPEG_AUDIO = re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff]")
_MARKUP = re.compile(
    r"<(!doctype|!--|\?xml|html|head|body|script|svg|style|iframe|meta|xsl|[a-z][a-z0-9:-]{0,40}[\s/>])", re.I
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def media_type_of(head: bytes) -> str:
    """The media type of a content whose first `LOOKED_AT` bytes these are; `UNKNOWN` when nothing tells."""
    for start, kind in _STARTS:
        if head.startswith(start) and not (len(start) < 3 and _is_text(head)):
            return kind
    return _in_a_container(head) or _of_text(head)


def _in_a_container(head: bytes) -> str | None:
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _of_zip(head)
    if _MPEG_AUDIO.match(head) and not _is_text(head):
        return "audio/mpeg"
    return None


def _of_zip(head: bytes) -> str:
    if found := _OPEN_DOCUMENT.search(head[:200]):
        kind = found[1].split(b"PK")[0].decode("ascii")
        return kind if kind.startswith("application/vnd.oasis.") else "application/zip"
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        for part, kind in _OFFICE:
            if part in head:
                return kind
    return "application/zip"


def _of_text(head: bytes) -> str:
    text = _decoded(head)
    if text is None:
        return UNKNOWN
    start = text.lstrip("\ufeff \t\r\n\x0c")[:1000]
    if start.lower().startswith("<?xml") or "<svg" in text.lower():
        return "image/svg+xml" if "<svg" in text.lower() else "text/xml"
    if start.startswith("#!"):
        return "text/x-script"
    if start.startswith("BEGIN:VCALENDAR"):
        return "text/calendar"
    return "text/html" if _MARKUP.search(text) else "text/plain"


def _is_text(head: bytes) -> bool:
    return _decoded(head) is not None


def _decoded(head: bytes) -> str | None:
    """The head as text, or None when it is not: a wrong byte at the cut end counts for nothing."""
    for mark, charset in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return head.decode(charset, "replace")
    if b"\x00" in head:
        return None
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as wrong:
        if wrong.start >= len(head) - 3 and len(head) >= LOOKED_AT:
            text = head[: wrong.start].decode("utf-8")
        else:
            text = head.decode("cp1252", "replace")
            if text.count("\ufffd") or sum(byte >= 0x80 for byte in head) * 2 > len(head):
                return None
    return None if _CONTROLS.search(text) else text
