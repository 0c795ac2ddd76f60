"""Addresses under which a calendar program fetches shifts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.duty.models.rotas import Rota
from holdfast.people.models import Person


class Feed(models.Model):
    """A secret address: of all shifts of a person, or of one rota. Its token is signed, and nowhere stored."""

    rota = models.ForeignKey(Rota, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(rota=None, person__isnull=False)
                | models.Q(rota__isnull=False, person=None),
                name="feed_of_one",
            ),
            models.UniqueConstraint(
                fields=["rota"], condition=models.Q(revoked_at=None), name="feed_rota_once"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at=None), name="feed_person_once"
            ),
        ]
