"""Bytes to text, whatever their label says (T24).

Declared charset first, with the usual lies put right (what is labelled ISO-8859-1 is Windows-1252, what is
labelled
GB2312 is GB18030), then strict UTF-8, then a guess, then replacement characters; never an exception.
"""

import codecs
import re

from holdfast.channels.mail.reading.latin_letters import guess_latin
from holdfast.channels.mail.reading.raw_words import guess_script
from holdfast.channels.mail.reading.scrub import storable
from holdfast.channels.mail.reading.unlabelled import (
    cyrillic_behind_label,
    guess_charset,
    script_behind_label,
)

_TRUE_NAMES = {
    "ascii": "",
    "us-ascii": "",
    "usascii": "",
    "ansi-x3.4-1968": "",
    "iso646-us": "",
    "646": "",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-8",
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "tis620": "cp874",
    "windows-874": "cp874",
    "iso-8859-8-i": "cp1255",
    "iso-8859-8-e": "cp1255",
    "iso-8859-8": "cp1255",
    "gb2312": "gb18030",
    "gb-2312": "gb18030",
    "gb2312-80": "gb18030",
    "gb-2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "windows-936": "gb18030",
    "cn-gb": "gb18030",
    "euc-cn": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "cp950",
    "big-5": "cp950",
    "x-big5": "cp950",
    "cn-big5": "cp950",
    "big5-hkscs": "big5hkscs",
    "shift-jis": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "s-jis": "cp932",
    "x-sjis": "cp932",
    "ms-kanji": "cp932",
    "windows-31j": "cp932",
    "windows-932": "cp932",
    "cswindows31j": "cp932",
    "iso-2022-jp": "iso2022_jp",
    "iso-2022-jp-ms": "iso2022_jp",
    "csiso2022jp": "iso2022_jp",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "x-windows-iso2022jp": "iso2022_jp",
    "iso-2022-kr": "iso2022_kr",
    "x-euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "euckr": "cp949",
    "ks-c-5601": "cp949",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601-1989": "cp949",
    "ksc5601": "cp949",
    "ksc-5601": "cp949",
    "x-windows-949": "cp949",
    "windows-949": "cp949",
    "korean": "cp949",
    "iso-ir-149": "cp949",
    "koi8": "koi8-r",
    "koi8-ru": "koi8-u",
    "koi8-rus": "koi8-r",
    "cyrillic": "iso8859-5",
    "x-mac-roman": "mac-roman",
    "x-macroman": "mac-roman",
    "macintosh": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-mac-ce": "mac-latin2",
    "x-ibm866": "cp866",
}
_FAMILY = re.compile(r"(?:cp|ibm|windows|win|dos|x-cp)-?(8[0-9]{2}|125[0-8])(?![0-9])")
_ISO_8859 = re.compile(r"iso-?8859-?([0-9]{1,2})(?![0-9])")
_NOT_TEXT = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem", "palmos"}
_WINDOWS_OF_ISO = {
    "iso8859-2": "cp1250",
    "iso8859-4": "cp1257",
    "iso8859-5": "cp1251",
    "iso8859-7": "cp1253",
    "iso8859-13": "cp1257",
    "iso8859-15": "cp1252",
    "iso8859-6": "cp1256",
}
_CYRILLIC = ("cp1251", "koi8-r", "koi8-u")
_SINGLE_BYTE = re.compile(r"cp125|cp874|iso8859|koi8|mac-|cp8[0-9]{2}$")
_C1 = re.compile("[\x80-\x9f]")
_JIS_RUN = re.compile(rb"\x1b(\$[@B]|\(J|\(B|\(I|\$\(D)")


def true_name(label: str | None) -> str:
    """The codec that a charset label really means; empty for ASCII, for none, and for one that nobody
    knows."""
    if not label:
        return ""
    name = label.strip().strip("\"'").strip().lower().replace("_", "-").replace(" ", "-")
    name = name.split(";", 1)[0].split("*", 1)[0].strip("\"' ")
    if name in _TRUE_NAMES:
        return _TRUE_NAMES[name]
    if found := _ISO_8859.match(name):
        number = found[1]
        return _TRUE_NAMES.get(f"iso-8859-{number}") or _known(f"iso8859-{number}")
    if found := _FAMILY.search(name):
        return _known(f"cp{found[1]}")
    if name.startswith("utf-8") or name.startswith("utf8"):
        return "utf-8"
    return "" if name in _NOT_TEXT else _known(name)


def _known(name: str) -> str:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return found.name if getattr(found, "_is_text_encoding", True) and found.name not in _NOT_TEXT else ""


def decode(data: bytes, declared: str | None = None, *, guess: bool = True) -> str:
    """The bytes as storable text; total. `guess` allows the statistical guess, which needs some text to work
    on."""
    return storable(_decode(data, true_name(declared), guess))


