"""The views beside the pages of articles, each with how many wait."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from holdfast.knowledge.models import Article, State
from holdfast.look.frames import Place
from holdfast.look.shapes import ViewGroup
from holdfast.people.acts import Act, may
from holdfast.people.models import Person
from holdfast.web.frame import person_of

VIEWS = {
    "all": ("All", "book-open"),
    "mine": ("Mine", "user-round"),
    "drafts": ("Drafts", "pencil"),
    "review": ("To review", "eye"),
    "scheduled": ("Scheduled", "calendar-clock"),
    "due": ("Is it still right?", "history"),
    "outdated": ("Outdated translations", "globe"),
    "archived": ("Archived", "archive"),
}
_COUNTED = ("drafts", "review", "due", "outdated")


def conditions(person: Person, *, today: date) -> dict[str, Q]:
    """What stands in each view."""
    return {
        "all": ~Q(state=State.ARCHIVED),
        "mine": Q(owner=person) & ~Q(state=State.ARCHIVED),
        "drafts": Q(state=State.DRAFT),
        "review": Q(state=State.REVIEW),
        "scheduled": Q(state=State.SCHEDULED),
        "due": Q(published__isnull=False, review_on__lte=today),
        "outdated": Q(published__isnull=False, follows__lt=F("original__published__number")),
        "archived": Q(state=State.ARCHIVED),
    }


def in_view(view: str, person: Person, *, now: datetime) -> QuerySet[Article]:
    return Article.objects.filter(conditions(person, today=now.date())[view])


def article_places(request: HttpRequest, here: str, *, now: datetime) -> list[ViewGroup]:
    """The lists with their counts, and what readers say."""
    person = person_of(request)
    theirs = conditions(person, today=now.date())
    counts = Article.objects.aggregate(**{name: Count("pk", filter=theirs[name]) for name in _COUNTED})
    lists = tuple(
        Place(
            label,
            f"{reverse('desk:articles')}?view={name}",
            icon,
            current=name == here,
            count=counts.get(name) or None,
            tone="soon" if name == "review" and counts[name] and may(person, Act.APPROVE_ARTICLES) else "",
        )
        for name, (label, icon) in VIEWS.items()
    )
    readers = [
        Place("Searched in vain", reverse("desk:articles-searched"), "search", current=here == "searched"),
        Place("What readers say", reverse("desk:articles-feedback"), "thumbs-up", current=here == "feedback"),
    ]
    if may(person, Act.APPROVE_ARTICLES):
        readers.append(
            Place(
                "Categories",
                reverse("desk:article-categories"),
                "bookmark",
                current=here == "categories",
            )
        )
    return [ViewGroup("Articles", lists), ViewGroup("Readers", tuple(readers))]
