"""No second object or filter opens a side door of the office (T42, T44, T47); who may enter at all is in tests/doors."""

from __future__ import annotations

import pytest

from holdfast.channels.models import MailState
from holdfast.clients.models import Contact, Organisation
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.web.doors import At
from tests.web.office.mails import held_mail


def test_t44_a_contact_or_contract_of_another_client_is_as_good_as_missing(world: World, at_desk: At) -> None:
    door, velda = at_desk(world.ines), Organisation.objects.get(name="Velda Retail")
    contact = Contact.objects.get(person=world.orla)
    contract = world.osprey.contracts.get()
    assert door.get(f"/desk/clients/{world.osprey.pk}/contacts/{contact.pk}/").status_code == 200
    for path in (f"contacts/{contact.pk}/", f"contacts/{contact.pk}/end/", f"contracts/{contract.pk}/end/"):
        assert door.get(f"/desk/clients/{velda.pk}/{path}").status_code == 404
        assert door.post(f"/desk/clients/{velda.pk}/{path}", {"name": "X"}).status_code == 404
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_t44_a_use_of_another_client_and_a_place_of_another_component_are_as_good_as_missing(
    world: World, at_desk: At
) -> None:
    door, use = at_desk(world.ines), world.osprey.uses.get(component=world.components["Chat: Widget"])
    for path in ("", "end/"):
        assert door.get(f"/desk/clients/{world.osprey.pk}/uses/{use.pk}/{path}").status_code == 200
        assert door.get(f"/desk/clients/{world.velda.pk}/uses/{use.pk}/{path}").status_code == 404
        assert door.post(f"/desk/clients/{world.velda.pk}/uses/{use.pk}/{path}").status_code == 404
    page = f"/desk/components/{use.component_id}/"
    for asked in ("?place=Europe", "?after=x", "?after=-1"):
        assert door.get(page + asked).status_code == 400
    assert door.get("/desk/clients/import/lists/people/").status_code == 404


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
