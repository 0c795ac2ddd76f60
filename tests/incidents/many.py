"""Clients with many emergency contacts, each with channels of their own, and an interruption that hits them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from holdfast.catalogue.models import Component, Use
from holdfast.clients.models import EmergencyList, ListEntry, ListVersion, Organisation, Wanted
from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.telling import send_report, send_update
from holdfast.incidents.models import Bulletin, Interruption, Level
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.people.models import Person

WHOLE = {
    "affected": "The inbox",
    "noticed": "Messages arrive late.",
    "who": "Whoever works in Frankfurt.",
    "workaround": "None yet.",
    "doing": "We move the traffic away.",
}
Channels = Sequence[tuple[str, str]]


def client_with(
    component: Component, name: str, contacts: Sequence[Channels], *, place: str = ""
) -> Organisation:
    """A client that uses the component, and whose contacts read by these channels; no channel is mail alone."""
    client = Organisation.objects.create(name=name)
    since = clock.now() - timedelta(days=90)
    Use.objects.create(organisation=client, component=component, place=place, since_at=since)
    put_on_list(client, *contacts)
    return client


def put_on_list(client: Organisation, *contacts: Channels) -> list[Person]:
    """A new version of the list, with those who stood on it and these."""
    its, _ = EmergencyList.objects.get_or_create(organisation=client)
    before = list(
        ListEntry.objects.filter(version__list=its, version__number=its.number).order_by("position")
    )
    its.number += 1
    its.save()
    version = ListVersion.objects.create(list=its, number=its.number, at=clock.now(), by_label="test")
    slug = client.name.lower().replace(" ", "-")
    people = [
        Person.objects.create(
            email=f"contact{len(before) + nth}@{slug}.example",
            name=f"{client.name} {nth}",
            time_zone="Asia/Tokyo",
        )
        for nth, _ in enumerate(contacts)
    ]
    entries = [(each.person, each.channels) for each in before]
    entries += [
        (person, [{"kind": kind, "address": address or person.email} for kind, address in channels])
        for person, channels in zip(people, contacts, strict=True)
    ]
    for position, (person, channels) in enumerate(entries):
        ListEntry.objects.create(
            version=version, person=person, position=position, wants=list(Wanted.values), channels=channels
        )
    return people


def hit(component: Component, *, by: Person, place: str = "") -> Interruption:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    return confirm_interruption(found, hits=[Hit(component, Level.MAJOR, place)], by=by)


def report(found: Interruption, *, by: Person) -> Bulletin:
    return send_report(found, said=WHOLE, next_at=clock.now() + timedelta(hours=1), by=by)


def update(found: Interruption, text: str = "Half of it is moved.", *, by: Person) -> Bulletin:
    return send_update(found, text=text, next_at=clock.now() + timedelta(hours=1), by=by)
