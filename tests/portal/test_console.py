"""The form as a product's console opens it (A6): known without an account, and nobody believed who should not be (T89)."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from holdfast.channels.console.keeping import retire_console, save_console
from holdfast.channels.console.models import Console, ConsoleOrigin, ConsoleVisit
from holdfast.channels.console.visits import LASTS
from holdfast.clients.models import Contact
from holdfast.knowledge.models import ReadBefore
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.portal.console.reporting import PER_USER
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Ticket
from tests.channels.console.consoles import console_of, shared_key, signed
from tests.knowledge.articles import published
from tests.once import once_in
from tests.portal.visiting import as_, stranger
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

SAID = {"scenario": "misrouted", "subject": "One in four", "text": "goes to the wrong queue"}
NEW = {"email": "new@ospreylane.example", "name": "Nell"}


def arrived(world: World, console: Console | None = None, **claims: Any) -> str:
    """The address of the form that a token opens."""
    token = signed(shared_key(world, console or console_of(world)), **claims)
    answer = stranger().get("/support/from/", {"token": token})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def ancestors(answer: Any) -> str:
    found = re.search(r"frame-ancestors ([^;]+)", answer.headers["Content-Security-Policy"])
    assert found
    return found[1]


def test_a_user_of_a_product_reports_from_inside_it_and_is_known(world: World) -> None:
    own = ticket_by_mail(world, "orla", "Mine of before")
    ticket_by_mail(world, "bram", "A colleague's")
    door = stranger()
    token = signed(shared_key(world, console_of(world)))
    answer = door.get("/support/from/", {"token": token})
    assert token not in answer.headers["Location"]
    address = answer.headers["Location"]
    with CaptureQueriesContext(connection) as seen:
        page = door.get(address)
    assert len(seen) <= 14
    for each in (answer, page):
        assert ancestors(each) == "https://app.example"
        assert each.headers["Referrer-Policy"] == "no-referrer"
        assert each.headers["Cache-Control"] == "no-store"
        assert not each.cookies, "a frame in another site has none"
    shown = page.content.decode()
    for known in ("Orla", "Osprey Lane", "Chat", "Gold", "https://app.example/reports", own.subject):
        assert known in shown
    assert "A colleague's" not in shown
    assert "turnaround" in door.get(f"{address}offer/?scenario=misrouted").content.decode()
    assert door.post(address, {**SAID, "scenario": ""}).status_code == 422

    door.handler.enforce_csrf_checks = True
    minted = once_in(shown)
    assert minted != once_in(door.get(address)), "each form has its own"
    assert 'hx-get="/help/suggestions/"' in shown and "data-read-before" in shown and 'id="kb"' in shown
    read = published(world, "Queues", audience="clients")
    said = {**SAID, "once": minted, "article": read.pk}
    sent, again = (  # pressed twice, or sent again as the answer got lost
        door.post(address, {**said, "files": [SimpleUploadedFile("a.txt", b"a")]}) for _ in range(2)
    )
    assert again.headers["Location"] == sent.headers["Location"] and Ticket.objects.count() == 3
    ticket = Ticket.objects.latest("pk")
    assert (ticket.requester, ticket.organisation, ticket.channel) == (world.orla, world.osprey, "console")
    assert (ticket.product, ticket.scenario, ticket.priority) == (world.products["chat"], "misrouted", 2)
    message = ticket.messages.get()
    assert (message.channel, message.attachments.count()) == ("console", 1)
    assert message.author_label == "Orla Thistlewick"
    origin = ConsoleOrigin.objects.get()
    assert (origin.ticket, origin.user, origin.plan) == (ticket, "u-17", "Gold")
    assert Promise.objects.get(ticket=ticket, clause="acknowledge").state == State.KEPT
    assert Delivery.objects.filter(address=world.orla.email).exists(), "acknowledged by mail as any other"
    received = door.get(sent.headers["Location"]).content.decode()
    assert ReadBefore.objects.get(article=read).ticket == ticket.pk
    assert ticket.reference in received
    assert "turnaround" in received
    panel = as_(world.tobin).get(f"/desk/tickets/{ticket.pk}/live/about/").content.decode()
    for fact in (read.title, "Chat console", "Gold", "https://app.example/reports"):
        assert fact in panel


def test_somebody_new_becomes_a_contact_that_is_not_confirmed_where_the_console_says_so(
    world: World,
) -> None:
    address = arrived(world, **NEW)
    assert stranger().get(address).status_code == 200
    assert not Person.objects.filter(email=NEW["email"]).exists(), "looking enters nobody"
    stranger().post(address, SAID)
    ticket = Ticket.objects.get()
    contact = Contact.objects.get(person__email=NEW["email"])
    assert (ticket.requester, ticket.organisation) == (contact.person, world.osprey)
    assert (contact.is_administrator, contact.is_approver, contact.person.confirmed_at) == (
        False,
        False,
        None,
    )
    assert ticket.messages.get().author_label.endswith(", not confirmed")


def test_t89_a_product_claims_nobody_who_wrote_before_nor_anybody_of_another_clients_domain(
    world: World,
) -> None:
    known = Person.objects.create(email=NEW["email"], name="Nell")
    stranger().post(arrived(world, **NEW), SAID)
    assert (Ticket.objects.get().requester, Ticket.objects.get().organisation) == (known, None)
    token = signed(shared_key(world, console_of(world, name="Another")), email="x@velda.example")
    assert stranger().get("/support/from/", {"token": token}).headers["Location"] == "/support/"


def test_where_it_does_not_the_ticket_is_a_strangers_and_of_no_client(world: World) -> None:
    console = console_of(world)
    save_console(console, name=console.name, product=console.product, takes_newcomers=False, by=world.piotr)
    stranger().post(arrived(world, console, **NEW), SAID)
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.organisation) == (NEW["email"], None)
    assert not Contact.objects.filter(person=ticket.requester).exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1},
        {"organisation": "osprey-8"},
        {"email": "tobin@helmsman.example"},
        {"aud": "https://elsewhere.example#identity"},
        {"with_": "another secret, which is not the key's own at all"},
    ],
    ids=["expired", "other tenant", "staff", "not for us", "forged"],
)
def test_t89_whoever_is_not_believed_finds_the_public_form_and_a_quiet_line_is_logged(
    world: World, caplog: pytest.LogCaptureFixture, claims: dict[str, Any]
) -> None:
    if "email" in claims:
        claims = {"email": world.tobin.email}
    made = shared_key(world, console_of(world))
    token = signed(made, **claims)
    with caplog.at_level(logging.INFO, "holdfast"):
        answer = stranger().get("/support/from/", {"token": token})
    assert answer.headers["Location"] == "/support/"
    (line,) = [each for each in caplog.records if each.name == "holdfast.channels.console.doubting"]
    assert line.levelno == logging.INFO
    assert made.key.kid in line.getMessage()
    assert token not in line.getMessage()
    assert not ConsoleVisit.objects.exists()
    framed = stranger().get("/support/from/", {"token": token, "framed": "1"})
    assert (framed.status_code, ancestors(framed)) == (403, "https://app.example")
    assert "Orla" not in framed.content.decode()


def test_t89_a_token_opens_one_form_and_one_of_no_key_opens_none_in_any_frame(world: World) -> None:
    token = signed(shared_key(world, console_of(world)))
    assert stranger().get("/support/from/", {"token": token}).headers["Location"] != "/support/"
    assert stranger().get("/support/from/", {"token": token}).headers["Location"] == "/support/"
    for nothing in ("", "x.y.z"):
        framed = stranger().get("/support/from/", {"token": nothing, "framed": "1"})
        assert ancestors(framed) == "'none'"


def test_t89_a_token_is_used_up_only_by_a_form_that_opened(world: World) -> None:
    token = signed(shared_key(world, console_of(world)))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE channels_consolevisit ADD CONSTRAINT is_full CHECK (email = '')")
        with pytest.raises(IntegrityError):
            stranger().get("/support/from/", {"token": token})
        cursor.execute("ALTER TABLE channels_consolevisit DROP CONSTRAINT is_full")
    address = stranger().get("/support/from/", {"token": token}).headers["Location"]
    assert stranger().get(address).status_code == 200
    assert stranger().get("/support/from/", {"token": token}).headers["Location"] == "/support/"


def test_t89_a_visit_ends_with_its_hour_with_the_console_and_with_the_person(
    world: World, the_clock: Clock
) -> None:
    console = console_of(world)
    address = arrived(world, console)
    assert stranger().get("/support/from/nobodys/").status_code == 410
    Contact.objects.filter(person=world.orla).update(organisation=world.organisations["velda"])
    assert stranger().post(address, SAID).status_code == 410
    Contact.objects.filter(person=world.orla).update(organisation=world.osprey)
    assert stranger().get(address).status_code == 200
    the_clock.forward(seconds=LASTS / timedelta(seconds=1))
    ended = stranger().get(address)
    assert (ended.status_code, ancestors(ended)) == (410, "https://app.example")
    again = arrived(world, console)
    retire_console(console, by=world.piotr)
    assert stranger().post(again, SAID).status_code == 410
    assert not Ticket.objects.exists()


def test_one_user_has_a_limit(world: World) -> None:
    address = arrived(world)
    for _ in range(PER_USER[0].times):
        assert stranger().post(address, SAID).status_code == 302
    assert stranger().post(address, SAID).status_code == 429
    assert Ticket.objects.count() == PER_USER[0].times
