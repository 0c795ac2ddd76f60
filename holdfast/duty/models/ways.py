"""How a person of the vendor is paged."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from holdfast.clients.emergency.channels import ChannelKind
from holdfast.people.models import Person


class Way(models.Model):
    """One channel of one person; a page tries them in order. Whoever has none is paged by mail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="ways")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ChannelKind)
    address = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "place"], name="way_place")]
