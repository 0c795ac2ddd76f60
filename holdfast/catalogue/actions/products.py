"""Products are entered, renamed, given to teams, and taken from what is offered; a ticket about one keeps it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from holdfast.catalogue.facts import ProductChanged, ProductEntered, ProductTeamsNamed
from holdfast.catalogue.models import Product
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Team


@transaction.atomic
def enter_product(*, name: str, by: Person) -> Product:
    """A product that clients can report about; refused when there is one of that name."""
    require_may(by, Act.CHANGE_CLIENTS)
    product = Product.objects.create(name=_require_name(name))
    record(ProductEntered(product=product.pk, name=product.name), by=by.actor, at=clock.now())
    return product


@transaction.atomic
def change_product(product: Product, *, name: str, is_current: bool, by: Person) -> Product:
    """Give it another name, or take it from what new tickets can name, or put it back."""
    require_may(by, Act.CHANGE_CLIENTS)
    product = Product.objects.select_for_update().get(pk=product.pk)
    name, formerly = _require_name(name, besides=product), product.name
    if (name, is_current) == (formerly, product.is_current):
        return product
    product.name, product.is_current = name, is_current
    product.save()
    fact = ProductChanged(product=product.pk, name=name, formerly=formerly, is_current=is_current)
    record(fact, by=by.actor, at=clock.now())
    return product


@transaction.atomic
def name_teams(product: Product, *, teams: Iterable[Team], by: Person) -> Product:
    """Say which teams look after it; none: nobody's people come first."""
    require_may(by, Act.CHANGE_CLIENTS)
    product = Product.objects.select_for_update().get(pk=product.pk)
    wanted = set(teams)
    if wanted != set(product.teams.all()):
        product.teams.set(wanted)
        named = tuple(sorted(each.name for each in wanted))
        fact = ProductTeamsNamed(product=product.pk, name=product.name, teams=named)
        record(fact, by=by.actor, at=clock.now())
    return product


def _require_name(name: str, *, besides: Product | None = None) -> str:
    name = one_line(name)
    if not 1 <= len(name) <= 120:
        raise Refused("A product has a name of at most 120 characters.", code="bad_name", field="name")
    if Product.objects.filter(name__iexact=name).exclude(pk=besides.pk if besides else 0).exists():
        raise Refused(f"There is a product named {name} already.", code="product_exists", field="name")
    return name
