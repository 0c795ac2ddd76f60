"""The category that a file names: the one that is there, or a new one."""

from __future__ import annotations

from holdfast.catalogue.models import Product
from holdfast.knowledge.actions.categories import save_category
from holdfast.knowledge.importing.front_matter import Unreadable
from holdfast.knowledge.models import Category
from holdfast.people.models import Person

OTHERS = "Imported"


def shelf_named(name: str, product: str, *, by: Person) -> Category:
    """By its name, or by its address, of that product. Unreadable: there is no such product."""
    of = Product.objects.filter(name=product).first() if product else None
    if product and of is None:
        raise Unreadable(f"there is no product “{product}”")
    name = name or OTHERS
    rows = Category.objects.filter(product=of) if of else Category.objects.all()
    found = rows.filter(name__iexact=name).order_by("pk").first() or rows.filter(slug=name).first()
    return found or save_category(name=name, product=of, by=by)
