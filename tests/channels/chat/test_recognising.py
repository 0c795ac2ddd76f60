"""A client's person whom their own product names is recognised in the chat; whoever is not believed is a stranger."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from msgspec import structs
from pytest_django.fixtures import Settings

from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.identity import visitor_of
from holdfast.channels.chat.models import Conversation, Seat, Visitor
from holdfast.channels.console.keeping import retire_console
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel import clock
from holdfast.people.actions.entering import shut_out
from holdfast.people.models import Person, Role
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.channels.chat.browsers import Browser
from tests.channels.console.consoles import TENANT, console_of, shared_key, signed
from tests.world import Clock

pytestmark = pytest.mark.django_db


def test_a2_whom_a_product_names_finds_their_talk_on_every_device(world: World) -> None:
    Seat.objects.create(person=world.tobin, seen_at=clock.now())
    made = shared_key(world, console_of(world))
    at_work = Browser(proof=signed(made))
    said = at_work.say("The export stops.", "word-0001")
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.organisation) == (world.orla, world.osprey)
    assert ticket.product == world.products["chat"], "the product that named her"
    answer(Conversation.objects.get(), "We look.", client_id="answer-01", by=world.tobin)
    at_home = Browser(proof=signed(made))
    assert [each["text"] for each in at_home.begun["messages"]] == ["The export stops.", "We look."]
    assert (at_home.begun["recognised"], at_home.begun["conversation"]) == (True, said["conversation"])
    at_home.say("Thanks", "word-0002")
    assert len(at_work.fetch()["messages"]) == 3
    assert Visitor.objects.count() == 1


def test_t89_who_is_not_believed_is_a_stranger_with_a_quiet_line(
    world: World, the_clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    made = shared_key(world, console_of(world))
    Organisation.objects.filter(pk=world.velda.pk).update(external_reference="velda-1")
    fresh, used = signed(made), signed(made)
    Browser(proof=used).say("My secret", "word-0001")
    head, _, tail = fresh.partition(".")
    now = int(clock.now().timestamp())
    wrong = {
        "forged": signed(made, "another secret that is long enough to sign with"),
        "changed": f"{head}.{'A' if tail[0] != 'A' else 'B'}{tail[1:]}",
        "expired": signed(made, iat=now - 600, exp=now - 301),
        "replayed": used,
        "of another tenant": signed(made, organisation="velda-1"),
        "of one who works here": signed(made, email=world.tobin.email),
        "no token": "v1.1.aaaaaaaaaaaaaaaa",
        "very long": fresh + "A" * 5000,
    }
    with caplog.at_level(logging.INFO, "holdfast.channels.console"):
        for what, proof in wrong.items():
            stranger = Browser(proof=proof)
            assert (stranger.begun["recognised"], stranger.begun["messages"]) == (False, []), what
    assert len(caplog.records) == len(wrong)
    assert not any(proof in caplog.text for proof in wrong.values()), "the log holds no token"
    assert Browser(proof=fresh).begun["recognised"], "what was refused has used nothing up"
    new = Browser(proof=signed(made, email="new@ospreylane.example", name="Nia"))
    assert not new.begun["recognised"]
    new.say("Hello", "word-0002")
    assert Ticket.objects.filter(organisation=None, requester__name="Nia").exists(), "a name, and no rights"
    assert not Person.objects.filter(email="new@ospreylane.example").exists()


def test_t87_what_a_product_opened_ends_with_each_right_behind_it(world: World, the_clock: Clock) -> None:
    console = console_of(world)
    made = shared_key(world, console)
    browser = Browser(proof=signed(made, organisation=TENANT))
    number, given, which, signature = browser.token.split(".")
    for forged in (f"{number}.{given}.{signature}", f"{number}.{given}.c{console.pk + 1}.{signature}"):
        assert visitor_of(forged, at=clock.now()) is None
    assert which == f"c{console.pk}"
    assert visitor_of(browser.token, at=clock.now()) is not None
    assert visitor_of(browser.token, at=clock.now() + timedelta(hours=12)) is None

    contact = Contact.objects.get(person=world.orla)
    Contact.objects.filter(pk=contact.pk).delete()
    assert visitor_of(browser.token, at=clock.now()) is None, "no contact any more"
    contact.save(force_insert=True)
    assert visitor_of(browser.token, at=clock.now()) is not None
    retire_console(console, by=world.piotr)
    assert visitor_of(browser.token, at=clock.now()) is None, "the console speaks for nobody"
    other = Browser(
        proof=signed(shared_key(world, console_of(world, "Next", world.osprey)), organisation=None)
    )
    assert other.begun["recognised"]
    shut_out(world.orla, by=Person.objects.create(email="root@vendor.example", roles=[Role.ADMINISTRATOR]))
    assert visitor_of(other.token, at=clock.now()) is None
    other.ask("fetch", status=403, token=other.token)


def test_the_chat_stands_on_the_sites_that_are_named_alone(world: World, settings: Settings) -> None:
    client = Client()
    assert (
        client.get("/chat/about/", headers={"Origin": "https://any.example"})["Access-Control-Allow-Origin"]
        == "*"
    )
    settings.ENV = structs.replace(settings.ENV, chat_sites="https://shop.example, https://www.example")
    for origin, status, may_read in (
        ("https://shop.example", 200, "https://shop.example"),
        ("http://testserver", 200, "http://testserver"),
        ("https://evil.example", 403, None),
        ("https://shop.example.evil.example", 403, None),
        ("null", 403, None),
    ):
        said = client.post("/chat/begin/", "{}", content_type="text/plain", headers={"Origin": origin})
        about = client.get("/chat/about/", headers={"Origin": origin})
        for told in (said, about):
            assert (told.get("Access-Control-Allow-Origin"), "Origin" in told["Vary"]) == (may_read, True)
        assert said.status_code == status, origin
    assert Visitor.objects.count() == 2, "a site that may not is refused before anything is done"
