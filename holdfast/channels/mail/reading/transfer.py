"""Content-Transfer-Encoding undone, as far as the bytes let it."""

import binascii
import re

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NO_DIGITS = bytes(byte for byte in range(256) if byte not in _DIGITS)
_PADDING = re.compile(rb"=[=\s]*")
_SOFT_BREAK_WITH_SPACES = re.compile(rb"=[ \t]+(\r?\n)")
_WORDS = re.compile(rb"[^A-Za-z0-9+/=\s]|\S[ \t]\S")
_WHOLE_LINE = re.compile(rb"^[A-Za-z0-9+/]{60,}\s*$", re.M)
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/=\s]*\Z")


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """The decoded bytes; an unknown encoding, or a label that cannot be true, leaves them as they are."""
    encoding = encoding.strip().strip("\"'").lower()
    if "base64" in encoding or encoding in ("base-64", "b"):
        return _from_base64(data)
    if encoding.startswith("quoted") or encoding == "q":
        return binascii.a2b_qp(_SOFT_BREAK_WITH_SPACES.sub(rb"=\1", data))
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return read_uuencoded(data) or data
    return data


def is_identity(encoding: str) -> bool:
    """Whether the encoding leaves the bytes as they are."""
    return encoding.strip().strip("\"'").lower() in ("", "7bit", "8bit", "binary", "7-bit", "8-bit")


def count_base64(data: memoryview) -> int:
    """The decoded size, in bounded memory."""
    digits = 0
    for at in range(0, len(data), 1 << 20):
        digits += len(bytes(data[at : at + (1 << 20)]).translate(None, _NO_DIGITS))
    return digits * 3 // 4


def _from_base64(data: bytes) -> bytes:
    if _is_no_base64(data):
        return data
    padding = data.find(b"=")
    if padding < 0 and (words := _words_behind(data)) is not None:
        return _chunk(data[:words]) + b"\n" + data[words:]
    if padding < 0 or not data[padding:].strip(b"=\r\n \t"):
        return _chunk(data)
    decoded: list[bytes] = []
    at = 0
    for gap in _PADDING.finditer(data):
        decoded.append(_chunk(data[at : gap.start()]))
        at = gap.end()
        tail = data[at : at + 2000].strip()
        if tail and not _BASE64_LINE.match(tail):
            decoded.append(b"\n" + data[at:])
            return b"".join(decoded)
    decoded.append(_chunk(data[at:]))
    return b"".join(decoded)


def _words_behind(data: bytes) -> int | None:
    """Where a list or a scanner set its own words below base64 that needed no padding."""
    found = _WORDS.search(data)
    start = data.rfind(b"\n", 0, found.start()) + 1 if found else 0
    return start if start and not _WHOLE_LINE.search(data, start) else None


def _is_no_base64(data: bytes) -> bool:
    """Plain words under a false label: spaces between short words, which base64 never has."""
    sample = data[:3000].strip()
    if not sample:
        return False
    odd = len(_NOT_BASE64.sub(b"", sample.replace(b"=", b"")))
    words = sample.count(b" ")
    return (words > len(sample) / 20 and words > 2) or odd < len(sample) * 0.6


def _chunk(data: bytes) -> bytes:
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        clean = _NOT_BASE64.sub(b"", data)
        if len(clean) % 4 == 1:
            clean = clean[:-1]
        try:
            return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
        except (binascii.Error, ValueError):
            return data


def read_uuencoded(data: bytes) -> bytes:
    """The bytes of the first `begin … end` block, or of bare uuencoded lines; empty when there is none."""
    decoded: list[bytes] = []
    started = b"begin " not in data[:100_000]
    for line in data.splitlines():
        if not started:
            started = line.startswith(b"begin ")
            continue
        if line.strip() in (b"end", b"`", b""):
            if line.strip() == b"end":
                break
            continue
        decoded.append(decode_uu_line(line) or b"")
    return b"".join(decoded)


def decode_uu_line(line: bytes) -> bytes | None:
    """One uuencoded line; None when it cannot be one."""
    length = (line[0] - 32) & 63
    needed = (length + 2) // 3 * 4
    body = line.rstrip(b"\r\n")
    if not 32 < line[0] <= 96 or len(body) - 1 > needed + 2:
        return None
    try:
        return binascii.a2b_uu(body[: needed + 1].ljust(needed + 1))
    except (binascii.Error, ValueError):
        return None
