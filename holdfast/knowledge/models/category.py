"""Under what articles stand: a category of a product or one of its services, or of all that the vendor does."""

from __future__ import annotations

from django.db import models

from holdfast.catalogue.models import Product, Service


class _Categories(models.QuerySet["Category"]):
    def in_order(self) -> _Categories:
        """As lists have them, with what they are of: by product, and within it as somebody put them."""
        return self.select_related("product", "service").order_by("product__name", "position", "name")


class Category(models.Model):
    """A shelf, in the words that readers look for."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.CharField(max_length=300, blank=True)
    product = models.ForeignKey(Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """None: it is about no single product."""
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """One of the product's, or one of no product, which several share."""
    position = models.PositiveIntegerField(default=0)

    objects = _Categories.as_manager()

    def __str__(self) -> str:
        return ": ".join(filter(None, (", ".join(self.of), self.name)))

    @property
    def of(self) -> list[str]:
        """The names of its product and its service; one that both have stands once."""
        return list(dict.fromkeys(str(each) for each in (self.product, self.service) if each is not None))
