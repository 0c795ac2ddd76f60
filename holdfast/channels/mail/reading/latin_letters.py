"""Which Latin charset words without a label are in: the one whose bytes spell a language (T24)."""

import re

_ALPHABETS = (
    ("cp1252", "äöüßµ"),
    ("cp1252", "àâæçéèêëîïôœùûü"),
    ("cp1252", "áéíñóúü"),
    ("cp1252", "áâãàçéêíóôúü"),
    ("cp1252", "äöüõ"),
    ("cp1252", "àèéìíòóùú"),
    ("cp1252", "àçéèíïòóúü"),
    ("cp1252", "åäöéæøü"),
    ("cp1252", "áéëèêïíóöü"),
    ("cp1252", "áéíóúýþæöð"),
    ("cp1250", "ąćęłńóśźż"),
    ("iso8859-2", "ąćęłńóśźż"),
    ("cp1250", "áčďéěíňóřšťúůýž"),
    ("iso8859-2", "áčďéěíňóřšťúůýž"),
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),
    ("iso8859-2", "áäčďéíĺľňóôŕšťúýž"),
    ("cp1250", "áéíóöőúüű"),
    ("iso8859-2", "áéíóöőúüű"),
    ("cp1250", "čćđšž"),
    ("iso8859-2", "čćđšž"),
    ("cp1250", "ăâîşţ"),
    ("cp1254", "çğıİöşüâî"),
    ("cp1257", "ąčęėįšųūž"),
    ("cp1257", "āčēģīķļņšūž"),
)
"""The letters beyond ASCII of some languages; where two fit as well, the earlier is the likelier."""
_HIGH = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]{1,2}(?![\x80-\xff])")
_IN_A_WORD = re.compile("(?<=[a-zA-Z])[^\x00-\x7f](?=[a-zA-Z])")
_BESIDE_A_LETTER = re.compile(r"(?<=[^\W\d_])[^\W\d_]|[^\W\d_](?=[^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 8_000
_MOSTLY = 0.6
_CLEARLY = 0.04
"""By so much another charset must fit better than the one that most Latin mail is in."""


def guess_latin(data: bytes) -> str | None:
    """The codec, or None when the bytes beyond ASCII stand in runs as they do in other scripts."""
    data = data[:_LOOKED_AT]
    high = len(_HIGH.findall(data))
    if not high or sum(len(run) for run in _ALONE.findall(data)) < _MOSTLY * high:
        return None
    scores = [_score(data, codec, alphabet) for codec, alphabet in _ALPHABETS]
    usual = max(score for score, (codec, _) in zip(scores, _ALPHABETS, strict=True) if codec == "cp1252")
    best = max(scores)
    return _ALPHABETS[scores.index(best)][0] if best > usual + _CLEARLY else "cp1252"


def _score(data: bytes, codec: str, alphabet: str) -> float:
    """The share of letters of the language, less what no language has."""
    text = data.decode(codec, "replace")
    foreign = [character for character in text if character > "\x7f"]
    letters = _BESIDE_A_LETTER.findall(text)
    fitting = sum(1 for letter in letters if letter in alphabet or letter.lower() in alphabet)
    signs_in_words = sum(1 for found in _IN_A_WORD.findall(text) if not (found.isalpha() or found == "·"))
    nothings = sum(1 for character in foreign if character == "\ufffd" or "\x80" <= character <= "\x9f")
    odd = sum(1 for word in _WORD.findall(text) if not word.isascii() and not _is_written(word))
    return (fitting - signs_in_words - 2 * nothings - odd) / max(1, len(foreign))


def _is_written(word: str) -> bool:
    """In small letters, in capitals, or with a capital first."""
    return word[1:].islower() or word.isupper() or len(word) == 1
