"""Files within articles: pictures, written anew by us, and what is to be downloaded."""

from __future__ import annotations

from django.db import models

from holdfast.files.models import StoredFile
from holdfast.kernel import tokens
from holdfast.knowledge.models.article import Article
from holdfast.people.models import Person


class ArticleFile(models.Model):
    """A file for those who may read its article, or a translation of it."""

    key = models.CharField(max_length=32, unique=True, default=tokens.mint, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    is_picture = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def path(self) -> str:
        """Its address within articles."""
        return f"/help/files/{self.key}/"

    @property
    def markdown(self) -> str:
        """How it is named in the text."""
        words = self.filename.replace("[", "(").replace("]", ")")
        return f"{'!' if self.is_picture else ''}[{words}]({self.path})"
