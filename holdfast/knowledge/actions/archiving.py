"""Take an article from readers, and bring it back: its translations, which say the same, go and come with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Refused
from holdfast.knowledge.actions.finding import locked
from holdfast.knowledge.facts import ArticleArchived, ArticleBroughtBack
from holdfast.knowledge.models import Article, State
from holdfast.knowledge.searching.entries import leave_search
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def archive_article(article: Article, *, by: Person) -> Article:
    """Readers see it no more, under no address, nor a translation of it; a revision that is saved brings it back."""
    require_may(by, Act.APPROVE_ARTICLES)
    article = locked(article)
    if article.state == State.ARCHIVED:
        raise Refused("It is archived.", code="state")
    at = clock.now()
    _archive(article, by=by, at=at)
    for each in _translations(article).exclude(state=State.ARCHIVED):
        _archive(each, with_original=True, by=by, at=at)
    return article


def bring_back(article: Article, *, by: Person, at: datetime) -> None:
    """As a draft; so do the translations that were archived with it, and none that somebody archived by itself."""
    _bring_back(article, by=by, at=at)
    for each in _translations(article).filter(state=State.ARCHIVED):
        archived = TrailEntry.objects.filter(about=each.about, fact=ArticleArchived.__name__)
        last = archived.order_by("-pk").first()
        if last is not None and last.said.get("with_original"):
            _bring_back(each, by=by, at=at)


def _translations(original: Article) -> QuerySet[Article]:
    return original.translations.select_for_update(of=("self",)).order_by("pk")


def _archive(article: Article, *, with_original: bool = False, by: Person, at: datetime) -> None:
    article.state, article.published, article.publish_at = State.ARCHIVED, None, None
    article.changed_at = at
    article.save()
    leave_search(article)
    fact = ArticleArchived(article=article.pk, title=article.title, with_original=with_original)
    record(fact, by=by.actor, at=at)


def _bring_back(article: Article, *, by: Person, at: datetime) -> None:
    article.state, article.approved_by, article.changed_at = State.DRAFT, None, at
    article.save()
    record(ArticleBroughtBack(article=article.pk, title=article.title), by=by.actor, at=at)
