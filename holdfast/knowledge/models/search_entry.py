"""What is searched of a published article."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from holdfast.knowledge.models.article import Article


class SearchEntry(models.Model):
    """The words that readers see; gone with the publication."""

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="entry")
    language = models.CharField(max_length=12)
    text = models.TextField()
    """The beginning as plain words, of which search shows a piece."""
    heads = SearchVectorField()
    """Title, summary and category: whoever has the word there stands first."""
    words = SearchVectorField()
    """All of it."""

    class Meta:
        # what is published waits in no list that each search would read from its beginning
        indexes: ClassVar = [
            GinIndex(fields=["heads"], name="help_heads", fastupdate=False),
            GinIndex(fields=["words"], name="help_words", fastupdate=False),
        ]


class HeadWord(models.Model):
    """A word that stands in some title, summary or category: what a misspelt one may have meant.

    It stays when the article is gone: it leads to what the reader may read and has it, or to nothing.
    """

    language = models.CharField(max_length=12)
    word = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["language", "word"], name="head_word_once")]
        indexes: ClassVar = [
            GinIndex(fields=["word"], name="head_word_trgm", opclasses=["gin_trgm_ops"], fastupdate=False)
        ]
