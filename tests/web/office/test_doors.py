"""T41, T42, T44, T47: who may enter which page of the office, and that no second object or filter opens a side door."""

from __future__ import annotations

import pytest
from django.test import Client

from holdfast.channels.models import MailState
from holdfast.clients.models import Contact, Organisation
from holdfast.people.acts import MAY, Act
from holdfast.people.models import Person, Role
from holdfast.policy.actions import draft_policy
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.web.doors import At
from tests.web.office.mails import held_mail

PAGES = {
    "people/": Act.CHANGE_PEOPLE,
    "people/new/": Act.CHANGE_PEOPLE,
    "people/{person}/": Act.CHANGE_PEOPLE,
    "people/{person}/about/": Act.CHANGE_PEOPLE,
    "people/{person}/roles/": Act.CHANGE_PEOPLE,
    "teams/": Act.CHANGE_PEOPLE,
    "teams/new/": Act.CHANGE_PEOPLE,
    "settings/": Act.CHANGE_PEOPLE,
    "settings/first-steps/": Act.CHANGE_PEOPLE,
    "mailboxes/": Act.CHANGE_PEOPLE,
    "mailboxes/new/": Act.CHANGE_PEOPLE,
    "me/": Act.WORK_TICKETS,
    "clients/": Act.WORK_TICKETS,
    "clients/{client}/": Act.WORK_TICKETS,
    "clients/new/": Act.CHANGE_CLIENTS,
    "clients/{client}/about/": Act.CHANGE_CLIENTS,
    "clients/{client}/account-manager/": Act.CHANGE_CLIENTS,
    "clients/{client}/contacts/new/": Act.CHANGE_CLIENTS,
    "clients/{client}/contacts/{contact}/": Act.CHANGE_CLIENTS,
    "clients/{client}/contacts/{contact}/end/": Act.CHANGE_CLIENTS,
    "clients/{client}/contracts/new/": Act.CHANGE_CLIENTS,
    "products/": Act.CHANGE_CLIENTS,
    "products/new/": Act.CHANGE_CLIENTS,
    "policy/": Act.READ_POLICY,
    "policy/{policy}/": Act.READ_POLICY,
    "policy/{policy}/versions/": Act.READ_POLICY,
    "policy/new/": Act.PUBLISH_POLICY,
    "policy/application/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/clauses/turnaround/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/clauses/acknowledge/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/ladder/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/scenarios/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/file/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/publication/": Act.PUBLISH_POLICY,
    "calendars/": Act.READ_POLICY,
    "calendars/osprey/": Act.READ_POLICY,
    "calendars/new/": Act.PUBLISH_POLICY,
    "calendars/osprey/hours/": Act.PUBLISH_POLICY,
    "calendars/osprey/exceptions/": Act.PUBLISH_POLICY,
    "calendars/osprey/holidays/": Act.PUBLISH_POLICY,
    "mail/held/": Act.JUDGE_MAIL,
    "mail/quarantine/": Act.JUDGE_MAIL,
    "mail/left-aside/": Act.JUDGE_MAIL,
    "mail/{mail}/raw/": Act.JUDGE_MAIL,
    "mail/{mail}/ticket/": Act.JUDGE_MAIL,
    "mail/{mail}/new-ticket/": Act.JUDGE_MAIL,
    "mail/{mail}/dropping/": Act.JUDGE_MAIL,
    "outbox/": Act.READ_OUTBOX,
    "outbox/{letter}/": Act.READ_OUTBOX,
    "outbox/{letter}/html/": Act.READ_OUTBOX,
    "trail/": Act.READ_TRAIL,
    "trail/file/": Act.READ_TRAIL,
}
POSTS = {
    "people/{person}/entry/": Act.CHANGE_PEOPLE,
    "settings/test-mail/": Act.CHANGE_PEOPLE,
    "outbox/sending/": Act.CHANGE_PEOPLE,
    "policy/{policy}/draft/": Act.PUBLISH_POLICY,
    "policy/{policy}/draft/end/": Act.PUBLISH_POLICY,
}


