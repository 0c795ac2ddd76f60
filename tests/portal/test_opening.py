"""A client opens a ticket: the promise it starts, and who else takes part."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.priority import confirm_priority
from holdfast.tickets.models import Collaborator, Stage, Ticket
from tests.once import once_in
from tests.portal.visiting import as_
from tests.promises.acceptance import accept

pytestmark = pytest.mark.django_db

SAID = {"scenario": "misrouted", "subject": "Chats go astray", "text": "Since this morning."}


def test_a_ticket_is_opened_acknowledged_by_its_page_and_promised(world: World) -> None:
    door = as_(world.orla)
    given = {**SAID, "product": world.chat.pk, "once": once_in(door.get("/tickets/new/"))}
    for _ in range(2):  # pressed twice, or sent again as the answer got lost
        file = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")
        answer = door.post("/tickets/new/", {**given, "files": [file]}, follow=True)
        ticket = Ticket.objects.get()
        assert answer.redirect_chain == [(f"/tickets/{ticket.pk}/", 302)]
        assert ticket.reference in answer.content.decode()
    other = door.post("/tickets/new/", {**given, "text": "Another thing."})
    assert other.status_code == 422 and "these are other words" in other.content.decode()
    assert "Another thing.</textarea>" in other.content.decode()
    assert Ticket.objects.count() == 1
    assert (ticket.priority, ticket.is_provisional, ticket.channel) == (2, True, "portal")
    assert (ticket.organisation, ticket.product, ticket.stage) == (
        world.osprey,
        world.chat,
        Stage.ACKNOWLEDGED,
    )
    kept = Promise.objects.get(ticket=ticket, clause="acknowledge")
    assert (kept.state, kept.evidence) == (State.KEPT, "page")
    assert ticket.messages.get().attachments.get().filename == "a.png"
    accept("acknowledgement")
    confirm_priority(ticket, priority=1, by=world.tobin)
    told = door.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "News from us every hour" in told
    # the page and the mail, each once
    assert told.count("its reference was shown") == told.count("Acknowledged, with its reference") == 1


def test_the_offer_is_reckoned_on_the_clients_own_calendar(world: World) -> None:
    orla, lutz = as_(world.orla), as_(world.lutz)
    there = orla.get("/tickets/new/offer/", {"scenario": "misrouted"}).content.decode()
    assert "Suggested priority 2" in there
    assert "Wednesday 25 November 2026, 09:00 EST" in there
    berlin = lutz.get("/tickets/new/offer/", {"scenario": "misrouted"}).content.decode()
    assert "Wednesday 25 November 2026, 13:00 CET" in berlin
    assert "4 h" in orla.get("/tickets/new/offer/", {"scenario": "total-outage"}).content.decode()
    for nothing in ("", "made-up"):
        assert (
            "What you choose decides"
            in orla.get("/tickets/new/offer/", {"scenario": nothing}).content.decode()
        )
    page = orla.get("/tickets/new/").content.decode()
    assert "Turnaround 1 business day, by Wed 25 Nov, 09:00" in page
    assert page.count('name="scenario"') == 15


def test_what_the_offer_says_is_what_is_promised(world: World) -> None:
    as_(world.orla).post("/tickets/new/", SAID)
    due = Promise.objects.get(clause="turnaround").due_at
    assert f"{due:%d %H:%M}" == "25 14:00"  # 09:00 in New York


def test_what_is_missing_is_said_at_its_field_and_the_rest_stays(world: World) -> None:
    refused = as_(world.orla).post(
        "/tickets/new/", {"subject": "Chats go astray", "text": "", "scenario": "misrouted"}
    )
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert 'value="Chats go astray"' in shown
    assert 'aria-invalid="true"' in shown
    assert "Suggested priority 2" in shown
    assert as_(world.orla).post("/tickets/new/", {**SAID, "scenario": "made-up"}).status_code == 422
    assert not Ticket.objects.exists()


def test_a_request_is_a_kind_of_its_own_and_goes_to_the_account_manager(world: World) -> None:
    as_(world.orla).post("/tickets/new/", {**SAID, "scenario": "request"})
    ticket = Ticket.objects.get()
    assert (ticket.kind, ticket.priority) == ("request", 4)
    as_(world.orla).post("/tickets/new/", {**SAID, "scenario": "none"})
    assert Ticket.objects.latest("pk").scenario == ""


def test_t44_colleagues_take_part_at_once_others_only_when_an_agent_says_so(world: World) -> None:
    given = {
        **SAID,
        "others": "bram@ospreylane.example, lutz@velda.example; New@Somewhere.example orla@ospreylane.example",
    }
    as_(world.orla).post("/tickets/new/", given)
    rows = Collaborator.objects.order_by("person__email")
    assert [(each.person.email, each.approved_at is not None) for each in rows] == [
        ("bram@ospreylane.example", True),
        ("lutz@velda.example", False),
        ("new@somewhere.example", False),
    ]
    ticket = Ticket.objects.get()
    assert as_(world.lutz).get(f"/tickets/{ticket.pk}/").status_code == 404
    assert as_(world.bram).get(f"/tickets/{ticket.pk}/").status_code == 200
    assert Person.objects.get(email="new@somewhere.example").confirmed_at is None


@pytest.mark.parametrize(
    "others", ["tobin@pellucid.example", "no address", "a@b.example " * 11 + "c@d.example"]
)
def test_t44_our_own_people_nonsense_and_crowds_do_not_take_part(world: World, others: str) -> None:
    if others.startswith("a@b"):
        others = " ".join(f"a{number}@b.example" for number in range(11))
    assert as_(world.orla).post("/tickets/new/", {**SAID, "others": others}).status_code == 422
    assert not Ticket.objects.exists()


def test_a_person_without_an_organisation_may_open_one_too(world: World) -> None:
    loner = Person.objects.create(email="solo@home.example", name="Solo", joined_at="2026-01-01T00:00Z")
    answer = as_(loner).post("/tickets/new/", SAID, follow=True)
    assert answer.status_code == 200
    assert Ticket.objects.get().organisation is None


def test_files_have_their_limits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(26)]
    assert as_(world.orla).post("/tickets/new/", {**SAID, "files": many}).status_code == 422
    monkeypatch.setattr("holdfast.portal.uploads._MB", 1)
    large = [SimpleUploadedFile("large.txt", b"x" * 30)]
    refused = as_(world.orla).post("/tickets/new/", {**SAID, "files": large})
    assert refused.status_code == 422
    assert "large.txt is larger than" in refused.content.decode()
    assert not Ticket.objects.exists()
