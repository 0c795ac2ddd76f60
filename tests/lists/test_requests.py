"""A client asks for a change, which is a ticket; support applies it with the ticket as the reason, or declines it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from holdfast.clients.models import Contact, ListVersion
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.lists.actions.deciding import apply_request, decline_request
from holdfast.lists.actions.requesting import ask_for_change
from holdfast.lists.difference import difference
from holdfast.lists.models import Answer, Change, ListRequest, as_contact
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Message, Stage, Ticket
from tests.clients.lists import NIGHT, ORLA, listing, on_list

pytestmark = pytest.mark.django_db


def bram() -> Contact:
    return Contact.objects.select_related("person", "organisation").get(
        person__email="bram@ospreylane.example"
    )


def test_what_is_asked_for_is_a_ticket_with_its_promises_and_the_change_beside_it(world: World) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    ticket = ask_for_change(bram(), change=Change.ADD, wanted=NIGHT, words="They work at night.")
    assert (ticket.requester, ticket.organisation, ticket.stage) == (
        world.bram,
        world.osprey,
        Stage.ACKNOWLEDGED,
    )
    assert ticket.subject == "Emergency list: put on night-desk@ospreylane.example"
    said = Message.objects.get(ticket=ticket).text
    assert "Channels, in order: Text message +12 … 99, then Mail n…@ospreylane.example" in said
    assert said.endswith("They work at night.")
    assert Promise.objects.filter(ticket=ticket, clause="turnaround").exists()
    assert on_list(world.osprey) == [ORLA.email]


def test_applied_it_is_a_version_whose_reason_is_the_ticket(
    world: World, trail: Callable[[], list[str]]
) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    ticket = ask_for_change(bram(), change=Change.ADD, wanted=NIGHT)
    apply_request(ticket, by=world.tobin)
    version = ListVersion.objects.latest("number")
    assert (version.by_label, version.because) == (
        "Tobin Adeyar",
        f"#{ticket.pk}, asked for by Bram Oakhollow",
    )
    assert on_list(world.osprey) == [ORLA.email, NIGHT.email]
    request = ListRequest.objects.get(ticket=ticket)
    assert (request.answer, request.by_label) == (Answer.APPLIED, "Tobin Adeyar")
    assert trail()[-1] == "ListChangeApplied"
    with pytest.raises(Refused) as again:
        apply_request(ticket, by=world.tobin)
    assert again.value.code == "decided"


def test_a_contact_is_changed_and_taken_off_by_request_and_what_stood_before_is_kept(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    wanted = replace(ORLA, role="Head of IT", wants=("interruption", "maintenance", "upgrades"))
    ticket = ask_for_change(bram(), change=Change.CHANGE, address=ORLA.email, wanted=wanted)
    apply_request(ticket, by=world.tobin)
    request = ListRequest.objects.get(ticket=ticket)
    changed = difference(as_contact(request.before), as_contact(request.wanted))
    assert [
        (line.label, line.before, line.after) for line in changed if line.label in ("Role", "Told of")
    ] == [
        ("Role", "IT operations", "Head of IT"),
        (
            "Told of",
            "interruptions and restoration, maintenance",
            "interruptions and restoration, maintenance, product upgrades",
        ),
    ]
    gone = ask_for_change(bram(), change=Change.REMOVE, address=ORLA.email)
    apply_request(gone, by=world.ines)
    assert on_list(world.osprey) == [NIGHT.email]


def test_declined_the_list_stays_and_the_client_reads_why(world: World) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    ticket = ask_for_change(bram(), change=Change.ADD, wanted=NIGHT)
    with pytest.raises(Refused):
        decline_request(ticket, words=" ", by=world.tobin)
    decline_request(ticket, words="That desk belongs to another clinic.", by=world.tobin)
    assert on_list(world.osprey) == [ORLA.email]
    assert Message.objects.filter(ticket=ticket).latest("pk").text == "That desk belongs to another clinic."
    assert ListRequest.objects.get().answer == Answer.DECLINED


def test_only_support_and_whoever_keeps_the_list_apply_and_only_for_a_contact_of_the_client(
    world: World,
) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    ticket = ask_for_change(bram(), change=Change.ADD, wanted=NIGHT)
    for other in (world.corin, world.mirela, world.piotr, world.theo):
        with pytest.raises(Forbidden):
            apply_request(ticket, by=other)
    Contact.objects.filter(person=world.bram).delete()
    with pytest.raises(Refused) as gone:
        apply_request(Ticket.objects.get(pk=ticket.pk), by=world.tobin)
    assert gone.value.code == "not_theirs"
    assert on_list(world.osprey) == [ORLA.email]


@pytest.mark.parametrize(
    ("change", "more", "code"),
    [
        (Change.ADD, {"wanted": replace(NIGHT, email="x")}, "no_address"),
        (Change.ADD, {"wanted": replace(NIGHT, email="support@pellucid.example")}, "our_address"),
        (Change.ADD, {"wanted": ORLA}, "listed_twice"),
        (Change.CHANGE, {"address": "gone@ospreylane.example", "wanted": NIGHT}, "not_listed"),
        (Change.REMOVE, {"address": "lutz@velda.example"}, "not_listed"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_at_once(
    world: World, change: Change, more: dict[str, object], code: str
) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    with pytest.raises(Refused) as refused:
        ask_for_change(bram(), change=change, **more)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Ticket.objects.exists()


def test_t42_asking_for_somebody_elses_contact_tells_the_client_nothing(world: World) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    foreign = replace(NIGHT, email="lutz@velda.example")
    ticket = ask_for_change(bram(), change=Change.ADD, wanted=foreign)
    with pytest.raises(Refused) as refused:
        apply_request(ticket, by=world.tobin)
    assert refused.value.code == "is_contact"
    assert Person.objects.get(email="lutz@velda.example").name == "Lutz Ehrenfels"
