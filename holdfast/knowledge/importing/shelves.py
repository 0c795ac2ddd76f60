"""The category that a file names: the one that is there, or a new one."""

from __future__ import annotations

from django.db.models import F

from holdfast.catalogue.models import Product, Service
from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.importing.front_matter import Unreadable
from holdfast.knowledge.models import Category
from holdfast.people.models import Person

OTHERS = "Imported"


def shelf_named(name: str, *, product: str = "", service: str = "", by: Person) -> Category:
    """By its name, or by its address, of that product and service; a service's own product need not be named.

    Unreadable: there is no such product or service. Refused: `other_product`.
    """
    of_service = service_named(service) if service else None
    of = _product_named(product) if product else None
    if of_service is not None and of is None:
        of = of_service.product
    name = name or OTHERS
    named = {field: its for field, its in (("product", of), ("service", of_service)) if its is not None}
    rows = Category.objects.filter(**named)
    ordered = rows.order_by(*(F(each).asc(nulls_first=True) for each in ("product", "service", "pk")))
    found = ordered.filter(name__iexact=name).first() or rows.filter(slug=name).first()
    return found or save_category(name=name, product=of, service=of_service, by=by)


def service_named(name: str) -> Service:
    """Unreadable: there is none."""
    found = Service.objects.select_related("product").filter(name=name).first()
    if found is None:
        raise Unreadable(f"there is no service “{name}”")
    return found


def _product_named(name: str) -> Product:
    found = Product.objects.filter(name=name).first()
    if found is None:
        raise Unreadable(f"there is no product “{name}”")
    return found
