"""Words prepared for a hurry: a text for each part of one kind of word, with variables."""

from __future__ import annotations

from django.db import models

from holdfast.incidents.models.bulletin import BulletinKind
from holdfast.people.models import Person


class WordTemplate(models.Model):
    """Chosen into a form, and changed there; it is never sent by itself."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=12, choices=BulletinKind)
    parts = models.JSONField(default=dict)
    """By the name of the form's field."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
