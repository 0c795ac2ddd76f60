"""Words that are being written, shared by all who write them, field by field."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.incidents.models.interruption import Interruption
from holdfast.incidents.models.maintenance import Maintenance
from holdfast.people.models import Person


class Draft(models.Model):
    """One field of a word about an interruption or a maintenance that is not sent yet; it goes when the word is sent."""

    interruption = models.ForeignKey(Interruption, null=True, on_delete=models.PROTECT, related_name="drafts")
    maintenance = models.ForeignKey(Maintenance, null=True, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=12)
    """Of the word, as bulletins and announcements name theirs."""
    name = models.CharField(max_length=20)
    """Of the form's field."""
    text = models.TextField()
    number = models.PositiveIntegerField(default=1)
    """Raised with every change; whoever writes says which one they had before them."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interruption", "kind", "name"], name="draft_once"),
            models.UniqueConstraint(fields=["maintenance", "kind", "name"], name="maintenance_draft_once"),
            models.CheckConstraint(
                condition=models.Q(interruption=None, maintenance__isnull=False)
                | models.Q(interruption__isnull=False, maintenance=None),
                name="draft_about_one",
            ),
        ]


class FormerText(models.Model):
    """What somebody had written in a field before somebody else did; no typed text is lost to another's."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="former")
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_aside = models.BooleanField(default=False)
    """Whether it never stood in the field: its writer typed while somebody else changed it."""
