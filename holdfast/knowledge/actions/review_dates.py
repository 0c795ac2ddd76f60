"""The day on which somebody should look whether an article is still right: its owner is told once."""

from __future__ import annotations

from django.db import transaction

from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.knowledge.facts import ArticleReviewDue
from holdfast.knowledge.models import Article
from holdfast.knowledge.notices import tell_of_review_due


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
        tell_of_review_due(article, record(fact, by=SYSTEM, at=at), at=at)
    return len(found)
