"""Components are entered, changed, ordered, retired; those that clients use only after asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from holdfast.catalogue import rules
from holdfast.catalogue.actions.uses import end_with_component
from holdfast.catalogue.facts import (
    ComponentChanged,
    ComponentEntered,
    ComponentRetired,
    ComponentReturned,
)
from holdfast.catalogue.models import Component, Service
from holdfast.catalogue.ordering import last_position, move
from holdfast.catalogue.queries import in_use_or_planned
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def enter_component(
    service: Service,
    *,
    name: str,
    description: str = "",
    places: Iterable[str] = (),
    is_public: bool = True,
    since_on: date | None = None,
    by: Person,
) -> Component:
    """A part of the service that can fail by itself, last of its parts; it runs since that day, or today."""
    require_may(by, Act.CHANGE_CLIENTS)
    service = Service.objects.select_for_update().get(pk=service.pk)
    if not service.is_current:
        raise Refused(f"{service} is retired. Bring it back first.", code="service_retired")
    component = Component.objects.create(
        service=service,
        name=_free_name(name, service),
        description=rules.description(description),
        places=rules.places(places),
        is_public=is_public,
        since_on=since_on or clock.now().date(),
        position=last_position(service.components.all()),
    )
    fact = ComponentEntered(component=component.pk, name=str(component), places=tuple(component.places))
    record(fact, by=by.actor, at=clock.now())
    return component


@transaction.atomic
def change_component(
    component: Component,
    *,
    name: str,
    description: str,
    places: Iterable[str],
    is_public: bool,
    after: int | None,
    by: Person,
) -> Component:
    """Change what is known of it, and after which one (by its key) it stands; a place that is used stays."""
    require_may(by, Act.CHANGE_CLIENTS)
    component = _locked(component)
    wanted: dict[str, Any] = {
        "name": _free_name(name, component.service, besides=component),
        "description": rules.description(description),
        "places": rules.places(places),
        "is_public": is_public,
    }
    _require_unused(component, set(component.places) - set(wanted["places"]))
    changed = [field for field, value in wanted.items() if getattr(component, field) != value]
    for field in changed:
        setattr(component, field, wanted[field])
    if changed:
        component.save(update_fields=changed)
    if move(component.service.components.all(), component, after):
        changed.append("order")
    if changed:
        said = tuple(field.removeprefix("is_") for field in changed)
        fact = ComponentChanged(component=component.pk, name=str(component), changed=said)
        record(fact, by=by.actor, at=clock.now())
    return component


@transaction.atomic
def retire_component(component: Component, *, end_uses: bool = False, by: Person) -> Component:
    """It runs no more. Where clients use it this is refused, unless `end_uses` says that they no longer do."""
    require_may(by, Act.CHANGE_CLIENTS)
    retire_components([component], end_uses=end_uses, by=by)
    component.refresh_from_db()
    return component


def retire_components(components: Sequence[Component], *, end_uses: bool, by: Person) -> None:
    """Retire them all, or none; inside the caller's transaction, who has asked whether they may."""
    at = clock.now()
    locked = [each for each in map(_locked, components) if each.is_current]
    uses = list(
        in_use_or_planned(at=at)
        .filter(component__in=locked)
        .select_related("organisation", "component__service")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    clients = {use.organisation_id for use in uses}
    if clients and not end_uses:
        what = str(locked[0]) if len(locked) == 1 else "its components"
        used = (
            f"{len(clients)} clients use {what}"
            if len(clients) > 1
            else f"{uses[0].organisation} uses {what}"
        )
        raise Refused(f"{used}. Say that this ends too.", code="in_use", field="end_uses")
    end_with_component(uses, at=at, by=by.actor)
    for component in locked:
        component.is_current = False
        component.save(update_fields=["is_current"])
        ended = sum(use.component_id == component.pk for use in uses)
        fact = ComponentRetired(component=component.pk, name=str(component), ended=ended)
        record(fact, by=by.actor, at=at)


@transaction.atomic
def bring_back_component(component: Component, *, by: Person) -> Component:
    """It runs again; who uses it is said anew."""
    require_may(by, Act.CHANGE_CLIENTS)
    component = _locked(component)
    if not component.service.is_current:
        raise Refused(f"{component.service} is retired. Bring it back first.", code="service_retired")
    if not component.is_current:
        component.is_current = True
        component.save(update_fields=["is_current"])
        fact = ComponentReturned(component=component.pk, name=str(component))
        record(fact, by=by.actor, at=clock.now())
    return component


def _locked(component: Component) -> Component:
    return Component.objects.select_for_update(of=("self",)).select_related("service").get(pk=component.pk)


def _require_unused(component: Component, gone: set[str]) -> None:
    """The places that are to go are used by nobody, now or later."""
    using: dict[str, set[int]] = {}
    for use in in_use_or_planned(at=clock.now()).filter(component=component, place__in=gone):
        using.setdefault(use.place, set()).add(use.organisation_id)
    for place, clients in using.items():
        many = "1 client uses" if len(clients) == 1 else f"{len(clients)} clients use"
        raise Refused(f"{many} it in {place}.", code="place_in_use", field="places")


def _free_name(said: str, service: Service, *, besides: Component | None = None) -> str:
    name = rules.component_name(said)
    others = service.components.exclude(pk=besides.pk if besides else 0)
    if others.filter(name__iexact=name).exists():
        raise Refused(
            f"{service} has a component named {name} already.", code="component_exists", field="name"
        )
    return name
