"""What follows in the help from what happens to the catalogue."""

from __future__ import annotations

from holdfast.catalogue.facts import ProductChanged, ServiceChanged
from holdfast.kernel.facts import Recorded
from holdfast.knowledge.searching.entries import enter_anew


def find_by_name_of_product(changed: Recorded[ProductChanged]) -> None:
    """Articles are found by the product of their category as it is called now."""
    if changed.fact.name != changed.fact.formerly:
        enter_anew(category__product=changed.fact.product)


def find_by_name_of_service(changed: Recorded[ServiceChanged]) -> None:
    """The same of a service."""
    if "name" in changed.fact.changed:
        enter_anew(category__service=changed.fact.service)
