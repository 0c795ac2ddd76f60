"""Products."""

from __future__ import annotations

from django.db import models


class Product(models.Model):
    """Something that clients buy and report about."""

    name = models.CharField(max_length=120, unique=True)
    is_current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
