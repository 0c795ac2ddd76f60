"""Each page of the office asks the database equally often, however much there is to show."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.catalogue.models import Component, Service, Use
from holdfast.channels.models import MailState
from holdfast.clients.actions.emergency_list import put_on_list
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import Contact, Contract, Organisation
from holdfast.kernel.models import TrailEntry
from holdfast.monitors.models import Look, Stretch
from holdfast.people.models import Person
from holdfast.policy.actions import draft_policy
from holdfast.project.demo.world import World
from tests.clients.lists import NIGHT, ORLA, listing
from tests.monitors.watching import entered
from tests.web.doors import At
from tests.web.office.mails import held_mail
from tests.world import NOON, ticket_by_mail

HOUR = timedelta(hours=1)
BASELINE = {
    "people/": 10,
    "people/{person}/": 10,
    "teams/": 9,
    "clients/": 8,
    "clients/mine/": 14,
    "clients/{client}/": 27,
    "clients/{client}/list/": 17,
    "clients/uptime/": 8,
    "clients/{client}/uptime/": 10,
    "clients/{client}/statement/": 18,
    "clients/import/": 5,
    "services/": 9,
    "components/{component}/": 10,
    "monitors/": 8,
    "monitors/{monitor}/": 15,
    "products/": 8,
    "policy/": 15,
    "policy/{policy}/draft/": 18,
    "policy/{policy}/draft/ladder/": 10,
    "calendars/": 11,
    "calendars/velda/": 14,
    "mail/held/": 9,
    "outbox/": 9,
    "trail/": 10,
}
"""At most; the session, the person, the clock and the next promise are five of them."""


as_part = {"hx-request": "true"}


def asked(door: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as told:
        assert door.get(path, headers=as_part if path.endswith("/list/") else {}).status_code == 200
    return len(told)


def test_a_page_asks_no_more_when_there_is_more_to_show(world: World, at_desk: At) -> None:
    draft = draft_policy(by=world.delphine)
    keys = {"person": world.ines.pk, "client": world.osprey.pk, "policy": draft.policy_id}
    widget = world.components["Chat: Widget"]
    monitor = entered(widget, world.kaveh)
    keys |= {"component": widget.pk, "monitor": monitor.pk}
    paths = {pattern: f"/desk/{pattern.format(**keys)}" for pattern in BASELINE}
    door = at_desk(world.nell)
    ticket_by_mail(world)
    held_mail()
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    for path in paths.values():
        door.get(path)  # what is kept in memory is there from now on
    before = {pattern: asked(door, path) for pattern, path in paths.items()}
    for number in range(5):
        person = Person.objects.create(email=f"p{number}@x.example", name=f"P {number}", roles=["agent"])
        contact = Person.objects.create(email=f"c{number}@x.example", name=f"C {number}")
        Contact.objects.create(person=contact, organisation=world.osprey)
        other = Organisation.objects.create(name=f"Client {number}", account_manager=world.ines)
        Contract.objects.create(organisation=other, starts_on="2020-01-01")
        put_on_list(world.osprey, Listed(email=f"l{number}@x.example"), because="More", by=world.ines)
        service = Service.objects.create(name=f"Service {number}", product=world.products["chat"])
        component = Component.objects.create(service=service, name="Only", since_on="2020-01-01")
        Use.objects.create(organisation=world.osprey, component=component, since_at=NOON)
        entered(widget, world.kaveh, f"Monitor {number}")
        Look.objects.create(monitor=monitor, at=NOON, is_ok=True, words="Well.", ms=9)
        Stretch.objects.create(
            monitor=monitor, state="up", began_at=NOON - HOUR * (number + 1), ended_at=NOON
        )
        Use.objects.create(organisation=other, component=world.components["Chat: Widget"], since_at=NOON)
        ticket_by_mail(world, subject=f"One more {number}")
        held_mail(state=MailState.HELD)
        TrailEntry.objects.create(
            at=NOON,
            fact="PersonLetIn",
            about=f"person-{person.pk}",
            actor_kind="system",
            actor_label="X",
            said={"person": person.pk},
        )
    assert {pattern: asked(door, path) for pattern, path in paths.items()} == before
    assert {pattern: number for pattern, number in before.items() if number > BASELINE[pattern]} == {}
