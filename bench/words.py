"""Words as people use them: a few in every text, most in hardly any (Zipf), out of syllables and the demo's stories."""

from __future__ import annotations

import re
from itertools import accumulate, product
from random import Random

from holdfast.project.demo.stories import STORIES

SIZE = 20_000
COMMON, KNOWN, RARE = 0, 2_000, 15_000
"""The ranks of words that stand in nearly every message, in some hundreds, and in a few dozen."""

_ONSETS = ("b", "br", "d", "dr", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "v")
_VOWELS = ("a", "e", "i", "o", "u", "ai")


def vocabulary() -> list[str]:
    """So many words, the most frequent first; those of the stories come before the made ones."""
    told = re.findall(r"[a-z]{4,}", " ".join(f"{story.subject} {story.words}" for story in STORIES).lower())
    syllables = ["".join(pair) for pair in product(_ONSETS, _VOWELS)]
    made = ["".join(each) for each in product(syllables, syllables, ("ner", "lix", "tam"))]
    Random(1).shuffle(made)
    return list(dict.fromkeys([*told, *made]))[:SIZE]


def texts(number: int, *, words: int, seed: int) -> list[str]:
    """So many texts of so many words each, every word as frequent as its rank says."""
    known, random = vocabulary(), Random(seed)
    weights = list(accumulate(1 / rank for rank in range(1, len(known) + 1)))
    return [" ".join(random.choices(known, cum_weights=weights, k=words)).capitalize() for _ in range(number)]