@pytest.fixture
def keys(world: World, printer: Ticket) -> dict[str, int]:
    """What stands in the addresses."""
    from holdfast.notices.models import Delivery

    return {
        "person": world.saoirse.pk,
        "client": world.osprey.pk,
        "contact": Contact.objects.get(person=world.orla).pk,
        "policy": draft_policy(by=world.delphine).policy_id,
        "mail": held_mail(printer).pk,
        "letter": Delivery.objects.latest("pk").pk,
    }


def test_t41_each_page_opens_for_whoever_may_and_for_nobody_else(
    world: World, keys: dict[str, int], at_desk: At, client: Client
) -> None:
    somebody = {role: one_with(role) for role in Role.values}
    doors = {role: at_desk(person) for role, person in somebody.items()}
    theirs = at_desk(world.orla)
    for page, act in PAGES.items():
        path = f"/desk/{page.format(**keys)}"
        may = [role for role, person in somebody.items() if not MAY[act].isdisjoint(person.roles)]
        not_may = [role for role in Role.values if role not in may]
        assert (page, doors[may[0]].get(path).status_code) == (page, 200)
        assert [(role, doors[role].get(path).status_code) for role in not_may[:2]] == [
            (role, 403) for role in not_may[:2]
        ], page
        assert (page, theirs.get(path).status_code, client.get(path).status_code) == (page, 403, 302)


def one_with(role: str) -> Person:
    """Somebody who holds this role and as few others as can be."""
    return min(Person.objects.in_role(role), key=lambda person: len(person.roles))


def test_t41_each_act_that_is_only_sent_asks_too(world: World, keys: dict[str, int], at_desk: At) -> None:
    for page, act in POSTS.items():
        refused = next(role for role in Role.values if role not in MAY[act])
        door = at_desk(one_with(refused))
        assert (page, door.post(f"/desk/{page.format(**keys)}").status_code) == (page, 403)


def test_t44_a_contact_or_contract_of_another_client_is_as_good_as_missing(world: World, at_desk: At) -> None:
    door, velda = at_desk(world.ines), Organisation.objects.get(name="Velda Retail")
    contact = Contact.objects.get(person=world.orla)
    contract = world.osprey.contracts.get()
    assert door.get(f"/desk/clients/{world.osprey.pk}/contacts/{contact.pk}/").status_code == 200
    for path in (f"contacts/{contact.pk}/", f"contacts/{contact.pk}/end/", f"contracts/{contract.pk}/end/"):
        assert door.get(f"/desk/clients/{velda.pk}/{path}").status_code == 404
        assert door.post(f"/desk/clients/{velda.pk}/{path}", {"name": "X"}).status_code == 404
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_t44_mail_that_has_its_place_is_not_judged_again_and_a_missing_ticket_is_refused(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    done = held_mail(printer, state=MailState.DONE)
    for path in ("", "raw/", "ticket/", "dropping/"):
        assert door.get(f"/desk/mail/{done.pk}/{path}").status_code == 404
    held = held_mail(printer)
    answer = door.post(f"/desk/mail/{held.pk}/ticket/", {"onto": printer.pk + 99})
    assert (answer.status_code, b"There is no such ticket." in answer.content) == (422, True)


@pytest.mark.parametrize(
    "asked",
    [
        "trail/?fact=x",
        "trail/?fact=PersonEntered__id",
        "trail/?actor=1%20OR%201=1",
        "trail/?about=ticket-1%27",
        "trail/?about=client__name",
        "trail/?day=tomorrow",
        "trail/?before=-1",
        "trail/file/?fact=x",
        "outbox/?state=person__password",
        "outbox/?before=x",
        "mail/held/?before=1;2",
    ],
)
def test_t47_a_filter_that_is_none_of_ours_is_a_bad_request(world: World, at_desk: At, asked: str) -> None:
    door = at_desk(world.nell)
    assert door.get(f"/desk/{asked}").status_code == 400
    page = asked.partition("?")[0]
    assert door.get(f"/desk/{page}").status_code == 200


def test_t42_t47_words_of_a_search_are_only_words(world: World, at_desk: At) -> None:
    door = at_desk(world.nell)
    for page in ("people", "clients"):
        for words in ("%", "_", "\x00", "' OR 1=1 --", "a" * 5000, "\\"):
            assert door.get(f"/desk/{page}/", {"q": words}).status_code == 200
    assert b"Osprey Lane" in door.get("/desk/clients/", {"q": "ospreylane.example"}).content
