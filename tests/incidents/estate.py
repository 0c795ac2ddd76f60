"""A service with three components, and who uses which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast.catalogue.models import Component, Service, Use
from holdfast.clients.models import EmergencyList, ListEntry, ListVersion, Organisation, Wanted
from holdfast.kernel import clock
from holdfast.people.models import Person
from holdfast.project.demo.world import World


@dataclass
class Estate:
    """`osprey` uses the inbox in both places, `velda` in Frankfurt only, `quillon` the reports; lists for the first two."""

    inbox: Component
    reports: Component


def listed(
    organisation: Organisation, *people: Person, wants: tuple[str, ...] = tuple(Wanted.values)
) -> None:
    """Put these people on the client's emergency list."""
    its, _ = EmergencyList.objects.get_or_create(organisation=organisation)
    its.number += 1
    its.save()
    version = ListVersion.objects.create(list=its, number=its.number, at=clock.now(), by_label="test")
    for position, person in enumerate(people):
        ListEntry.objects.create(version=version, person=person, position=position, wants=list(wants))


def build_estate(world: World, *, with_lists: bool = True) -> Estate:
    service = Service.objects.create(name="Messages")
    inbox = Component.objects.create(
        service=service, name="Inbox", places=["Frankfurt", "Virginia"], since_on=date(2020, 1, 1)
    )
    reports = Component.objects.create(service=service, name="Reports", since_on=date(2020, 1, 1))
    began = clock.now().replace(year=2024)
    for client, component, place in (
        ("osprey", inbox, ""),
        ("velda", inbox, "Frankfurt"),
        ("quillon", reports, ""),
    ):
        Use.objects.create(
            organisation=world.organisations[client], component=component, place=place, since_at=began
        )
    if with_lists:
        listed(world.organisations["osprey"], world.persons["orla"])
        listed(world.organisations["velda"], world.persons["lutz"])
    return Estate(inbox, reports)
