"""From a draft to what readers see: by a second person's eyes, at once or at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM, Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.kernel.text import one_line
from holdfast.knowledge.actions.finding import locked, newest_revision, require_state
from holdfast.knowledge.facts import (
    ArticleApproved,
    ArticleChecked,
    ArticlePublished,
    ReviewAsked,
    ReviewReturned,
)
from holdfast.knowledge.models import Article, State
from holdfast.knowledge.notices import (
    authors_of,
    tell_of_approval,
    tell_of_return,
    tell_of_review_asked,
)
from holdfast.knowledge.searching.entries import enter_in_search
from holdfast.people.acts import Act, may, require_may
from holdfast.people.models import Person


@transaction.atomic
def ask_for_review(article: Article, *, by: Person) -> Article:
    """Hand the draft to a second person. Refused: `forbidden`, `state`, `no_words`."""
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    require_state(article, State.DRAFT, words="Only a draft is given into review.")
    if not newest_revision(article).source.strip():
        raise Refused("There is nothing to read yet.", code="no_words")
    article.state = State.REVIEW
    _keep(article)
    at, fact = article.changed_at, ReviewAsked(article=article.pk, title=article.title, number=article.newest)
    tell_of_review_asked(article, record(fact, by=by.actor, at=at), by=by, at=at)
    return article


@transaction.atomic
def return_article(article: Article, *, because: str, by: Person) -> Article:
    """Back to the draft, with what is to be changed; also what was approved for later."""
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    require_state(article, State.REVIEW, State.SCHEDULED, words="Nothing is in review.")
    article.state, article.publish_at, article.approved_by = State.DRAFT, None, None
    _keep(article)
    at, because = article.changed_at, one_line(because, limit=400)
    fact = ReviewReturned(article=article.pk, title=article.title, number=article.newest, because=because)
    tell_of_return(article, record(fact, by=by.actor, at=at), because=because, by=by, at=at)
    return article


def may_approve(article: Article, person: Person) -> bool:
    """Whoever may approve, and wrote none of what is to be approved."""
    return may(person, Act.APPROVE_ARTICLES) and not _wrote(article, person)


@transaction.atomic
def approve_article(
    article: Article, *, number: int, publish_at: datetime | None = None, by: Person
) -> Article:
    """Approve the revision that was looked at; readers have it at once, or at the time that is named.

    Refused: `forbidden` (also to whoever wrote of it since the last publication), `state`, `newer`.
    """
    require_may(by, Act.APPROVE_ARTICLES)
    article = locked(article)
    require_state(article, State.REVIEW, words="Only what is in review is approved.")
    if number != article.newest:
        raise Refused("It was changed while you read it. Look at it again.", code="newer")
    if _wrote(article, by):
        raise Forbidden("You wrote of this text. A second person approves it.", code="own")
    at, authors = clock.now(), authors_of(article)
    publish_at = publish_at if publish_at is not None and publish_at > at else None
    article.approved_by = by
    fact = ArticleApproved(article=article.pk, title=article.title, number=number, publish_at=publish_at)
    tell_of_approval(article, record(fact, by=by.actor, at=at), authors, publish_at=publish_at, by=by, at=at)
    if publish_at is not None:
        article.state, article.publish_at = State.SCHEDULED, publish_at
        _keep(article)
    else:
        _publish(article, at=at, by=by.actor)
    return article


@transaction.atomic
def check_article(article: Article, *, again_on: date | None = None, by: Person) -> Article:
    """Say that it is still right, and when to look again: half a year on, where no day is named."""
    require_may(by, Act.WRITE_ARTICLES)
    article = locked(article)
    if article.published is None:
        raise Refused("Nobody reads it yet.", code="state")
    at = clock.now()
    article.checked_on, article.review_on = at.date(), again_on or at.date() + timedelta(days=182)
    article.review_told_at, article.settings_number = None, article.settings_number + 1
    _keep(article)
    record(ArticleChecked(article=article.pk, title=article.title), by=by.actor, at=at)
    return article


@transaction.atomic
def publish_due(*, limit: int = 20) -> int:
    """What was approved for a time that has come; returns how many."""
    at = clock.now()
    due = Article.objects.select_for_update(skip_locked=True, of=("self",)).select_related("published")
    found = list(due.filter(state=State.SCHEDULED, publish_at__lte=at).order_by("publish_at")[:limit])
    for article in found:
        _publish(article, at=at, by=SYSTEM)
    return len(found)


def _publish(article: Article, *, at: datetime, by: Actor) -> None:
    revision = newest_revision(article)
    article.published, article.state, article.publish_at = revision, State.PUBLISHED, None
    article.published_at = article.published_at or at
    article.checked_on, article.changed_at = at.date(), at
    article.save()
    enter_in_search(article)
    fact = ArticlePublished(article=article.pk, title=article.title, number=revision.number)
    record(fact, by=by, at=at)


def _wrote(article: Article, person: Person) -> bool:
    """Whether any of what readers have not yet is this person's."""
    return person.pk in authors_of(article)


def _keep(article: Article) -> None:
    article.changed_at = clock.now()
    article.save()
