"""The charset of a body that says nothing about it, or what cannot be (T24)."""

import re

from holdfast.channels.mail.reading.latin_letters import guess_latin
from holdfast.channels.mail.reading.raw_words import guess_script, usual_cyrillic

_FEWEST_OF_A_SCRIPT = 6
"""Fewer bytes beyond ASCII are no evidence for another script."""

_FEWEST_OF_A_LIE = 24
_DISTINCT_OF_A_LIE = 9
"""So many bytes beyond ASCII, and so many different ones, before a label is doubted: a line drawn with signs has
fewer, and so has a list of accented letters."""

_TURNED = re.compile(r"(?<!\w)[а-яё][А-ЯЁ]{2,}")
_WRITTEN = re.compile(r"(?<!\w)[А-ЯЁ]?[а-яё]{3,}(?!\w)")


def guess_charset(data: bytes) -> str | None:
    """The likeliest codec: a Latin language, another script, or what statistics say."""
    sample = _telling_sample(data)
    if latin := guess_latin(sample):
        return latin
    if sum(byte > 0x7F for byte in sample) < _FEWEST_OF_A_SCRIPT:
        return None
    return guess_script(sample) or _statistical_guess(sample)


def script_behind_label(data: bytes) -> str | None:
    """The other script under the Latin label that programs put on everything: no Latin text has such words."""
    sample = _telling_sample(data)
    high = [byte for byte in sample if byte > 0x7F]
    if len(high) < _FEWEST_OF_A_LIE or len(set(high)) < _DISTINCT_OF_A_LIE:
        return None
    return guess_script(sample)


def cyrillic_behind_label(data: bytes, text: str) -> str | None:
    """The other Cyrillic charset under the label of one, told by capitals where small letters belong: 'ъДТБЧУФЧХКФЕ'."""
    if not _TURNED.search(text) or _WRITTEN.search(text):
        return None
    sample = _telling_sample(data)
    if sum(byte > 0x7F for byte in sample) < _FEWEST_OF_A_LIE:
        return None
    other = {"koi8-r": "koi8-u"}.get(found := guess_script(sample) or "", found)
    if other not in ("cp1251", "koi8-u"):
        return None
    is_likelier = usual_cyrillic(sample.decode(other, "replace")) > usual_cyrillic(text)
    return other if is_likelier else None


def _statistical_guess(data: bytes) -> str | None:
    """The likeliest of the charsets that mail was written in before UTF-8; imported late, as it is slow to
    load."""
    try:
        from charset_normalizer import from_bytes

        best = from_bytes(
            data,
            cp_isolation=[
                "cp1252",
                "cp1250",
                "cp1251",
                "koi8_r",
                "cp932",
                "euc_jp",
                "gb18030",
                "big5",
                "cp949",
                "cp1253",
                "cp1255",
                "cp1256",
                "cp874",
            ],
            enable_fallback=False,
        ).best()
    except Exception:  # a guess that fails is no guess; the library raises many kinds
        return None
    return best.encoding if best is not None else None


def _telling_sample(data: bytes) -> bytes:
    """The lines that hold other than ASCII, up to 4 kB."""
    lines = [line for line in data[:200_000].splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines)[:4096]
