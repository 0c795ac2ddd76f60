"""E8, E9: the list is changed by who may, in versions; somebody always hears of interruptions and maintenance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from holdfast.clients.actions.emergency_list import change_on_list, put_on_list, set_list, take_off_list
from holdfast.clients.emergency.channels import Channel
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import EmergencyList, ListEntry, ListVersion
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.clients.lists import NIGHT, ORLA, listing, on_list
from tests.world import Clock

pytestmark = pytest.mark.django_db


def test_each_change_is_a_version_with_who_when_and_why(world: World, the_clock: Clock) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    at = the_clock.forward(hours=1)
    put_on_list(world.osprey, NIGHT, because="The night shift asked", by=world.ines)
    first, second = ListVersion.objects.order_by("number")
    assert (second.number, second.by_label, second.at, second.because) == (
        2, "Ines Marolt", at, "The night shift asked",
    )  # fmt: skip
    assert [entry.person.email for entry in first.entries.all()] == [ORLA.email]
    assert on_list(world.osprey) == [ORLA.email, NIGHT.email]
    night = Person.objects.get(email=NIGHT.email)
    said = TrailEntry.objects.filter(fact="ListChanged").latest("pk").said
    assert (said["added"], said["changed"], said["removed"]) == ([night.pk], [], [])


def test_somebody_new_is_entered_as_the_list_says_and_somebody_known_stays_the_same(world: World) -> None:
    listing(world.osprey, ORLA, replace(NIGHT, language="fr", time_zone="America/Denver"), by=world.ines)
    night = Person.objects.get(email=NIGHT.email)
    assert (night.name, night.language, night.time_zone) == ("Night desk", "fr", "America/Denver")
    assert (night.confirmed_at, night.roles) == (None, [])
    entries = ListEntry.objects.order_by("position")
    assert [entry.person_id for entry in entries] == [world.orla.pk, night.pk]
    assert entries[1].channels == [
        {"kind": "sms", "address": "+12025550199"},
        {"kind": "mail", "address": NIGHT.email},
    ]
    newcomer = put_on_list(world.osprey, Listed(email="x@ospreylane.example"), because="New", by=world.ines)
    assert newcomer.number == 2
    assert Person.objects.get(email="x@ospreylane.example").time_zone == "America/New_York"


def test_what_stands_already_makes_no_new_version(world: World, trail: Callable[[], list[str]]) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    before = trail()
    assert listing(world.osprey, ORLA, NIGHT, by=world.ines).number == 1
    change_on_list(world.osprey, NIGHT.email, NIGHT, because="Nothing", by=world.ines)
    assert trail() == before


def test_a_contact_is_changed_replaced_and_taken_off_in_its_place(world: World) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    told_all = replace(ORLA, wants=("interruption", "newsletter"))
    change_on_list(world.osprey, "Orla@OspreyLane.example", told_all, because="Asked", by=world.ines)
    assert list(ListEntry.objects.latest("version__number", "-position").wants) == [
        "interruption",
        "newsletter",
    ]
    bram = replace(ORLA, email="bram@ospreylane.example")
    change_on_list(world.osprey, ORLA.email, bram, because="Orla left", by=world.ines)
    assert on_list(world.osprey) == [bram.email, NIGHT.email]
    take_off_list(world.osprey, bram.email, because="He too", by=world.ines)
    assert on_list(world.osprey) == [NIGHT.email]
    with pytest.raises(Refused) as gone:
        take_off_list(world.osprey, bram.email, because="Again", by=world.ines)
    assert gone.value.code == "not_listed"


@pytest.mark.parametrize(
    ("contacts", "code", "field"),
    [
        ([], "nobody_told", "wants"),
        ([replace(ORLA, wants=("interruption",))], "nobody_told", "wants"),
        ([replace(ORLA, wants=("maintenance", "newsletter"))], "nobody_told", "wants"),
        ([replace(ORLA, wants=())], "told_nothing", "wants"),
        ([replace(ORLA, wants=("gossip",))], "no_such", "wants"),
        ([ORLA, replace(ORLA, email="ORLA@ospreylane.example ")], "listed_twice", "email"),
        ([replace(ORLA, email="support@pellucid.example")], "our_address", "email"),
        ([replace(ORLA, email="support+x@pellucid.example")], "our_address", "email"),
        ([replace(ORLA, email="tobin@pellucid.example")], "works_here", "email"),
        ([replace(ORLA, email="lutz@velda.example")], "is_contact", "email"),
        ([replace(ORLA, email="no address")], "no_address", "email"),
        ([replace(ORLA, language="xx")], "no_language", "language"),
        ([replace(ORLA, time_zone="Mars/Base")], "no_zone", "time_zone"),
        ([replace(ORLA, channels=(Channel("sms", "0207946"),))], "no_number", "address_1"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_at_its_field(
    world: World, contacts: list[Listed], code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        listing(world.osprey, *contacts, by=world.ines)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not EmergencyList.objects.exists()


def test_nothing_changes_without_a_reason_and_the_vendor_has_no_list(world: World) -> None:
    with pytest.raises(Refused) as refused:
        set_list(world.osprey, [ORLA], because=" ", by=world.ines)
    assert refused.value.code == "words_missing"
    with pytest.raises(Refused) as own:
        listing(world.own, ORLA, by=world.theo)
    assert own.value.code == "is_own"


def may_change(world: World, who: str, **more: Any) -> bool:
    try:
        set_list(world.osprey, [ORLA], because="Why not", by=world.persons[who], **more)
    except Forbidden:
        return False
    return True


def test_the_account_manager_and_the_cover_keep_it_and_support_changes_it_on_request(world: World) -> None:
    osprey = world.osprey
    osprey.cover = world.corin
    osprey.save()
    everybody = [key for key, person in world.persons.items() if person.is_vendor]
    assert {who for who in everybody if may_change(world, who)} == {"ines", "corin"}
    support = {key for key in everybody if world.persons[key].has_role("agent", "lead")}
    assert {who for who in everybody if may_change(world, who, asked_by=world.orla)} == support | {
        "ines",
        "corin",
    }
    assert not may_change(world, "orla", asked_by=world.orla)
    with pytest.raises(Refused) as foreign:
        may_change(world, "tobin", asked_by=world.lutz)
    assert foreign.value.code == "not_theirs"


def test_the_managers_stand_in_where_nobody_looks_after_the_client(world: World, the_clock: Clock) -> None:
    osprey = world.osprey
    assert not may_change(world, "theo")
    osprey.account_manager_away_until = the_clock.now.replace(hour=18)
    osprey.save()
    assert may_change(world, "theo")
    osprey.cover = world.corin
    osprey.save()
    assert not may_change(world, "theo")
