"""An article in one language: whom it is for, how far it is, who looks after it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.catalogue.models import Service
from holdfast.clients.models import Organisation
from holdfast.knowledge.languages import CHOICES, DEFAULT
from holdfast.knowledge.models.category import Category
from holdfast.people.models import Person


class Audience(models.TextChoices):
    """Whom an article is for; whoever it is not for finds nothing of it anywhere."""

    PUBLIC = "public", "Everybody"
    CLIENTS = "clients", "All clients, signed in"
    ORGANISATION = "organisation", "One client"
    STAFF = "staff", "Only our own people"


class State(models.TextChoices):
    """How far its newest revision is; what readers see is `published`, until the next one is."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


class Article(models.Model):
    """One text in one language; translations name the original that they follow."""

    language = models.CharField(max_length=12, choices=CHOICES, default=DEFAULT)
    slug = models.SlugField(max_length=90)
    """Its place in addresses; it stays once somebody may have kept the address."""
    original = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="translations"
    )
    follows = models.PositiveIntegerField(null=True)
    """The revision of the original that this text says; an older one than is published is outdated."""
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="articles")
    services = models.ManyToManyField(Service, blank=True, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PUBLIC)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The one client that it is for."""
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    """When somebody should look whether it is still right."""
    review_told_at = models.DateTimeField(null=True)
    """When its owner was told that the review is due."""
    checked_on = models.DateField(null=True)
    """When somebody last said that it is right."""
    settings_number = models.PositiveIntegerField(default=1)
    """How often its settings were settled: a form names the number that it showed."""
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title = models.CharField(max_length=200)
    """Of the newest revision."""
    newest = models.PositiveIntegerField(default=0)
    """The number of the newest revision."""
    published = models.ForeignKey("knowledge.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    """What readers see; None while they see nothing."""
    published_at = models.DateTimeField(null=True)
    """When readers first had what they see."""
    publish_at = models.DateTimeField(null=True)
    """When the approved revision is to appear."""
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    ticket = models.BigIntegerField(null=True)
    """The number of the ticket that it was made of."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "slug"], name="article_address"),
            models.UniqueConstraint(
                fields=["original", "language"],
                name="article_translated_once",
                condition=models.Q(original__isnull=False),
            ),
            models.CheckConstraint(
                name="article_one_client",
                condition=models.Q(audience="organisation", organisation__isnull=False)
                | (~models.Q(audience="organisation") & models.Q(organisation=None)),
            ),
            models.CheckConstraint(
                name="article_scheduled_has_time",
                condition=~models.Q(state="scheduled") | models.Q(publish_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-changed_at"], name="article_newest"),
            models.Index(fields=["category", "language"], name="article_on_shelf"),
            models.Index(fields=["publish_at"], name="article_due", condition=models.Q(state="scheduled")),
            models.Index(
                fields=["review_on"], name="article_review", condition=models.Q(published__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Where readers find it; made by hand, for lists have fifty of them."""
        return f"/help/{self.language}/{self.slug}/"

    @property
    def about(self) -> str:
        """How facts and hints name it."""
        return f"article-{self.pk}"

    @property
    def has_news(self) -> bool:
        """Whether there is a newer revision than readers see."""
        return self.published is not None and self.published.number < self.newest

    @property
    def as_read(self) -> int:
        """The number of the revision that readers see, else of the newest."""
        return self.published.number if self.published else self.newest

    @property
    def is_outdated(self) -> bool:
        """Whether readers of the original see something newer than this translation says."""
        published = self.original.published if self.original else None
        return published is not None and (self.follows or 0) < published.number