def decode_field(data: bytes, charset_of_body: str | None = None) -> str:
    """Raw words of a header field, which declares nothing: UTF-8, else what the body is in, else what they look
    like."""
    if data.isascii():
        return decode(data)
    data = data.strip().removeprefix(codecs.BOM_UTF8)
    if (text := _strictly(data, "utf-8")) is None:
        codec = true_name(charset_of_body)
        if codec == "utf-8" and _mostly_utf8(data):
            return storable(data.decode("utf-8", "replace"))
        if codec in ("", "utf-8", "cp1252"):
            codec = guess_script(data) or guess_latin(data) or "cp1252"
        text = _declared(data, codec)
    return storable(text if text is not None else data.decode("cp1252", "replace"))


def _decode(data: bytes, codec: str, guess: bool) -> str:
    if data.isascii():
        return _decode_seven_bit(data, codec)
    if data[:3] == codecs.BOM_UTF8:
        return data[3:].decode("utf-8", "replace")
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return data[: len(data) & ~1].decode("utf-16", "replace")
    utf8 = _strictly(data, "utf-8")
    if codec and codec != "utf-8":
        if utf8 is not None and _SINGLE_BYTE.match(codec):
            return utf8
        if codec == "cp1252" and (script := script_behind_label(data)):
            codec = script
        if (text := _declared(data, codec)) is not None:
            return text
    if utf8 is not None:
        return utf8
    if codec == "utf-8" and _mostly_utf8(data):
        return data.decode("utf-8", "replace")
    if codec and codec != "utf-8":
        if codec == "cp950" and (text := _strictly(data, "big5hkscs")) is not None:
            return text
        return _replacing(data, codec)
    return _guessed(data) if guess else data.decode("cp1252", "replace")


def _decode_seven_bit(data: bytes, codec: str) -> str:
    if b"\x1b" in data and (codec == "iso2022_jp" or not codec or codec == "utf-8") and _JIS_RUN.search(data):
        return _decode_jis(data)
    if codec in ("iso2022_kr", "hz", "utf-7"):
        return _replacing(data, codec)
    if b"\x00" in data and (text := _wide(data)) is not None:
        return text
    if codec.startswith(("utf-16", "utf-32")) and b"\x00" in data:
        return _replacing(data, codec)
    return data.decode("ascii")


def _declared(data: bytes, codec: str) -> str | None:
    if codec == "iso2022_jp":
        return _decode_jis(data) if b"\x1b" in data else _strictly(data, "cp932")
    if codec.startswith("utf-16") and data.count(0) == 0 and len(data) > 8:
        return None
    if (text := _strictly(data, codec)) is None:
        return None
    if codec in _CYRILLIC and (other := cyrillic_behind_label(data, text[:8000])) is not None:
        return _strictly(data, other) or text
    if codec in _WINDOWS_OF_ISO and _C1.search(text):
        return _strictly(data, _WINDOWS_OF_ISO[codec]) or text
    return text


def _decode_jis(data: bytes) -> str:
    """ISO-2022-JP as it is written: with the vendors' characters, which the standard's own codec refuses."""
    strict = _strictly(data, "iso2022_jp")
    if strict is not None:
        return strict
    pieces: list[str] = []
    mode = b"(B"
    at = 0
    for escape in _JIS_RUN.finditer(data):
        pieces.append(_jis_run(data[at : escape.start()], mode))
        mode = escape[1]
        at = escape.end()
    pieces.append(_jis_run(data[at:], mode))
    return "".join(pieces)


def _jis_run(run: bytes, mode: bytes) -> str:
    if mode in (b"$@", b"$B"):
        return _jis_pairs(run)
    if mode == b"(I":
        return bytes(byte | 0x80 for byte in run).decode("cp932", "replace")
    if mode == b"$(D":
        return (b"\x1b$(D" + run).decode("iso2022_jp_1", "replace")
    return run.decode("cp932" if not run.isascii() else "ascii", "replace")


def _jis_pairs(run: bytes) -> str:
    shifted = bytearray()
    at = 0
    while at < len(run):
        if run[at] < 0x21 or run[at] > 0x7E or at + 1 >= len(run):
            shifted.append(run[at])
            at += 1
            continue
        row, cell = run[at], run[at + 1]
        cell += (0x1F if cell < 0x60 else 0x20) if row & 1 else 0x7E
        row = (row - 0x21 >> 1) + 0x81
        shifted += bytes((row + 0x40 if row > 0x9F else row, cell & 0xFF))
        at += 2
    return bytes(shifted).decode("cp932", "replace")


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _replacing(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("cp1252", "replace")


def _mostly_utf8(data: bytes) -> bool:
    """Whether a broken UTF-8 text is UTF-8 all the same: more whole characters than broken ones."""
    text = data[:200_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return whole >= broken


def _wide(data: bytes) -> str | None:
    """UTF-16 without a label, known by its zero bytes on one side."""
    sample = data[:2000]
    odd, even = sample[1::2].count(0), sample[0::2].count(0)
    if len(sample) < 4 or max(odd, even) < len(sample) * 0.4 or min(odd, even) > len(sample) * 0.05:
        return None
    return data[: len(data) & ~1].decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def _guessed(data: bytes) -> str:
    if b"\x1b$" in data[:4000]:
        return _decode_jis(data)
    if (text := _wide(data)) is not None:
        return text
    name = guess_charset(data)
    if name is not None and (text := _strictly(data, name)) is not None:
        return text
    return _replacing(data, name if name and _SINGLE_BYTE.match(name) else "cp1252")
