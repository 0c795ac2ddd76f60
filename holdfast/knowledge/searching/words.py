"""Words as they are looked for, and what a misspelt one may have meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from django.db import connection, transaction

from holdfast.knowledge.access import Reader
from holdfast.knowledge.languages import config_of

_WORD: Final = re.compile(r"\w+")
_LONGEST: Final = 60
_MOST: Final = 5
"""Terms that are looked at, the longest: these say most."""
_ALIKE: Final = 0.68
"""How much of a word must be right; `exprot` is 0.83 of `export`."""
_WEIGHED: Final = 4
"""Words that are nearly a term, of which the reader's own are looked for."""


def words_of(text: str) -> list[str]:
    """Each word once, small, in its order."""
    return list(dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(text.lower())))


def meant_by(terms: Sequence[str], *, reader: Reader, language: str) -> dict[str, list[str]]:
    """For each term up to three words of heads that are nearly it; a word that stands there is left as it is.

    Only heads that the reader may read count: a word of theirs alone neither stands nor is meant (T42).
    """
    told = sorted((term for term in terms if len(term) > 2), key=len)[-_MOST:]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.25', true)")
        cursor.execute(_NEARLY, {"terms": told, "language": language})
        rows: Iterable[tuple[str, str]] = cursor.fetchall()
    near: dict[str, list[str]] = {}
    for term, word in rows:
        near.setdefault(term, []).append(word)
    alike = {term: get_close_matches(term, words, n=_WEIGHED, cutoff=_ALIKE) for term, words in near.items()}
    standing = _standing({word for words in alike.values() for word in words}, reader, language)
    return {
        term: [] if term in standing else [word for word in words if word in standing][:3]
        for term, words in alike.items()
    }


def _standing(words: Collection[str], reader: Reader, language: str) -> set[str]:
    """Those of the words that stand in the head of an article which the reader may read now."""
    if not words:
        return set()
    condition, theirs = reader.condition
    given = {**theirs, "words": list(words), "language": language, "config": config_of(language)}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(readable=condition), given)
        return {word for (word,) in cursor.fetchall()}


_NEARLY: Final = """
SELECT t.term, w.word
  FROM unnest(%(terms)s::text[]) AS t(term) CROSS JOIN LATERAL (
       SELECT word FROM knowledge_headword WHERE language = %(language)s AND word %% t.term
        ORDER BY similarity(word, t.term) DESC LIMIT 40) AS w
"""
# for each word a look into the index that ends with the first article: a semi-join would go over all of them, and
# without the fence of OFFSET the planner takes LIMIT for a reason to read the table from its beginning
_STANDING: Final = """
SELECT w.word FROM unnest(%(words)s::text[]) AS w(word) CROSS JOIN LATERAL (
       SELECT FROM (SELECT article_id FROM knowledge_searchentry
                     WHERE heads @@ to_tsquery(%(config)s::regconfig, '\'\'' || w.word || '\'\'')
                       AND language = %(language)s OFFSET 0) AS e
              JOIN knowledge_article a ON a.id = e.article_id
        WHERE {readable} LIMIT 1) AS standing
"""
