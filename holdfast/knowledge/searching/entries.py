"""What is searched of an article: entered with its publication, gone with it."""

from __future__ import annotations

from typing import Final

from django.db import connection

from holdfast.knowledge.languages import config_of
from holdfast.knowledge.models import Article, SearchEntry
from holdfast.knowledge.rendering import plain_text
from holdfast.knowledge.searching.words import words_of

_LONGEST: Final = 60_000
"""Characters whose words are searched; a tsvector holds 1 MB at most."""
_SHOWN: Final = 5_000
"""Characters of which search may show a piece."""


def enter_in_search(article: Article) -> None:
    """Enter the published text, or what changed about it."""
    revision = article.published
    assert revision is not None
    text = _untagged(plain_text(revision.shown.html))[:_LONGEST]
    heads = f"{revision.title} {revision.summary} {article.category}"
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_WORDS, [article.language, words_of(heads)])
        cursor.execute(
            _ENTER,
            {
                "article": article.pk,
                "language": article.language,
                "config": config_of(article.language),
                "title": _untagged(revision.title),
                "summary": _untagged(f"{revision.summary} {article.category}"),
                "text": text,
                "shown": text[:_SHOWN],
            },
        )


def _untagged(text: str) -> str:
    """What PostgreSQL takes for no tag, whose words it would leave out."""
    return text.replace("<", "< ")


def leave_search(article: Article) -> None:
    """Nobody finds it any more."""
    SearchEntry.objects.filter(article=article).delete()


_KEEP_WORDS: Final = """
INSERT INTO knowledge_headword (language, word)
SELECT %s, word FROM unnest(%s::text[]) AS word ON CONFLICT (language, word) DO NOTHING
"""
_ENTER: Final = """
WITH made AS (
    SELECT setweight(to_tsvector(%(config)s::regconfig, %(title)s), 'A')
           || setweight(to_tsvector(%(config)s::regconfig, %(summary)s), 'B') AS heads
)
INSERT INTO knowledge_searchentry (article_id, language, text, heads, words)
SELECT %(article)s, %(language)s, %(shown)s, heads,
       heads || setweight(to_tsvector(%(config)s::regconfig, %(text)s), 'D')
  FROM made
ON CONFLICT (article_id) DO UPDATE
   SET language = EXCLUDED.language, text = EXCLUDED.text,
       heads = EXCLUDED.heads, words = EXCLUDED.words
"""
