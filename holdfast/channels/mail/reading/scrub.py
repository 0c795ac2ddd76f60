"""The one choke point for text: nothing leaves the reader with NUL or half a character in it (T25)."""

import re

_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BIDI = re.compile("[\u200b\u2060\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


def storable(text: str) -> str:
    """The text without NUL and lone surrogates, which neither PostgreSQL nor UTF-8 can hold."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
    return text


def one_line(text: str) -> str:
    """The text as one line: every run of control characters and line breaks becomes one space (T15)."""
    return _BREAKS.sub(" ", storable(text)).strip()


def without_bidi(text: str) -> str:
    """The text without the invisible marks that turn its direction or allow a break."""
    return text if text.isascii() else _BIDI.sub("", text)
