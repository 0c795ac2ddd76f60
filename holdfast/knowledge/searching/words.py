"""Words as they are looked for, and what a misspelt one may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from django.db import connection, transaction

_WORD: Final = re.compile(r"\w+")
_LONGEST: Final = 60
_MOST: Final = 5
"""Terms that are looked at, the longest: these say most."""
_ALIKE: Final = 0.68
"""How much of a word must be right; `exprot` is 0.83 of `export`."""


def words_of(text: str) -> list[str]:
    """Each word once, small, in its order."""
    return list(dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(text.lower())))


def meant_by(terms: Sequence[str], *, language: str) -> dict[str, list[str]]:
    """For each term up to three words of heads that are nearly it; a word that stands there is left as it is."""
    told = sorted((term for term in terms if len(term) > 2), key=len)[-_MOST:]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.25', true)")
        cursor.execute(_NEARLY, {"terms": told, "language": language})
        rows: Iterable[tuple[str, str]] = cursor.fetchall()
    near: dict[str, list[str]] = {}
    for term, word in rows:
        near.setdefault(term, []).append(word)
    return {
        term: [] if term in words else get_close_matches(term, words, n=3, cutoff=_ALIKE)
        for term, words in near.items()
    }


_NEARLY: Final = """
SELECT t.term, w.word
  FROM unnest(%(terms)s::text[]) AS t(term) CROSS JOIN LATERAL (
       SELECT word FROM knowledge_headword WHERE language = %(language)s AND word %% t.term
        ORDER BY similarity(word, t.term) DESC LIMIT 40) AS w
"""
