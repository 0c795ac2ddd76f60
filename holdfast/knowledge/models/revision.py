"""What an article said, each time that it was saved; never changed, never removed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from holdfast.knowledge.models.article import Article
from holdfast.knowledge.rendering import RENDERER, Rendered, render
from holdfast.people.models import Person


class Revision(models.Model):
    """The whole text, by whom, when and why."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.CharField(max_length=400, blank=True)
    source = models.TextField()
    """Markdown."""
    html = models.TextField()
    """The source as `renderer` made it."""
    toc: models.JSONField[Any, Any] = models.JSONField(default=list)
    """(level, anchor, words) of each heading."""
    renderer = models.PositiveSmallIntegerField()
    words = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "number"], name="revision_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> Rendered:
        """As the present renderer and allow-list make it: what an older one let pass is sanitised again (T33)."""
        if self.renderer == RENDERER:
            return Rendered(self.html, [tuple(each) for each in self.toc], self.words)
        return render(self.source)
