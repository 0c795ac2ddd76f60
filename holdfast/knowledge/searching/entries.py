"""What is searched of an article: entered with its publication, gone with it."""

from __future__ import annotations

from itertools import islice
from typing import Any, Final

from holdfast.kernel.rows import run_over
from holdfast.knowledge.languages import config_of
from holdfast.knowledge.models import Article, SearchEntry
from holdfast.knowledge.rendering import plain_text
from holdfast.knowledge.searching.words import words_of

_LONGEST: Final = 60_000
"""Characters whose words are searched; a tsvector holds 1 MB at most."""
_SHOWN: Final = 5_000
"""Characters of which search may show a piece."""
_AT_ONCE: Final = 100
"""Articles whose texts are held in memory together."""


def enter_in_search(*articles: Article) -> None:
    """Enter the published text of each, or what changed about it."""
    rows = [_row(each) for each in articles]
    run_over(_KEEP_WORDS, rows)
    run_over(_ENTER, rows)


def enter_anew(**told: Any) -> None:
    """The same for all that is found and of which this is true: it is called otherwise now."""
    found = Article.objects.filter(entry__isnull=False, **told).order_by("pk")
    rows = found.select_related("published", "category__product", "category__service").iterator(_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        enter_in_search(*some)


def _row(article: Article) -> dict[str, Any]:
    revision = article.published
    assert revision is not None
    text = _untagged(plain_text(revision.shown.html))[:_LONGEST]
    return {
        "article": article.pk,
        "language": article.language,
        "config": config_of(article.language),
        "head_words": words_of(f"{revision.title} {revision.summary} {article.category}"),
        "title": _untagged(revision.title),
        "summary": _untagged(f"{revision.summary} {article.category}"),
        "text": text,
        "shown": text[:_SHOWN],
    }


def _untagged(text: str) -> str:
    """What PostgreSQL takes for no tag, whose words it would leave out."""
    return text.replace("<", "< ")


def leave_search(article: Article) -> None:
    """Nobody finds it any more."""
    SearchEntry.objects.filter(article=article).delete()


_KEEP_WORDS: Final = """
INSERT INTO knowledge_headword (language, word)
SELECT DISTINCT language, word
  FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(language text, head_words text[]), unnest(head_words) AS word
 ORDER BY language, word
ON CONFLICT (language, word) DO NOTHING
"""
_ENTER: Final = """
WITH made AS (
    SELECT r.*, setweight(to_tsvector(config, title), 'A') || setweight(to_tsvector(config, summary), 'B') AS heads
      FROM jsonb_to_recordset(%(rows)s::jsonb)
           AS r(article bigint, language text, config regconfig, title text, summary text, text text, shown text)
)
INSERT INTO knowledge_searchentry (article_id, language, text, heads, words)
SELECT article, language, shown, heads, heads || setweight(to_tsvector(config, text), 'D')
  FROM made ORDER BY article
ON CONFLICT (article_id) DO UPDATE
   SET language = EXCLUDED.language, text = EXCLUDED.text,
       heads = EXCLUDED.heads, words = EXCLUDED.words
"""
