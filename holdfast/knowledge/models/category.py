"""Under what articles stand: a category of a product, or of all that the vendor does."""

from __future__ import annotations

from django.db import models

from holdfast.catalogue.models import Product


class Category(models.Model):
    """A shelf, in the words that readers look for."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """None: it is about no single product."""
    position = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.product}: {self.name}" if self.product_id else self.name
