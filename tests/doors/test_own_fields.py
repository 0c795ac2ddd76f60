"""T43: fields that a form did not offer, at the doors of the desk, the portal and the public form."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client

from holdfast.clients.models import Contact, Contract, Organisation
from holdfast.kernel.models import TrailEntry
from holdfast.people.models import Person, Role
from holdfast.portal.support.proof import proof_of
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Collaborator, Message, Ticket
from tests.portal.visiting import as_, stranger
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

Said = dict[str, Any]
State = dict[tuple[str, Any], Any]


def own_fields(world: World) -> Said:
    """What helps whom it should not, under the names that other help desks took it by."""
    mighty = [Role.ADMINISTRATOR, Role.LEAD]
    foreign, somebody = world.organisations["velda"].pk, world.lutz.pk
    return {
        **dict.fromkeys(("roles", "user_type", "permissions", "groups"), mighty),
        **dict.fromkeys(("organisation", "organisation_id", "tenant", "client", "customer_id"), foreign),
        **dict.fromkeys(("requester", "requester_id", "owner", "author", "author_id", "person"), somebody),
        **dict.fromkeys(("assignee", "assignee_id", "account_manager", "by", "as_user"), world.theo.pk),
        **dict.fromkeys(("is_staff", "is_superuser", "is_vendor", "is_active", "ignore_permissions"), "1"),
        **dict.fromkeys(("is_internal", "internal", "is_machine", "is_public", "is_approved"), "1"),
        **dict.fromkeys(("id", "pk", "number", "key"), "1"),
        **dict.fromkeys(("side", "channel_kind"), "vendor"),
        **dict.fromkeys(("at", "opened_at", "confirmed_at", "resolved_at", "reached_at"), "2020-01-01"),
        **dict.fromkeys(("stage", "level", "state"), "8"),
        "password": "mine alone from now on",
        "reference": "HF-MINE",
    }


Visit = tuple[Client, str, Said, Said]
"""Who comes, to which address, what the form there offers to say, and what only another form does."""
Act = Callable[[World, Ticket, Clock], Visit]


def note(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"text": "For us alone.", "mode": "note", "as": "note"}
    return as_(world.tobin), f"/desk/tickets/{ticket.pk}/messages/", said, {"priority": "1"}


def reply(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"text": "We look.", "mode": "reply"}
    return as_(world.tobin), f"/desk/tickets/{ticket.pk}/messages/", said, {"priority": "1", "act": "note"}


def own_profile(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"name": "Tobin A.", "phone": "", "time_zone": "Europe/Oslo"}
    return as_(world.tobin), "/desk/me/", said, {"title": "Head", "email": "me@x.example"}


def another_profile(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"name": "Saoirse W.", "time_zone": "Europe/Oslo"}
    return as_(world.piotr), f"/desk/people/{world.saoirse.pk}/about/", said, {"email": "me@x.example"}


def contact(world: World, ticket: Ticket, clock: Clock) -> Visit:
    bram = world.bram.contact
    said = {"name": "Bram O.", "time_zone": "Europe/Oslo", "role": "IT"}
    path = f"/desk/clients/{bram.organisation_id}/contacts/{bram.pk}/"
    return as_(world.ines), path, said, {"email": "me@x.example"}


def ticket_for_a_client(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"whose": "client", "contact": world.orla.contact.pk, "channel": "phone", "kind": "issue"}
    said |= {"subject": "Called", "text": "Nothing prints."}
    return as_(world.tobin), "/desk/tickets/new/", said, {"priority": "1"}


def clients_reply(world: World, ticket: Ticket, clock: Clock) -> Visit:
    path = f"/tickets/{ticket.pk}/messages/"
    return as_(world.orla), path, {"text": "Please."}, {"mode": "note", "channel": "desk"}


def clients_ticket(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"scenario": "none", "subject": "Mine", "text": "Nothing prints."}
    return as_(world.orla), "/tickets/new/", said, {"priority": "1", "channel": "desk"}


def strangers_ticket(world: World, ticket: Ticket, clock: Clock) -> Visit:
    said = {"name": "P", "address": "p@home.example", "subject": "Mine", "text": "Nothing prints."}
    said |= {"started": proof_of(clock.now)}
    return stranger(), "/support/", said, {"priority": "1", "channel": "desk"}


KEPT: tuple[type[models.Model], ...] = (
    *(Person, Contact, Organisation, Contract),
    *(Ticket, Message, Collaborator, Promise, TrailEntry),
)
_OF_ITS_OWN = {"id", "ticket_id", "reference", "thread_id", "said", "about", "evidence", "search"}
"""What is another each time that something is made."""


def state() -> State:
    """All rows that the fields could reach; persons are named by their addresses."""
    addresses = dict(Person.objects.values_list("pk", "email"))
    named = ("author_id", "requester_id", "person_id", "assignee_id")
    return {
        (model.__name__, row.get("id", row.get("person_id"))): row
        | {name: addresses.get(row[name]) for name in named if name in row}
        | (
            {"password": "!"} if row.get("password", "").startswith("!") else {}
        )  # none, told by random letters
        for model in KEPT
        for row in model._default_manager.values()
    }


def done(before: State) -> list[Any]:
    """What is other than before: what came, and the columns that changed of what stood."""
    found: list[Any] = []
    for (kind, key), row in sorted(state().items()):
        former = before.get((kind, key), {})
        changed = {name: row[name] for name in sorted(row) if name not in former or row[name] != former[name]}
        if told := {name: value for name, value in changed.items() if name not in _OF_ITS_OWN}:
            found.append((kind, key if former else "new", told))
    return found


@pytest.mark.parametrize(
    "act",
    [
        *(note, reply, own_profile, another_profile, contact, ticket_for_a_client),
        *(clients_reply, clients_ticket, strangers_ticket),
    ],
    ids=lambda each: each.__name__,
)
def test_t43_fields_that_a_form_does_not_offer_are_ignored_and_the_trail_says_who_did_what(
    world: World, the_clock: Clock, act: Act
) -> None:
    ticket = ticket_by_mail(world)
    door, path, offered, of_others = act(world, ticket, the_clock)
    the_clock.forward(minutes=1)
    before = state()
    results = []
    for sent in (offered, {**own_fields(world), **of_others, **offered}):
        with transaction.atomic():
            assert door.post(path, sent).status_code == 302
            results.append(done(before))
            transaction.set_rollback(True)
    assert results[1] == results[0] != []
    assert [entry for entry in results[1] if entry[0] == "TrailEntry"], "what was done is on the trail"


def test_t43_what_one_may_not_do_is_refused_and_logged(
    world: World, the_clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    ticket = ticket_by_mail(world)
    tries: list[tuple[Person, str, str, Said]] = [
        (
            world.tobin,
            f"/desk/people/{world.tobin.pk}/roles/",
            "desk/people/<int:key>/roles/",
            {"roles": ["administrator"], "ignore_permissions": "1"},
        ),
        (
            world.orla,
            f"/desk/tickets/{ticket.pk}/messages/",
            "desk/tickets/<int:number>/messages/",
            {"text": "As one of yours", "mode": "reply"},
        ),
        (
            world.tobin,
            f"/desk/people/{world.piotr.pk}/entry/",
            "desk/people/<int:key>/entry/",
            {"act": "invite"},
        ),
    ]
    doors = [as_(person) for person, *_ in tries]
    before = state()
    for door, (_, path, _, said) in zip(doors, tries, strict=True):
        with caplog.at_level(logging.WARNING, "holdfast"):
            assert door.post(path, said).status_code == 403
    assert done(before) == []
    assert [record.getMessage() for record in caplog.records if record.name == "holdfast.people.door"] == [
        f"Person {person.pk} was refused: POST {route}" for person, _, route, _ in tries
    ]
