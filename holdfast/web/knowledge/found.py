"""The article that an address of the desk names."""

from __future__ import annotations

from django.http import Http404

from holdfast.knowledge.models import Article, Revision


def found_article(key: int) -> Article:
    """Whatever its state; our own people see all of them."""
    found = (
        Article.objects.select_related(
            "category__product",
            "category__service",
            "owner",
            "published",
            "organisation",
            "original__published",
            "approved_by",
        )
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise Http404("There is no such article.")
    return found


def found_revision(article: Article, number: int) -> Revision:
    found = article.revisions.select_related("author").filter(number=number).first()
    if found is None:
        raise Http404("There is no such revision.")
    return found
