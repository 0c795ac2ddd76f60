"""Who hears of a change of a list, and in what words; nothing typed goes to an address that nobody confirmed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.clients.actions.emergency_list import change_on_list, put_on_list, take_off_list
from holdfast.clients.actions.list_reviews import make_reviews_due
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import Words, render
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.vendor.models import the_vendor
from tests.clients.lists import NIGHT, ORLA, listing
from tests.world import Clock

pytestmark = pytest.mark.django_db

BRAM = replace(ORLA, email="bram@ospreylane.example", role="Clinics north")


def told(kind: str) -> list[str]:
    return sorted(Delivery.objects.filter(notice__kind=kind).values_list("address", flat=True))


def letter(kind: str, address: str) -> Words:
    row = Delivery.objects.select_related("notice").filter(notice__kind=kind, address=address).latest("pk")
    return render(row.notice, row, the_vendor())


def test_somebody_new_gets_the_link_and_whoever_is_known_reads_that_they_are_on_it(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    assert (told("list_proof"), told("list_changed")) == ([NIGHT.email], [ORLA.email])
    words = letter("list_changed", ORLA.email)
    assert words.subject == "The emergency list of Osprey Lane Clinics changed"
    assert "- Orla Thistlewick (orla@ospreylane.example) is on it now." in words.text
    assert "- Night desk (night-desk@ospreylane.example) is on it now." in words.text
    assert "The list is kept by Ines Marolt." in words.text
    proof = letter("list_proof", NIGHT.email)
    assert proof.subject == "Please confirm this address for emergencies"
    for said in (proof.text, proof.html):
        assert "emergency distribution list of Osprey Lane Clinics" in said
        assert "/address/a" in said
        assert "Night desk" not in said


def test_whoever_is_touched_hears_of_what_the_account_manager_changes(world: World) -> None:
    listing(world.osprey, ORLA, BRAM, by=world.ines)
    before = len(told("list_changed"))
    change_on_list(world.osprey, BRAM.email, replace(BRAM, role="All clinics"), because="So", by=world.ines)
    take_off_list(world.osprey, BRAM.email, because="He left", by=world.ines)
    assert told("list_changed") == sorted([ORLA.email, *[BRAM.email] * (before + 1)])
    assert (
        "Bram Oakhollow (bram@ospreylane.example) is no longer on it."
        in letter("list_changed", BRAM.email).text
    )


def test_everybody_old_and_new_and_whoever_asked_hear_of_what_was_changed_on_request(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    Delivery.objects.all().delete()
    change_on_list(
        world.osprey, ORLA.email, replace(NIGHT, email="new@ospreylane.example"),
        because="#1", asked_by=world.bram, by=world.tobin,
    )  # fmt: skip
    assert told("list_changed") == sorted([ORLA.email, NIGHT.email, BRAM.email])
    assert told("list_proof") == ["new@ospreylane.example"]


def test_t11_an_address_that_nobody_confirmed_reads_nothing_that_was_typed(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    put_on_list(world.osprey, BRAM, because="#1", asked_by=world.orla, by=world.tobin)
    words = letter("list_changed", NIGHT.email)
    assert words.subject == "Your request"
    assert "has changed" in words.text
    for typed in ("Orla", "Bram", "Osprey"):
        assert typed not in words.text + words.html


def test_whoever_looks_after_a_client_is_told_of_each_review_once(world: World, the_clock: Clock) -> None:
    make_reviews_due()
    make_reviews_due()
    row = Delivery.objects.get(notice__kind="list_review_due", notice__about=f"client-{world.osprey.pk}")
    assert (row.address, row.to_client) == (world.ines.email, False)
    words = render(row.notice, row, the_vendor())
    assert words.subject == "Review the emergency list of Osprey Lane Clinics"
    assert f"/desk/clients/{world.osprey.pk}/#emergency-list" in words.text
    assert "comes to you" not in words.text
    world.osprey.account_manager = None
    world.osprey.save()
    the_clock.forward(days=60)
    make_reviews_due()
    managers = {person.email for person in Person.objects.in_role("manager")}
    newest = Delivery.objects.filter(
        notice__event=f"list-review-{world.osprey.pk}-2027-Q1", notice__kind="list_review_due"
    )
    assert {row.address for row in newest} == managers
    first = newest[0]
    assert "Nobody looks after Osprey Lane Clinics just now" in render(first.notice, first, the_vendor()).text
