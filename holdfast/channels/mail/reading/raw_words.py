"""Raw 8-bit words in header fields: too short for statistics, so they are known by how each script is written.

Only words that are mostly outside ASCII are guessed at; a few bytes among Latin letters are Windows-1252.
"""

import re

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC, _GREEK, _HEBREW, _ARABIC, _THAI = (
    "оеаинтсрвлкмдпу",
    "αοιετσνηυρκπμλ",
    "יהולאתרמשבנםכ",
    "\u0627\u0644\u064a\u0645\u0646\u0631\u062a\u0648\u0628\u0639\u062f\u0633\u0641\u0647\u0643\u0629",
    "านรอกเงมยลวส\u0e48\u0e49\u0e34\u0e35\u0e31\u0e47",
)
_SINGLE = (
    ("koi8-r", re.compile("[\u0400-\u045f]"), _CYRILLIC),
    ("cp1251", re.compile("[\u0400-\u045f]"), _CYRILLIC),
    ("cp1253", re.compile("[\u0384-\u03ce]"), _GREEK),
    ("cp1255", re.compile("[\u05d0-\u05ea]"), _HEBREW),
    ("cp1256", re.compile("[\u0620-\u0652]"), _ARABIC),
    ("cp874", re.compile("[\u0e01-\u0e5b]"), _THAI),
)
"""Each script of single bytes, with its most frequent letters where others look like it."""
_MIXED = re.compile("[a-zA-Z][^\x00-\x7f]|[^\x00-\x7f][a-zA-Z]")
_GAP = re.compile(rb"[\x00-\x20\"<>(),]+")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_FEWEST = 4
_LOOKED_AT = 400


def guess_script(data: bytes) -> str | None:
    """The codec of words in another script, or None when they are too few or no script fits."""
    data = b" ".join(word for word in _GAP.split(data[:_LOOKED_AT]) if not word.isascii())
    high = sum(byte > 0x7F for byte in data)
    if high < _FEWEST or high * 2 < len(data) - data.count(b" "):
        return None
    scores = {codec: _score_letters(data, codec, letters, frequent) for codec, letters, frequent in _SINGLE}
    scores |= {
        "cp949": _score_rows(data, "cp949", "euc_kr", 0xB0, 0xC8) + _share(data, "cp949", _HANGUL) - 0.99,
        "gb18030": _score_rows(data, "gb18030", "gb2312", 0xB0, 0xD7),
        "cp950": _score_rows(data, "cp950", "big5", 0xA4, 0xC6),
        "euc_jp": 1.5 * _share(data, "euc_jp", _KANA) + 0.4,
        "cp932": 1.5 * _share(data, "cp932", _KANA) + 0.4,
    }
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > 0.75 else None


def usual_cyrillic(text: str) -> float:
    """The share of the most frequent letters among those outside ASCII."""
    foreign = _foreign(text.lower())
    return sum(1 for one in foreign if one in _CYRILLIC) / max(1, len(foreign))


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        is_cut = len(data) > _LOOKED_AT // 2 and error.start > len(data) - 4
        return data[: error.start].decode(codec, "ignore") if is_cut else ""


def _foreign(text: str) -> str:
    return "".join(character for character in text if character > "\x7f" and character.isalpha())


def _share(data: bytes, codec: str, letters: re.Pattern[str]) -> float:
    """How much of what is outside ASCII is of these letters; half-width forms and private use count against it."""
    text = [character for character in _decoded(data, codec) if character > "\x7f"]
    if not text or any(
        "\uff61" <= character <= "\uff9f" or "\ue000" <= character < "\uf900" for character in text
    ):
        return -1.0
    return sum(1 for character in text if letters.match(character)) / len(text)


def _score_letters(data: bytes, codec: str, letters: re.Pattern[str], frequent: str) -> float:
    """All letters of one script, each word in small letters, in capitals, or with a capital first."""
    text = _decoded(data, codec)
    foreign = [character for character in text if character > "\x7f"]
    if len(foreign) <= _FEWEST or _MIXED.search(text):
        return -1.0
    share = sum(1 for character in foreign if letters.match(character)) / len(foreign)
    words = _WORD.findall(text)
    sane = sum(
        1
        for word in words
        if word.islower() or word.isupper() or word[1:].islower() or word == word.swapcase()
    )
    usual = sum(1 for one in foreign if one.lower() in frequent) / len(foreign) if frequent else 0.4
    shouted = 0.15 if len(words) > _FEWEST and text.isupper() else 0.0
    return share * sane / max(1, len(words)) + 0.6 * usual - shouted - (0.25 if share > 0.95 else 0.6)


def _score_rows(data: bytes, codec: str, standard: str, first: int, last: int) -> float:
    """The share of characters from the rows in which the standard keeps the common ones."""
    text = _decoded(data, codec)
    foreign = _foreign(text)
    if not foreign or any("\ue000" <= character < "\uf900" for character in text):
        return -1.0
    common = sum(1 for one in foreign if first <= (one.encode(standard, "ignore") or b"\0")[0] <= last)
    return common / len(foreign)
