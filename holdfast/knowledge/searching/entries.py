"""What is searched of an article: entered with its publication, gone with it."""

from __future__ import annotations

from typing import Final

from django.db import connection

from holdfast.kernel.text import one_line
from holdfast.knowledge.languages import config_of
from holdfast.knowledge.models import Article, SearchEntry
from holdfast.knowledge.rendering import plain_text

_LONGEST: Final = 60_000
"""Characters whose words are searched; a tsvector holds 1 MB at most."""
_SHOWN: Final = 5_000
"""Characters of which search may show a piece."""


def enter_in_search(article: Article) -> None:
    """Enter the published text, or what changed about it."""
    revision = article.published
    assert revision is not None
    text = plain_text(revision.shown.html).replace("<", "< ")[:_LONGEST]  # else PostgreSQL takes it for a tag
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTER,
            {
                "article": article.pk,
                "language": article.language,
                "config": config_of(article.language),
                "title": revision.title,
                "near": one_line(f"{revision.title} {article.category}", limit=300),
                "summary": f"{revision.summary} {article.category}",
                "text": text,
                "shown": text[:_SHOWN],
            },
        )


def leave_search(article: Article) -> None:
    """Nobody finds it any more."""
    SearchEntry.objects.filter(article=article).delete()


_ENTER: Final = """
WITH made AS (
    SELECT setweight(to_tsvector(%(config)s::regconfig, %(title)s), 'A')
           || setweight(to_tsvector(%(config)s::regconfig, %(summary)s), 'B') AS heads
)
INSERT INTO knowledge_searchentry (article_id, language, title, text, heads, words)
SELECT %(article)s, %(language)s, %(near)s, %(shown)s, heads,
       heads || setweight(to_tsvector(%(config)s::regconfig, %(text)s), 'D')
  FROM made
ON CONFLICT (article_id) DO UPDATE
   SET language = EXCLUDED.language, title = EXCLUDED.title, text = EXCLUDED.text,
       heads = EXCLUDED.heads, words = EXCLUDED.words
"""
