"""Count what readers say and look for, links in replies, and tickets of readers; of the readers, nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert
from holdfast.kernel.text import one_line, scrub
from holdfast.knowledge.access import Reader, readable
from holdfast.knowledge.models import Article, Feedback, LinkUse, ReadBefore

MOST_A_DAY: Final = 500
"""Different words in vain that are kept of a day, and answers to one article: nobody fills the disk with them."""
_KEPT_DAYS: Final = 180
_PERSONAL: Final = re.compile(r"\S*@\S*|\S*\d[\d\s./-]{4,}\S*")
"""Addresses and long numbers: they say who."""
_LINK: Final = re.compile(r"/help/([a-z]{2})/([a-z0-9_-]{1,90})/")


@transaction.atomic
def say_whether_it_helped(article: Article, *, helped: bool, word: str = "") -> Feedback:
    """One answer, with a word if there is one. Refused: `too_many` of a day."""
    if article.published is None:
        raise Refused("Nobody reads it.", code="state")
    at = clock.now()
    if article.feedback.filter(at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused("Thank you. There were many answers today; this one is not counted.", code="too_many")
    return Feedback.objects.create(
        article=article,
        revision=article.published.number,
        at=at,
        helped=helped,
        word=scrub(word).strip()[:1000],
    )


def note_search_in_vain(words: str, *, language: str) -> None:
    """Nothing was found for these words; what in them may say who looked is left out."""
    bare = one_line(_PERSONAL.sub(" ", words.lower()), limit=100)
    if bare:
        with connection.cursor() as cursor:
            cursor.execute(_IN_VAIN, {"words": bare, "language": language, "most": MOST_A_DAY})


def forget_old_counts() -> None:
    """Searches in vain that are half a year old say nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [_KEPT_DAYS])


def count_links(text: str, *, ticket: int) -> int:
    """The articles that a reply leads to, each once; returns how many."""
    found = list(_linked(text))
    insert([LinkUse(article=article, ticket=ticket, at=clock.now()) for article in found])
    return len(found)


def note_read_before(key: int | None, *, reader: Reader, ticket: int) -> None:
    """What whoever wrote the ticket had read; a form may name anything, so only what they may read counts.

    Noted once, however often the word that opened the ticket comes again.
    """
    article = readable(reader).filter(pk=key).first() if key else None
    if article is not None:
        told = {"article": article, "at": clock.now()}
        ReadBefore.objects.get_or_create(ticket=ticket, defaults=told)


def article_at(address: str) -> int | None:
    """The article that a page shows, by its whole address; None of any other page."""
    return next((article.pk for article in _linked(address)), None)


def _linked(text: str) -> Iterable[Article]:
    own = [part[:200] for part in text.split(f"{settings.SITE_URL}")[1:]]
    named = {found.groups() for part in own if (found := _LINK.match(part))}
    for language, slug in sorted(named):
        yield from Article.objects.filter(language=language, slug=slug)


_IN_VAIN: Final = """
INSERT INTO knowledge_searchedinvain (words, language, "on", times)
SELECT %(words)s, %(language)s, holdfast_now()::date, 1
 WHERE (SELECT count(*) FROM knowledge_searchedinvain WHERE "on" = holdfast_now()::date) < %(most)s
ON CONFLICT ("on", language, words) DO UPDATE SET times = knowledge_searchedinvain.times + 1
"""
_FORGET: Final = """DELETE FROM knowledge_searchedinvain WHERE "on" < holdfast_now()::date - %s::int"""
