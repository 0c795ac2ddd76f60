"""The shelves: made and changed by those who approve."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from holdfast.catalogue.models import Product, Service
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.knowledge.facts import CategorySaved
from holdfast.knowledge.models import Category
from holdfast.knowledge.searching.entries import enter_anew
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def save_category(
    *,
    name: str,
    description: str = "",
    product: Product | None = None,
    service: Service | None = None,
    position: int = 0,
    category: Category | None = None,
    by: Person,
) -> Category:
    """A new one, or change one; its address stays. Refused: `forbidden`, `no_words`, `other_product`."""
    require_may(by, Act.APPROVE_ARTICLES)
    is_new, category = category is None, category or Category()
    before = str(category)
    category.name, category.description = one_line(name, limit=80), one_line(description, limit=300)
    category.product, category.service, category.position = product, service, position
    if not category.name:
        raise Refused("A category has a name.", code="no_words", field="name")
    if service is not None and service.product not in (None, product):
        told = f"{service} is a service of {service.product}. Choose that product, or another service."
        raise Refused(told, code="other_product", field="service")
    if is_new:
        category.slug = _free_slug(category)
    category.save()
    if not is_new and str(category) != before:  # articles are found by it as well
        enter_anew(category=category)
    record(CategorySaved(category=category.pk, name=category.name), by=by.actor, at=clock.now())
    return category


def _free_slug(category: Category) -> str:
    base = slugify(f"{category.product or ''} {category.name}")[:70].strip("-") or "category"
    slug, number = base, 1
    while Category.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
