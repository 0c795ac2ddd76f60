"""Services are entered, changed and ordered; one that runs no more is retired, with its components."""

from __future__ import annotations

from django.db import transaction

from holdfast.catalogue import rules
from holdfast.catalogue.actions.components import retire_components
from holdfast.catalogue.facts import ServiceChanged, ServiceEntered, ServiceRetired, ServiceReturned
from holdfast.catalogue.models import Product, Service
from holdfast.catalogue.ordering import last_position, move
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def enter_service(*, name: str, product: Product | None = None, description: str = "", by: Person) -> Service:
    """A service, last in the list; refused when there is one of that name."""
    require_may(by, Act.CHANGE_CLIENTS)
    service = Service.objects.create(
        name=_free_name(name),
        product=product,
        description=rules.description(description),
        position=last_position(Service.objects.all()),
    )
    record(ServiceEntered(service=service.pk, name=service.name), by=by.actor, at=clock.now())
    return service


@transaction.atomic
def change_service(
    service: Service, *, name: str, product: Product | None, description: str, after: int | None, by: Person
) -> Service:
    """Change what is known of it, and after which one (by its key) it stands; None: first."""
    require_may(by, Act.CHANGE_CLIENTS)
    service = Service.objects.select_for_update().get(pk=service.pk)
    wanted = {
        "name": _free_name(name, besides=service),
        "product_id": product.pk if product else None,
        "description": rules.description(description),
    }
    changed = [field for field, value in wanted.items() if getattr(service, field) != value]
    for field in changed:
        setattr(service, field, wanted[field])
    if changed:
        service.save(update_fields=changed)
    if move(Service.objects.all(), service, after):
        changed.append("order")
    if changed:
        said = tuple(field.removesuffix("_id") for field in changed)
        fact = ServiceChanged(service=service.pk, name=service.name, changed=said)
        record(fact, by=by.actor, at=clock.now())
    return service


@transaction.atomic
def retire_service(service: Service, *, end_uses: bool = False, by: Person) -> Service:
    """It runs no more, nor do its components; where clients use one, `end_uses` says that this ends too."""
    require_may(by, Act.CHANGE_CLIENTS)
    service = Service.objects.select_for_update().get(pk=service.pk)
    if service.is_current:
        retire_components(list(service.components.filter(is_current=True)), end_uses=end_uses, by=by)
        service.is_current = False
        service.save(update_fields=["is_current"])
        record(ServiceRetired(service=service.pk, name=service.name), by=by.actor, at=clock.now())
    return service


@transaction.atomic
def bring_back_service(service: Service, *, by: Person) -> Service:
    """It runs again; its components are brought back one by one."""
    require_may(by, Act.CHANGE_CLIENTS)
    service = Service.objects.select_for_update().get(pk=service.pk)
    if not service.is_current:
        service.is_current = True
        service.save(update_fields=["is_current"])
        record(ServiceReturned(service=service.pk, name=service.name), by=by.actor, at=clock.now())
    return service


def _free_name(said: str, *, besides: Service | None = None) -> str:
    name = rules.service_name(said)
    if Service.objects.filter(name__iexact=name).exclude(pk=besides.pk if besides else 0).exists():
        raise Refused(f"There is a service named {name} already.", code="service_exists", field="name")
    return name
