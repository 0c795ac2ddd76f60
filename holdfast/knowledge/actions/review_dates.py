"""The day on which somebody should look whether an article is still right: its owner is told once."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.knowledge.facts import ArticleReviewDue
from holdfast.knowledge.models import Article
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader


@transaction.atomic
def tell_of_reviews_due(*, limit: int = 20) -> int:
    """Those whose day has come and whose owner was not told of it; returns how many."""
    at = clock.now()
    rows = Article.objects.select_for_update(skip_locked=True, of=("self",)).select_related("owner")
    due = rows.filter(published__isnull=False, review_on__lte=at.date(), review_told_at=None)
    found = list(due.order_by("review_on", "pk")[:limit])
    for article in found:
        article.review_told_at = at
        article.save(update_fields=["review_told_at"])
        fact = ArticleReviewDue(article=article.pk, title=article.title, owner=article.owner_id)
        entry = record(fact, by=SYSTEM, at=at)
        if article.owner is not None and article.owner.is_active:
            _tell(article, entry)
    return len(found)


def _tell(article: Article, entry: int) -> None:
    assert article.owner is not None
    write_notice(
        event=f"article-review-{entry}",
        kind="article_review",
        about=article.about,
        readers=[Reader(person=article.owner, to_client=False)],
        subject=f"Is it still right? {article.title}",
        said={
            "title": article.title,
            "desk_url": f"{settings.SITE_URL}/desk/articles/{article.pk}/",
        },
    )
