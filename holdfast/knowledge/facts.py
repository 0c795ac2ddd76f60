"""What happens to articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ArticleFact(Fact):
    subject: ClassVar[str] = "article"
    article: int
    title: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "articles")


@dataclass(frozen=True, kw_only=True)
class SeenByReaders(ArticleFact):
    """A fact after which the help site says something else."""

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "articles", "help")


@dataclass(frozen=True, kw_only=True)
class ArticleSaved(ArticleFact):
    """A new revision; the first one begins the article."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ArticleSettled(SeenByReaders):
    """Whom it is for, where it stands, who looks after it: changed."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(ArticleFact):
    number: int


@dataclass(frozen=True, kw_only=True)
class ReviewReturned(ArticleFact):
    number: int
    because: str


@dataclass(frozen=True, kw_only=True)
class ArticleApproved(ArticleFact):
    number: int
    publish_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(SeenByReaders):
    number: int


@dataclass(frozen=True, kw_only=True)
class ArticleArchived(SeenByReaders):
    """Readers see it no more."""

    with_original: bool = False
    """Nobody chose this translation: its original was archived."""


@dataclass(frozen=True, kw_only=True)
class ArticleBroughtBack(ArticleFact):
    """From the archive to the drafts; readers have it when somebody approves it."""


@dataclass(frozen=True, kw_only=True)
class ArticleChecked(SeenByReaders):
    """Somebody looked, and it is still right."""


@dataclass(frozen=True, kw_only=True)
class ArticleReviewDue(ArticleFact):
    """The day has come on which somebody should look whether it is right."""

    owner: int | None


@dataclass(frozen=True, kw_only=True)
class CategorySaved(Fact):
    subject: ClassVar[str] = "category"
    category: int
    name: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "help")
