"""Products by their names, and who uses what: which clients an interruption reaches, and what one client has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from holdfast.catalogue.models import Component, Product, Use
from holdfast.clients.models import Organisation


def product_named(name: str) -> Product | None:
    """The product of that name, of those that are offered; of an unknown name none."""
    return Product.objects.filter(name__iexact=name, is_current=True).first() if name else None


def clients_using(
    components: Iterable[int], places: Mapping[int, Collection[str]] | None = None, *, at: datetime
) -> QuerySet[Organisation]:
    """The clients that use one of the components (their keys) at the instant: exactly whom it reaches when they fail.

    `places` says of a component in which of its places it fails; one that is not in it fails in all.
    """
    hits = [(key, place) for key in components for place in (places or {}).get(key) or [""]]
    return Organisation.objects.filter(pk__in=in_use(at=at).filter(reached_by(hits)).values("organisation"))


def reached_by(hits: Iterable[tuple[int, str]]) -> Q:
    """The uses that these failures reach: each of a component, in one of its places, or in all where none is named.

    Whoever uses a component in all its places is reached whichever fails.
    """
    reached = Q(pk__in=[])
    for component, place in hits:
        reached |= Q(component=component, place__in=["", place]) if place else Q(component=component)
    return reached


@dataclass(frozen=True)
class Used:
    """A component that a client uses, in these of its places; in all where none is named."""

    component: Component
    places: tuple[str, ...]


def components_of(organisation: Organisation, *, at: datetime) -> list[Used]:
    """What the client uses at the instant, in the order of the catalogue."""
    found: dict[int, tuple[Component, list[str]]] = {}
    for use in in_order(in_use(at=at).filter(organisation=organisation)):
        found.setdefault(use.component_id, (use.component, []))[1].append(use.place)
    return [Used(component, () if "" in places else tuple(places)) for component, places in found.values()]


def in_use(*, at: datetime) -> QuerySet[Use]:
    """The uses that run at the instant."""
    return Use.objects.filter(Q(until_at=None) | Q(until_at__gt=at), since_at__lte=at)


def in_use_or_planned(*, at: datetime) -> QuerySet[Use]:
    """The uses that have not ended at the instant, those that are yet to begin included."""
    return Use.objects.filter(Q(until_at=None) | Q(until_at__gt=at))


def in_order(uses: QuerySet[Use]) -> QuerySet[Use]:
    """With their components, in the order of the catalogue."""
    return uses.select_related("component__service", "agreement").order_by(
        "component__service__position",
        "component__service_id",
        "component__position",
        "component_id",
        "place",
    )


def how_many_use(*, at: datetime) -> dict[int, int]:
    """By component, how many clients use it."""
    counted = (
        in_use(at=at).order_by().values("component").annotate(clients=Count("organisation", distinct=True))
    )
    return {row["component"]: row["clients"] for row in counted}
