"""An article as an action works on it: locked, so that two acts on it come one after the other."""

from __future__ import annotations

from holdfast.kernel.refusal import Refused
from holdfast.knowledge.models import Article, Revision


def locked(article: Article) -> Article:
    """The article anew, under the lock of its row."""
    return Article.objects.select_for_update(of=("self",)).select_related("published").get(pk=article.pk)


def newest_revision(article: Article) -> Revision:
    """What was saved last."""
    return Revision.objects.get(article=article, number=article.newest)


def require_state(article: Article, *states: str, words: str) -> None:
    """Refuse with the words when the article is not so far, or further."""
    if article.state not in states:
        raise Refused(words, code="state")
