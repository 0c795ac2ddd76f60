"""Who is told what of an article: whoever may approve it, whoever wrote it, whoever looks after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from holdfast.knowledge.models import Article
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.people.acts import MAY, Act
from holdfast.people.models import Person


def authors_of(article: Article) -> set[int]:
    """Whoever wrote any of what readers have not yet, as the article stands now."""
    since = article.published.number if article.published else 0
    return set(article.revisions.filter(number__gt=since).values_list("author", flat=True))


def tell_of_review_asked(article: Article, entry: int, *, by: Person, at: datetime) -> None:
    """All who may approve it, save those who wrote of it and whoever asks."""
    readers = _approvers().exclude(pk__in=authors_of(article) | {by.pk})
    said = {"asked_by": str(by)}
    _tell(article, entry, "article_review_asked", f"To review: {article.title}", readers, said, at=at)


def tell_of_approval(
    article: Article,
    entry: int,
    authors: Iterable[int],
    *,
    publish_at: datetime | None,
    by: Person,
    at: datetime,
) -> None:
    """`authors` are of before it was published: afterwards readers have all of it."""
    said = {"approved_by": str(by), "publish_at": publish_at}
    _tell(
        article, entry, "article_approved", f"Approved: {article.title}", _those(authors, but=by), said, at=at
    )


def tell_of_return(article: Article, entry: int, *, because: str, by: Person, at: datetime) -> None:
    """The authors, with what is to be changed."""
    readers, said = _those(authors_of(article), but=by), {"returned_by": str(by), "because": because}
    _tell(article, entry, "article_returned", f"Given back: {article.title}", readers, said, at=at)


def tell_of_review_due(article: Article, entry: int, *, at: datetime) -> None:
    """Its owner; where nobody looks after it any more, whoever may approve."""
    owner = article.owner if article.owner is not None and article.owner.is_active else None
    readers, said = [owner] if owner else _approvers(), {"has_owner": owner is not None}
    _tell(article, entry, "article_review", f"Is it still right? {article.title}", readers, said, at=at)


def _approvers() -> QuerySet[Person]:
    return Person.objects.staff().filter(roles__overlap=list(MAY[Act.APPROVE_ARTICLES])).order_by("pk")


def _those(people: Iterable[int], *, but: Person) -> QuerySet[Person]:
    return Person.objects.staff().filter(pk__in=people).exclude(pk=but.pk).order_by("pk")


def _tell(
    article: Article,
    entry: int,
    kind: str,
    subject: str,
    readers: Iterable[Person],
    said: dict[str, Any],
    *,
    at: datetime,
) -> None:
    to = [Reader(person=person, to_client=False) for person in readers]
    if to:
        write_notice(
            event=f"{kind.replace('_', '-')}-{entry}",
            kind=kind,
            about=article.about,
            readers=to,
            subject=subject,
            said={
                "title": article.title,
                "desk_url": f"{settings.SITE_URL}/desk/articles/{article.pk}/",
                **said,
            },
            at=at,
        )
