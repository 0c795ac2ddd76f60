"""Search: every word, else the words nearly right; what the reader may not read is not found (T42)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.utils.safestring import SafeString

from holdfast.kernel.text import one_line
from holdfast.knowledge.access import Reader
from holdfast.knowledge.languages import DEFAULT, config_of
from holdfast.knowledge.searching.words import meant_by, words_of

LONGEST: Final = 200
_MOST_WORDS: Final = 12
_BEGIN, _END, _LESS = "\x02", "\x03", "\x04"
"""No text of ours has them. What stands between < and > PostgreSQL would take for a tag, and leave out."""
_MARKS: Final = {
    "whole": f"HighlightAll=true, StartSel={_BEGIN}, StopSel={_END}",
    "part": f"MaxWords=28, MinWords=14, StartSel={_BEGIN}, StopSel={_END}",
}
_RANKED: Final = 300
"""How many of those that match are weighed; of words that stand everywhere the ones that head an article come first."""


@dataclass(frozen=True)
class Hit:
    """One article that was found, with the words marked where they stand."""

    article: int
    path: str
    title: SafeString
    """With the words marked that were looked for; `plain_title` is without."""
    piece: SafeString
    category: str
    language: str
    audience: str

    @property
    def plain_title(self) -> str:
        return unescape(self.title.replace("<mark>", "").replace("</mark>", ""))


def search(words: str, *, reader: Reader, language: str, size: int = 20) -> list[Hit]:
    """Articles with all of the words, the last of which may be a beginning; then those with words nearly so."""
    terms = words_of(one_line(words, limit=LONGEST))[:_MOST_WORDS]
    if not terms:
        return []
    look = partial(_matching, reader=reader, language=language, size=size)
    found = look(_all_of(terms))
    if len(found) < 3 and (meant := _meant(terms, reader, language)):
        near = look(_all_meant(terms, meant)) or look(_any_meant(meant), only_heads=True)
        known = {hit.article for hit in found}
        found += [hit for hit in near if hit.article not in known]
    return found[:size]


def suggest(words: str, *, reader: Reader, language: str, size: int = 4) -> list[Hit]:
    """What may answer somebody who is still writing: articles that have some of the words in their heads."""
    terms = [term for term in words_of(one_line(words, limit=LONGEST)) if len(term) > 2][:_MOST_WORDS]
    if not terms:
        return []
    look = partial(_matching, reader=reader, language=language, size=size, only_heads=True)
    found = look(_any_of(terms))
    if not found and (meant := _meant(terms, reader, language)):
        found = look(_any_meant(meant))
    return found


def may_answer(words: str, *, reader: Reader, language: str, size: int = 3) -> list[Hit]:
    """The same in the reader's language, else in the one that everything is written in; of a few letters nothing."""
    if len(words) < 4:
        return []
    found = suggest(words, reader=reader, language=language, size=size)
    if not found and language != DEFAULT:
        found = suggest(words, reader=reader, language=DEFAULT, size=size)
    return found


def _meant(terms: Sequence[str], reader: Reader, language: str) -> dict[str, list[str]]:
    """Only of those words that are likely misspelt, and only what they may have meant."""
    meant = meant_by(terms, reader=reader, language=language)
    return {term: near for term, near in meant.items() if near}


def _all_meant(terms: Sequence[str], meant: Mapping[str, Sequence[str]]) -> str:
    return " & ".join(f"({_any_of([term, *meant.get(term, ())], shortest=1)})" for term in terms)


def _any_meant(meant: Mapping[str, Sequence[str]]) -> str:
    return _any_of([word for near in meant.values() for word in near])


def _all_of(terms: Sequence[str]) -> str:
    """Nothing that a person types is an operator: a term is word characters alone."""
    return " & ".join([*(f"'{term}'" for term in terms[:-1]), f"'{terms[-1]}':*"])


def _any_of(terms: Sequence[str], *, shortest: int = 3) -> str:
    return " | ".join(f"'{term}'" for term in terms if len(term) >= shortest)


def _matching(query: str, *, reader: Reader, language: str, size: int, only_heads: bool = False) -> list[Hit]:
    values = {"query": query, "ranked": _RANKED}
    return _hits(_HEADS if only_heads else _WORDS, values, reader=reader, language=language, size=size)


def _hits(sql: str, values: dict[str, Any], *, reader: Reader, language: str, size: int) -> list[Hit]:
    condition, theirs = reader.condition
    given = {**values, **theirs, "language": language, "config": config_of(language), "size": size, **_MARKS}
    given["less"] = _LESS
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SEARCHING)
            cursor.execute(_SHOWN.format(found=sql.format(readable=condition)), given)
            rows = cursor.fetchall()
    except OperationalError as trouble:
        if "statement timeout" in str(trouble):  # too broad to be weighed: as if it were not there
            return []
        raise
    return [
        Hit(key, f"/help/{tongue}/{slug}/", _marked(title), _marked(piece), category, tongue, audience)
        for key, slug, title, piece, category, tongue, audience in rows
    ]


def _marked(text: str) -> SafeString:
    """Escaped, with the words that were looked for in `<mark>`."""
    safe = escape(text).replace(_BEGIN, "<mark>").replace(_END, "</mark>").replace(_LESS, "&lt;")
    return SafeString(safe)


# a rare word and a common one want different plans, so that none may be kept for both
_SEARCHING: Final = """SELECT set_config('statement_timeout', '2s', true),
    set_config('plan_cache_mode', 'force_custom_plan', true)"""
_WORDS: Final = """
    SELECT article_id, ts_rank(words, q.query) + CASE WHEN in_head THEN 1 ELSE 0 END AS weight FROM (
        (SELECT e.article_id, e.words, true AS in_head
           FROM knowledge_searchentry e JOIN knowledge_article a ON a.id = e.article_id, q
          WHERE e.heads @@ q.query AND e.language = %(language)s AND {readable} LIMIT %(ranked)s)
        UNION ALL
        (SELECT e.article_id, e.words, false
           FROM knowledge_searchentry e JOIN knowledge_article a ON a.id = e.article_id, q
          WHERE e.words @@ q.query AND NOT e.heads @@ q.query AND e.language = %(language)s AND {readable}
          LIMIT %(ranked)s)
    ) both_of_them, q"""
_HEADS: Final = """
    SELECT article_id, ts_rank(heads, q.query) AS weight FROM (
        SELECT e.article_id, e.heads
          FROM knowledge_searchentry e JOIN knowledge_article a ON a.id = e.article_id, q
         WHERE e.heads @@ q.query AND e.language = %(language)s AND {readable} LIMIT %(ranked)s
    ) heads, q"""
_SHOWN: Final = """
WITH q AS (SELECT to_tsquery(%(config)s::regconfig, %(query)s) AS query),
     found AS ({found} ORDER BY weight DESC, article_id LIMIT %(size)s)
SELECT a.id, a.slug,
       ts_headline(%(config)s::regconfig, replace(r.title, '<', %(less)s), q.query, %(whole)s),
       ts_headline(%(config)s::regconfig, e.text, q.query, %(part)s),
       c.name, a.language, a.audience
  FROM found f JOIN knowledge_article a ON a.id = f.article_id JOIN knowledge_searchentry e USING (article_id)
  JOIN knowledge_revision r ON r.id = a.published_id JOIN knowledge_category c ON c.id = a.category_id, q
 ORDER BY f.weight DESC, a.id
"""
