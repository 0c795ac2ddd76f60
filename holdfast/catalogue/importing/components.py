"""Rows of components: which are new, with new services where there is none of the name, and what would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from typing import Any

from holdfast.catalogue import rules
from holdfast.catalogue.facts import ComponentChanged, ComponentEntered, ServiceEntered
from holdfast.catalogue.importing.finding import all_components, folded, truth_of
from holdfast.catalogue.importing.kinds import EMPTIES
from holdfast.catalogue.importing.plan import Change, How, differences, parts_of
from holdfast.catalogue.importing.reading import Row, Table
from holdfast.catalogue.models import Component, Product, Service
from holdfast.catalogue.queries import in_use_or_planned
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused


class Components:
    """Reads the rows one after the other; a service that the first of its rows entered is there for the next."""

    def __init__(self, table: Table, *, lock: bool) -> None:
        self.known = all_components(lock=lock)
        self.services = {folded(each.name): each for each in Service.objects.select_related("product")}
        self.products = {folded(each.name): each for each in Product.objects.all()}
        self.new_services: list[Service] = []
        self.seen: dict[str, int] = {}
        now = clock.now()
        self.today: date = now.date()
        self.used = set(in_use_or_planned(at=now).values_list("component", "place").distinct())
        last = max((each.position for each in self.services.values()), default=-1)
        self.next_service = count(last + 1)
        self.next_position: dict[str, int] = {}
        for each in self.known.values():
            key = folded(each.service.name)
            self.next_position[key] = max(self.next_position.get(key, 0), each.position + 1)

    def change(self, row: Row) -> Change:
        """What the row does; refused where it cannot stand."""
        service_name, name = rules.service_name(row["service"]), rules.component_name(row["component"])
        key = folded(f"{service_name}: {name}")
        if key in self.seen:
            raise Refused(f"{service_name}: {name} stands in row {self.seen[key]} already.", code="twice")
        self.seen[key] = row.number
        present = self.known.get(key)
        service = present.service if present else self._service(service_name, row)
        self._require_product(service, row["product"])
        component = present or Component(
            service=service, name=name, since_on=self.today, position=self._position(service)
        )
        before = _values(component)
        self._take(row, component)
        after = _values(component)
        if present is None:
            said = differences(*((field, None, value) for field, value in after.items() if value != []))
            return Change(row.number, How.NEW, str(component), said, component, facts=(ComponentEntered,))
        said = differences(*((field, before[field], after[field]) for field in after))
        if not said:
            return Change(row.number, How.UNCHANGED, str(component), (), component)
        fields = tuple(_FIELDS[difference.name] for difference in said)
        return Change(row.number, How.CHANGED, str(component), said, component, fields, (ComponentChanged,))

    def _service(self, name: str, row: Row) -> Service:
        found = self.services.get(folded(name))
        if found is None:
            product = self._product(row["product"]) if row["product"] not in ("", EMPTIES) else None
            found = Service(name=name, product=product, position=next(self.next_service))
            self.services[folded(name)] = found
            self.new_services.append(found)
        if not found.is_current:
            raise Refused(f"{found} is retired. Bring it back first.", code="service_retired")
        return found

    def _product(self, name: str) -> Product:
        found = self.products.get(folded(name))
        if found is None:
            raise Refused(f"There is no product “{name}”.", code="no_such_product")
        return found

    def _require_product(self, service: Service, said: str) -> None:
        """A service stays with its product; it is moved on the page of services."""
        if not said:
            return
        product = None if said == EMPTIES else self._product(said)
        if product != service.product:
            present = f"of the product {service.product}" if service.product else "of no product"
            raise Refused(f"The service {service} is {present}.", code="other_product")

    def _position(self, service: Service) -> int:
        key = folded(service.name)
        self.next_position[key] = self.next_position.get(key, 0) + 1
        return self.next_position[key] - 1

    def _take(self, row: Row, component: Component) -> None:
        if said := row["description"]:
            component.description = "" if said == EMPTIES else rules.description(said)
        if said := row["places"]:
            places = rules.places([] if said == EMPTIES else parts_of(said))
            for place in component.places:
                if place not in places and (component.pk, place) in self.used:
                    raise Refused(f"Clients use it in {place}.", code="place_in_use")
            component.places = places
        if said := row["public"]:
            component.is_public = _truth(said)


def present() -> Iterator[Iterable[Any]]:
    """What stands now, in the order of the columns."""
    found = Component.objects.filter(is_current=True).select_related("service__product")
    for each in found.order_by("service__position", "service_id", "position", "pk"):
        product = each.service.product.name if each.service.product else ""
        yield each.service.name, each.name, product, each.description, each.places, each.is_public


def facts_of(change: Change) -> list[Any]:
    """What is told of a component once its row is written."""
    component = change.thing
    if change.facts == (ComponentEntered,):
        return [ComponentEntered(component=component.pk, name=str(component), places=tuple(component.places))]
    changed = tuple(each.name for each in change.differences)
    return [ComponentChanged(component=component.pk, name=str(component), changed=changed)]


def services_entered(services: list[Service]) -> list[ServiceEntered]:
    """What is told of the new services."""
    return [ServiceEntered(service=service.pk, name=service.name) for service in services]


_FIELDS = {"description": "description", "places": "places", "public": "is_public"}


def _values(component: Component) -> dict[str, Any]:
    return {name: getattr(component, field) for name, field in _FIELDS.items()}


def _truth(said: str) -> bool:
    found = truth_of(said)
    if found is None:
        raise Refused(f"“{said[:40]}” is neither yes nor no.", code="neither")
    return found
