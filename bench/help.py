"""`python -m bench.help [how many articles, 20000 as shipped]`: articles under a rush, and search among many.

Aims (issue, 'Knowledge base'): ≥ 1,000 requests a second of a cached article, search within 50 ms at 20,000 articles. One
`holdfast web` process, as shipped; readers, PostgreSQL and it share the two cores.
"""

from __future__ import annotations

import statistics
import sys
import time
from random import Random
from typing import TYPE_CHECKING

from bench.installation import installation, machine
from bench.rush import rate, request
from bench.web_processes import web_processes

if TYPE_CHECKING:
    from holdfast.project.demo.world import World

READERS, COUNT, AIM, AIM_MS = 4, 20_000, 1_000, 50.0
_VOCABULARY = 12_000
_SYLLABLES = ("ra", "to", "mi", "len", "sor", "ka", "vi", "dor", "eth", "un", "pel", "gri")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with installation() as world:
        words = _fill(world, count)
        print(f"{machine()}; {count:,} articles of about 300 words")
        _search(words)
        with web_processes(1) as ((port,), _):
            path = "/help/en/how-chats-find-a-queue/"
            for name, asked in {
                "an article": request(port, path, Accept_Encoding="gzip"),
                "an article, not packed": request(port, path),
                "the home of help": request(port, "/help/en/", Accept_Encoding="gzip"),
            }.items():
                seen = rate([asked] * READERS)
                print(f"{name:44}{seen:8,.0f}/s   aim ≥ {AIM:,}/s ({seen / AIM:.2f})", flush=True)


def _search(words: list[str]) -> None:
    from holdfast.knowledge.access import ANYBODY, Reader
    from holdfast.knowledge.searching.search import search, suggest

    common, middling, rare = words[3], words[200], words[-5]
    misspelt = rare[:2] + rare[3:]
    asked = {
        "search, a word in most texts": common,
        "search, two usual words": f"{words[8]} {words[20]}",
        "search, one middling word": middling,
        "search, a rare one": rare,
        "search, a word misspelt": misspelt,
        "search, three words misspelt": f"{misspelt} {middling[:2]}{middling[3:]} qzu{rare}",
        "search, the beginning of a word": common[:2],
        "search, in vain": "zzqqx",
    }
    for name, told in asked.items():
        _time(name, lambda told=told: search(told, reader=ANYBODY, language="en"))
    _time("search, for a client's person", lambda: search(common, reader=Reader(1), language="en"))
    subject = f"our {middling} shows {common} and {rare} since monday"
    _time("suggestions for a subject", lambda: suggest(subject, reader=ANYBODY, language="en"))


def _time(name: str, ask: object) -> None:
    took = []
    for _ in range(15):
        began = time.perf_counter()
        ask()  # type: ignore[operator]
        took.append((time.perf_counter() - began) * 1000)
    middle, worst = statistics.median(took[2:]), max(took[2:])
    print(f"{name:44}{middle:8.1f} ms (slowest {worst:.1f})   aim ≤ {AIM_MS:.0f} ms", flush=True)


def _fill(world: World, count: int) -> list[str]:
    """Articles by the real actions for a hundred, then copies set-wise with words of their own."""
    from django.db import connection, transaction

    from holdfast.knowledge.actions.categories import save_category
    from holdfast.knowledge.actions.reviewing import approve_article, ask_for_review
    from holdfast.knowledge.actions.settling import Settings
    from holdfast.knowledge.actions.writing import Text, begin_article
    from holdfast.knowledge.models import Article

    random = Random(20)
    words = [
        "".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) + str(n % 7 or "")
        for n in range(_VOCABULARY)
    ]
    weights = [1 / (nth + 3) for nth in range(len(words))]

    def some(many: int) -> str:
        return " ".join(random.choices(words, weights, k=many))

    shelves = [save_category(name=f"Shelf {nth}", by=world.kaveh) for nth in range(40)]
    text = Text(
        title="How chats find a queue", source="## The page\n\n" + "\n\n".join(some(60) for _ in range(5))
    )
    made = begin_article(text, Settings(category=shelves[0]), by=world.tobin)
    approve_article(ask_for_review(made, by=world.tobin), number=1, by=world.kaveh)
    template = Article.objects.select_related("published").get(pk=made.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        for nth in range(1, count):
            title, body = some(6), some(300)
            audience = "clients" if nth % 10 == 0 else "public"
            cursor.execute(
                _COPY, [f"article-{nth}", shelves[nth % 40].pk, audience, title, template.pk, title, body]
            )
            cursor.execute(_ENTER, [title, title, body])
            cursor.execute(_WORDS, [title.split()])
        cursor.execute("ANALYZE")
    return words


_COPY = """
WITH a AS (
    INSERT INTO knowledge_article (language, slug, category_id, audience, state, title, newest, settings_number, changed_at,
                                   published_at)
    SELECT 'en', %s, %s, %s, 'published', %s, 1, settings_number, changed_at, published_at
      FROM knowledge_article WHERE id = %s
    RETURNING id, changed_at),
r AS (INSERT INTO knowledge_revision
        (article_id, number, title, summary, source, html, toc, renderer, words, author_id, at, note)
    SELECT a.id, 1, %s, '', t.body, t.body, '[]', 1, 300, (SELECT min(author_id) FROM knowledge_revision), a.changed_at, ''
      FROM a, (SELECT %s AS body) t RETURNING id, article_id)
SELECT count(*) FROM r
"""
_WORDS = """
INSERT INTO knowledge_headword (language, word) SELECT 'en', unnest(%s::text[]) ON CONFLICT (language, word) DO NOTHING
"""
_ENTER = """
WITH r AS (SELECT id, article_id FROM knowledge_revision ORDER BY id DESC LIMIT 1),
     u AS (UPDATE knowledge_article SET published_id = r.id FROM r WHERE knowledge_article.id = r.article_id)
INSERT INTO knowledge_searchentry (article_id, language, text, heads, words)
SELECT article_id, 'en', left(t.body, 5000), setweight(to_tsvector('holdfast_english', %s), 'A'),
       setweight(to_tsvector('holdfast_english', %s), 'A') || setweight(to_tsvector('holdfast_english', t.body), 'D')
  FROM r, (SELECT %s AS body) t
"""


if __name__ == "__main__":
    main()
