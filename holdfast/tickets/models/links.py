"""How tickets hang together, and who else takes part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.people.models import Person
from holdfast.tickets.models.ticket import Ticket


class LinkKind(models.TextChoices):
    RELATED = "related", "Related to"
    DUPLICATE = "duplicate", "Duplicate of"
    CAUSED_BY = "caused_by", "Caused by"
    FOLLOW_UP = "follow_up", "Follows up"
    SUGGESTED = "suggested", "Perhaps part of"


class Link(models.Model):
    """One ticket's tie to another, from `ticket` to `other`."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="linked_here")
    kind = models.CharField(max_length=10, choices=LinkKind)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(ticket=models.F("other")), name="link_to_another"),
        ]


class Collaborator(models.Model):
    """Somebody besides the requester who is told and may write; without `approved_at` only proposed (T4, T8)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="collaborators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "person"], name="collaborator_once")
        ]
