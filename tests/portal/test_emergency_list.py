"""The client's own list in the portal: seen with its channels half hidden, changed by asking; its addresses proven."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.clients.emergency.channels import Channel
from holdfast.kernel.models import TrailEntry
from holdfast.lists.links import proof_token
from holdfast.lists.models import ListRequest
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.clients.lists import NIGHT, ORLA, listing, on_list
from tests.portal.visiting import as_, stranger

pytestmark = pytest.mark.django_db

NEW = {
    "email": "new@ospreylane.example",
    "name": "New Hand",
    "wants": ["interruption", "maintenance"],
    "kind_1": "sms",
    "address_1": "+1 202 555 0188",
    "kind_2": "mail",
    "words": "She joined us.",
}


def test_the_client_sees_who_is_on_it_and_of_the_channels_only_what_tells_them_apart(world: World) -> None:
    hook = Channel("webhook", "https://hooks.ospreylane.example/secret-path")
    listing(world.osprey, ORLA, replace(NIGHT, channels=(*NIGHT.channels, hook)), by=world.ines)
    page = as_(world.bram).get("/emergency-list/").content.decode()
    for said in (
        "Orla Thistlewick", "IT operations", "Mail o…@ospreylane.example",
        "Text message +12 … 99, then Mail n…@ospreylane.example, then Webhook https://hooks.ospreylane.example/…",
        "Interruptions and restoration, maintenance", "Not confirmed yet", "Ines Marolt",
    ):  # fmt: skip
        assert said in page, said
    for hidden in ("2025550199", "secret-path", "orla@ospreylane.example", "night-desk@"):
        assert hidden not in page


def test_asking_for_somebody_new_opens_a_ticket_and_changes_nothing_yet(world: World) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    bram = as_(world.bram)
    answer = bram.post("/emergency-list/new/", NEW)
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/tickets/{ticket.pk}/"
    assert "We have it" in bram.get(f"/tickets/{ticket.pk}/").content.decode()
    assert on_list(world.osprey) == [ORLA.email]
    page = bram.get("/emergency-list/").content.decode()
    assert "Bram Oakhollow asked for a change" in page
    assert f"/tickets/{ticket.pk}/" in page


def test_a_change_and_a_removal_are_asked_for_at_the_contact(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    night, bram = Person.objects.get(email=NIGHT.email), as_(world.bram)
    form = bram.get(f"/emergency-list/{night.pk}/")
    assert 'value="+12 … 99"' in form.content.decode()
    assert "2025550199" not in form.content.decode()
    kept = {"email": NIGHT.email, "address_1": "+12 … 99"}
    assert bram.post(f"/emergency-list/{night.pk}/", NEW | kept).status_code == 302
    assert ListRequest.objects.get().wanted["channels"][0] == {"kind": "sms", "address": "+12025550199"}
    assert "2025550199" not in bram.get(f"/tickets/{Ticket.objects.get().pk}/").content.decode()
    assert bram.post(f"/emergency-list/{night.pk}/removal/", {"words": ""}).status_code == 302
    assert [(each.change, each.address) for each in ListRequest.objects.order_by("pk")] == [
        ("change", NIGHT.email), ("remove", NIGHT.email),
    ]  # fmt: skip


def test_t44_another_clients_contact_is_as_good_as_missing(world: World) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    for path in ("", "removal/"):
        assert as_(world.lutz).get(f"/emergency-list/{world.orla.pk}/{path}").status_code == 404
        assert as_(world.lutz).post(f"/emergency-list/{world.orla.pk}/{path}", NEW).status_code == 404
    nobody = Person.objects.create(email="nobody@elsewhere.example")
    assert as_(nobody).get("/emergency-list/").status_code == 404


def test_what_cannot_stand_is_refused_at_its_field(world: World) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    for said, field in (
        ({"email": "support@pellucid.example"}, "email"),
        ({"email": ORLA.email}, "email"),
        ({"address_1": "12345"}, "address_1"),
        ({"wants": []}, "wants"),
    ):
        answer = as_(world.bram).post("/emergency-list/new/", NEW | said)
        assert (said, answer.status_code) == (said, 422)
        assert field in answer.context["form"].errors, said
    assert not Ticket.objects.exists()


def test_t50_a_scanner_that_opens_the_link_confirms_nothing_and_the_button_does_once(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    path = f"/address/{proof_token(Person.objects.get(email=NIGHT.email))}/"
    before = TrailEntry.objects.count()
    for _ in range(3):
        shown = stranger().get(path)
        assert shown.status_code == 200
        assert stranger().head(path).status_code == 200
    assert TrailEntry.objects.count() == before
    assert (shown.headers["Cache-Control"], shown.headers["X-Robots-Tag"]) == (
        "no-store",
        "noindex, nofollow",
    )
    assert "Osprey" not in shown.content.decode()
    told = stranger().post(path)
    assert "night-desk@ospreylane.example is confirmed" in told.content.decode()
    assert Person.objects.get(email=NIGHT.email).confirmed_at is not None
    assert stranger().post(path).status_code == 410
    assert stranger().get("/address/a1.aaaaaaaaaaaaaaaa/").status_code == 404
