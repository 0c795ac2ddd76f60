"""Safe text: the one choke point through which foreign text enters the database and our headers."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_OVERRIDES = re.compile("[\u202d\u202e]")


def scrub(text: str) -> str:
    """The text without NUL, other control characters but line breaks and tabs, lone surrogates, and overrides."""
    if text.isascii() and text.isprintable():
        return text
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    return without_overrides(_CONTROLS.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")


def without_overrides(text: str) -> str:
    """The text without the two characters that have letters shown in another order than they stand.

    Nobody who writes from right to left needs them. The marks, embeddings and isolates that they do use stay in a text,
    and reach no further than the line they stand in; on one line among words of ours (`one_line`) they go as well.
    """
    return text if text.isascii() else _OVERRIDES.sub("", text)


def one_line(text: str, *, limit: int = 400) -> str:
    """The text on one line, without controls or direction overrides, at most `limit` characters (T15)."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:limit].rstrip()
    flat = _BIDI.sub("", scrub(_LINE_BREAKS.sub(" ", text)))
    return unicodedata.normalize("NFC", " ".join(flat.split()))[:limit].rstrip()


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text) if not text.isascii() else False
