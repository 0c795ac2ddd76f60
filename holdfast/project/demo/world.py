"""The world itself: vendor, policy, people, clients; no ticket yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from msgspec.structs import replace

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.models import Calendar
from holdfast.catalogue.models import Component, Product
from holdfast.clients.models import Contact, Contract, Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.people.models import Person
from holdfast.policy.actions import draft_policy, publish_policy, publish_shipped, save_draft
from holdfast.policy.allowance import Allowance
from holdfast.policy.queries import document_of
from holdfast.project.demo import people as cast
from holdfast.project.demo.catalogue import build_catalogue
from holdfast.vendor.models import Vendor

_NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass
class World:
    """Everybody and everything by name: `world.tobin` the agent, `world.orla` the client, `world.osprey` her clinic."""

    persons: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    components: dict[str, Component] = field(default_factory=dict)
    """By their whole names: `Chat: Routing`."""

    def __getattr__(self, name: str) -> Person | Organisation | Product:
        for shelf in ("persons", "organisations", "products"):
            if name in self.__dict__[shelf]:
                found: Person | Organisation | Product = self.__dict__[shelf][name]
                return found
        raise AttributeError(name)


@transaction.atomic
def build_world(*, with_passwords: bool = False) -> World:
    """Make the vendor, its policy in force, its people, clients and what they use; only in a database without any."""
    at = clock.now()
    world = World()
    Vendor.objects.update_or_create(
        only=True,
        defaults={
            "name": cast.VENDOR,
            "support_address": cast.SUPPORT,
            "phone": cast.PHONE,
            "time_zone": "Europe/London",
            "set_up_at": at,
        },
    )
    password = _hashed() if with_passwords else ""
    for staff in cast.STAFF:
        world.persons[staff.key] = Person.objects.create(
            email=f"{staff.key}@pellucid.example",
            name=staff.name,
            roles=list(staff.roles),
            title=staff.title,
            time_zone=staff.zone,
            joined_at=at,
            confirmed_at=at,
            password=password,
        )
    publish_shipped(Allowance.parse("4 h"), by=SYSTEM)
    _man_the_ladder(world)
    world.products = {name.lower(): Product.objects.create(name=name) for name in cast.PRODUCTS}
    world.organisations["own"] = Organisation.objects.create(
        name=cast.VENDOR, time_zone="Europe/London", is_own=True, account_manager=world.persons["theo"]
    )
    for client in cast.CLIENTS:
        _client(world, client, at=at, password=password)
    world.components = build_catalogue(world.products, world.organisations, at=at)
    return world


def _man_the_ladder(world: World) -> None:
    """Publish a second version with a person on every level."""
    manager = world.persons["delphine"]
    draft = draft_policy(by=manager)
    document = document_of(draft.pk)
    levels = tuple(
        replace(level, person=world.persons[cast.LADDER[number]].email)
        for number, level in enumerate(document.ladder, start=1)
    )
    draft = save_draft(draft, document=replace(document, ladder=levels), by=manager)
    publish_policy(draft, by=manager)


def _client(world: World, client: cast.Client, *, at: datetime, password: str) -> None:
    organisation = Organisation.objects.create(
        name=client.name,
        time_zone=client.zone,
        calendar=_calendar(client),
        account_manager=world.persons[client.account_manager],
        domains=[client.domain],
    )
    world.organisations[client.key] = organisation
    Contract.objects.create(
        organisation=organisation, is_enterprise=client.is_enterprise, starts_on=date(2020, 1, 1)
    )
    for key, name, is_administrator, is_approver in client.contacts:
        person = Person.objects.create(
            email=f"{key}@{client.domain}",
            name=name,
            time_zone=client.zone,
            joined_at=at,
            confirmed_at=at,
            password=password,
        )
        Contact.objects.create(
            person=person,
            organisation=organisation,
            is_administrator=is_administrator,
            is_approver=is_approver,
        )
        world.persons[key] = person


def _calendar(client: cast.Client) -> Calendar:
    hours = {"timezone": client.zone, "weekly": _NINE_TO_FIVE, "holidays": ["2026-12-25", "2027-01-01"]}
    return save_calendar(
        key=client.key,
        name=f"{client.name}, office hours",
        hours=hours,
        holiday_names={"2026-12-25": "Christmas Day", "2027-01-01": "New Year’s Day"},
        by=SYSTEM,
    )


def _hashed() -> str:
    """One hash for everybody: argon2 is slow on purpose."""
    person = Person()
    person.set_password(cast.PASSWORD)
    return person.password
