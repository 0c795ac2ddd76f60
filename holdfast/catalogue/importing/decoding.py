"""The bytes of a file as text: what spreadsheets and databases write, told by its marks and by what fits."""

from __future__ import annotations

import codecs

from holdfast.kernel.refusal import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(content: bytes) -> tuple[str, str]:
    """The text, and a warning where the encoding could only be guessed; refused where none fits."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _require(content[len(mark) :], encoding), ""
    if encoding := _wide(content):
        return _require(content, encoding), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        text = _require(content, "cp1252")
        return text, "The file is not in UTF-8; it was read as Windows-1252. Look at names with accents."


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of the first row, which is plain Latin, is zero."""
    head = content[:200]
    if len(head) < 4 or len(head) % 2:
        head = head[: len(head) // 2 * 2]
    even, odd = head[::2], head[1::2]
    if len(head) >= 4 and not even.strip(b"\0"):
        return "utf-16-be"
    return "utf-16-le" if len(head) >= 4 and not odd.strip(b"\0") else ""


def _require(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(
            "The file is text in no encoding that we know. Save it as CSV in UTF-8.",
            code="bad_encoding",
            field="file",
        ) from None
