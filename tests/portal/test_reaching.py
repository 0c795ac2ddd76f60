"""How to reach us, and how a contact would like to be answered (A1)."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from holdfast.channels.chat.models import Seat
from holdfast.channels.console.keeping import retire_console
from holdfast.kernel import clock
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.channels.console.consoles import console_of, shared_key
from tests.portal.visiting import as_, stranger
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db


def reach(door: object) -> str:
    page = LexborHTMLParser(door.get("/reach/").content.decode())  # type: ignore[attr-defined]
    main = page.css_first("main")
    assert main
    return " ".join(main.text(separator=" ").split())


def test_each_channel_stands_there_with_its_hours_beside_the_ladder_and_the_account_manager(
    world: World,
) -> None:
    console = console_of(world)
    assert "support link" not in reach(stranger()), "without a key it is no way to us"
    made = shared_key(world, console)
    client, nobody = reach(as_(world.orla)), reach(stranger())
    for page in (client, nobody):
        assert "Answered day and night" in page
        assert "every mail becomes a ticket" in page
        assert "where you are signed in" in page
        assert "The ladder" in page
        assert "Nobody is there now; leave a message" in page
    assert "The support link in Chat" in client
    assert "The support link in our products" in nobody, "which products have one is told to clients"
    assert str(world.osprey.account_manager) in client
    assert str(world.osprey.account_manager) not in nobody
    Seat.objects.create(person=world.tobin, seen_at=clock.now())
    for door in (as_(world.orla), stranger()):
        assert "Somebody is there now" in reach(door)
        assert 'href="#chat"' in door.get("/reach/").content.decode()
    retire_console(made.key.console, by=world.piotr)
    assert "support link" not in reach(stranger())


def test_a_contact_says_how_they_would_like_to_be_answered_and_the_agent_sees_it_beside_the_reply(
    world: World,
) -> None:
    ticket = ticket_by_mail(world)
    door, desk = as_(world.orla), as_(world.tobin)
    page = f"/desk/tickets/{ticket.pk}/"
    assert "to Orla Thistlewick, by email" in desk.get(page).content.decode()
    said = {"name": "Orla Thistlewick", "phone": "+44 20 7946 0018", "time_zone": "Europe/Dublin"}
    assert door.post("/profile/", {**said, "preferred_channel": "pigeon"}).status_code == 422
    own = {"is_administrator": "", "role": "x", "organisation": "1", "email": "me@x.example"}
    assert door.post("/profile/", {**said, **own, "preferred_channel": "phone"}).status_code == 302
    world.orla.refresh_from_db()
    contact = world.orla.contact
    contact.refresh_from_db()
    assert (contact.preferred_channel, contact.is_administrator) == ("phone", True)
    assert contact.role != "x"
    assert (world.orla.email, world.orla.time_zone) == ("orla@ospreylane.example", "Europe/Dublin")
    assert "by email; prefers to be called: +44 20 7946 0018" in desk.get(page).content.decode()
    assert "How you would like to be answered: Phone" in reach(door)
    path = f"/desk/clients/{contact.organisation_id}/contacts/{contact.pk}/"
    office = {"name": "Orla", "time_zone": "Europe/Dublin", "role": "IT", "preferred_channel": "portal"}
    as_(world.ines).post(path, office)
    assert "likes to read it in the portal" in desk.get(page).content.decode()


def test_whoever_is_nobodys_contact_is_asked_for_no_channel(world: World) -> None:
    world.orla.contact.delete()
    orla = Person.objects.get(pk=world.orla.pk)
    said = {"name": "O", "phone": "", "time_zone": "Europe/Dublin", "preferred_channel": "phone"}
    assert "preferred_channel" not in as_(orla).get("/profile/").content.decode()
    assert as_(orla).post("/profile/", said).status_code == 302
