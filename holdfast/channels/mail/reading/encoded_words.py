"""RFC 2047 encoded words in all their misuses.

Split in the middle of a character, inside quotes, with raw spaces in them, in lower case, without padding,
with the
language suffix of RFC 2231, cut off at the end, with a false charset: each is met in real mail.
"""

import binascii
import re

from holdfast.channels.mail.reading import charsets

_START = re.compile(r"=\?([^?\s=]{0,60})\?([bBqQ])\?")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_ESCAPE = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_words(value: str) -> str:
    """The text with every encoded word decoded; what is none, or cannot be one, stays as it is."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    pending: list[tuple[str, bytes]] = []
    at = 0
    ends_known = value.rfind("?=")
    for start in _START.finditer(value):
        if start.start() < at:
            continue
        end = _end_of_word(value, start.end(), ends_known)
        between = value[at : start.start()]
        payload = _payload(value[start.end() : end], start[2]) if end - start.end() < 100_000 else None
        if payload is None:
            continue
        if not (pending and not between.strip()):
            pieces.append(_join(pending))
            pieces.append(between)
            pending = []
        pending.append((start[1].split("*", 1)[0], payload))
        at = min(len(value), end + 2)
    pieces.append(_join(pending))
    pieces.append(value[at:])
    return "".join(pieces)


def _end_of_word(value: str, at: int, last: int) -> int:
    """Where the word ends: at `?=`, save where that is a question mark before an escape (`?=20`)."""
    end = at
    for _ in range(20):
        if end > last:
            return len(value)
        end = value.find("?=", end)
        if end < 0:
            return len(value)
        after = value[end + 2 : end + 4]
        escape = len(after) == 2 and all(character in "0123456789ABCDEFabcdef" for character in after)
        following = value.find("?=", end + 2) if escape and end + 2 <= last else -1
        if not escape or following < 0 or "=?" in value[end + 2 : following]:
            return end
        end += 2
    return end


def _payload(word: str, encoding: str) -> bytes | None:
    data = word.encode("utf-8", "replace")
    if encoding in "qQ":
        return _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), data.replace(b"_", b" "))
    return _base64(data)


def _base64(data: bytes) -> bytes | None:
    pieces = []
    for piece in re.split(rb"=+", data):
        clean = _NOT_BASE64.sub(b"", piece)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
        if clean:
            try:
                pieces.append(binascii.a2b_base64(clean + b"=" * (-len(clean) % 4)))
            except (binascii.Error, ValueError):
                return None
    return b"".join(pieces)


def _join(words: list[tuple[str, bytes]]) -> str:
    """Adjacent words as text; runs of one charset are joined as bytes, as senders cut characters in two."""
    text: list[str] = []
    at = 0
    while at < len(words):
        charset = words[at][0].lower()
        run = []
        while at < len(words) and words[at][0].lower() == charset:
            run.append(words[at][1])
            at += 1
        text.append(charsets.decode(b"".join(run), charset, guess=False))
    return "".join(text)
