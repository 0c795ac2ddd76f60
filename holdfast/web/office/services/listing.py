"""Products, the services under them, their components, and how many clients use each."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from holdfast.catalogue.models import Component, Service
from holdfast.catalogue.queries import how_many_use
from holdfast.kernel import clock
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.web.frame import person_of, show
from holdfast.web.office.places import client_places

NO_PRODUCT = "Of no product"


@dataclass(frozen=True)
class ComponentLine:
    """One component with how many clients use it."""

    name: str
    url: str
    note: str
    is_public: bool
    is_current: bool
    clients: int


@dataclass(frozen=True)
class ServiceCard:
    """One service with its components."""

    key: int
    name: str
    description: str
    is_current: bool
    components: list[ComponentLine] = field(default_factory=list)


@allow(STAFF)
def services(request: HttpRequest) -> HttpResponse:
    """The whole catalogue on one page; what is retired stands last."""
    now = clock.now()
    context = {
        "products": _by_product(how_many_use(at=now)),
        "may_change": may(person_of(request), Act.CHANGE_CLIENTS),
        "views": client_places(request, "services"),
    }
    return show(request, "office/services/list.html", context, place="clients", now=now)


def _by_product(clients: dict[int, int]) -> list[tuple[str, list[ServiceCard]]]:
    cards: dict[int, ServiceCard] = {}
    products: dict[str, list[ServiceCard]] = {}
    found = Service.objects.select_related("product").order_by("-is_current", "position", "pk")
    for service in sorted(found, key=lambda each: each.product.name if each.product else "\uffff"):
        card = ServiceCard(service.pk, service.name, service.description, service.is_current)
        cards[service.pk] = card
        products.setdefault(service.product.name if service.product else NO_PRODUCT, []).append(card)
    for component in Component.objects.order_by("-is_current", "position", "pk"):
        cards[component.service_id].components.append(_line(component, clients.get(component.pk, 0)))
    return list(products.items())


def _line(component: Component, clients: int) -> ComponentLine:
    places = ", ".join(component.places)
    note = ". ".join(each for each in (component.description, f"In {places}" if places else "") if each)
    return ComponentLine(
        component.name,
        reverse("desk:component", args=[component.pk]),
        note,
        component.is_public,
        component.is_current,
        clients,
    )
