"""What is counted, without a word of who: answers to *did this help*, searches in vain, links in replies, what was read
before somebody wrote."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.knowledge.models.article import Article


class Feedback(models.Model):
    """Whether an article helped somebody, and their word if they left one."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    helped = models.BooleanField()
    word = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["article", "-at"], name="feedback_of_article")]


class SearchedInVain(models.Model):
    """Words for which nothing was found, on how many times of a day."""

    words = models.CharField(max_length=100)
    language = models.CharField(max_length=12)
    on = models.DateField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["on", "language", "words"], name="searched_once_a_day")
        ]


class LinkUse(models.Model):
    """A reply that led its reader to an article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="uses")
    ticket = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["article", "at"], name="link_of_article")]


class ReadBefore(models.Model):
    """A ticket whose writer came from an article, or had looked at it, and wrote all the same."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="read_before")
    ticket = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
