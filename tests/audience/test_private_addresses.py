"""'Are we affected?': each client's own answer, in the portal and by an address that can be ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from holdfast.audience.actions.addresses import make_address
from holdfast.audience.links import private_url
from holdfast.audience.models import PrivateAddress, Purpose
from holdfast.catalogue.models import Component
from holdfast.clients.actions.organisations import change_organisation
from holdfast.clients.models import Contact
from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.telling import restore_interruption
from holdfast.incidents.models import Interruption, Level
from holdfast.kernel.actor import SYSTEM
from holdfast.project.demo.world import World
from tests.incidents.estate import Estate, build_estate
from tests.portal.visiting import as_
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def confirmed(world: World, component: Component, place: str = "") -> Interruption:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    return confirm_interruption(found, hits=[Hit(component, Level.MAJOR, place)], by=world.kaveh)


def path_of(world: World, client: str, purpose: Purpose = Purpose.STATUS) -> str:
    made = make_address(world.organisations[client], purpose, by=world.nell)
    return private_url(made).partition("//")[2].partition("/")[2].join(("/", ""))


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    return answer.content.decode()


def test_each_client_reads_of_its_own_services_alone(world: World, estate: Estate) -> None:
    osprey, velda, quillon = (path_of(world, each) for each in ("osprey", "velda", "quillon"))
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    confirmed(world, estate.inbox, "Virginia")
    assert "is affected" in read(osprey) and "Messages arrive late" in read(osprey)
    for path in (velda, quillon):
        assert "is not affected" in read(path) and "Messages arrive late" not in read(path)
    assert "Messages: Inbox, Frankfurt" in read(velda)
    assert "Messages: Reports" not in read(velda) and "Messages: Inbox" not in read(quillon)
    others = {each.name for key, each in world.organisations.items() if key != "velda" and not each.is_own}
    assert not [name for name in others if name in read(velda)]


def test_the_error_budget_is_what_is_left_of_thirty_days(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate.reports)
    the_clock.forward(minutes=2)
    restore_interruption(found, text="All is back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    page = read(path_of(world, "quillon"))
    assert "99.995" in page and "2 min 19 s" in page and "of 4 min 19 s in 30 days" in page
    again = confirmed(world, estate.reports)
    the_clock.forward(minutes=5)
    restore_interruption(again, text="All is back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    page = read(path_of(world, "quillon"))
    assert "2 min 40 s over" in page and "24 November: down 7 min" in page
    quillon = world.organisations["quillon"]
    change_organisation(
        quillon,
        name=quillon.name,
        time_zone="Pacific/Auckland",
        calendar=None,
        domains=[],
        note="",
        by=world.delphine,
    )
    assert "24 November: down 7 min" in read(path_of(world, "quillon")), "in Auckland it was the 25th"


@pytest.mark.parametrize("purpose", Purpose)
def test_an_address_that_was_ended_or_renewed_answers_410(
    world: World, estate: Estate, purpose: Purpose
) -> None:
    first = path_of(world, "osprey", purpose)
    second = path_of(world, "osprey", purpose)
    assert Client().get(second).status_code == 200
    assert Client().get(first).status_code == 410
    osprey = world.organisations["osprey"]
    as_(world.nell).post(f"/desk/clients/{osprey.pk}/addresses/{purpose}/end/")
    assert Client().get(second).status_code == 410
    token = PrivateAddress.objects.latest("pk").token
    assert len(token) == 26, "128 bits (T53)"
    assert Client().get(second.replace(token, "a" * 26)).status_code == 404
    other = Purpose.STATUS if purpose == Purpose.CALENDAR else Purpose.CALENDAR
    crossed = path_of(world, "osprey", other).replace(PrivateAddress.objects.latest("pk").token, token)
    assert Client().get(crossed).status_code == 404, "an address opens what it is for, and nothing else"


def test_a_clients_calendar_is_one_that_programs_read(world: World, estate: Estate) -> None:
    path = path_of(world, "osprey", Purpose.CALENDAR)
    answer = Client().get(path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["NAME"] == f"Maintenance for {world.organisations['osprey'].name}"
    assert calendar["SOURCE"].endswith(path)


def test_those_of_a_client_who_see_all_tickets_hand_its_addresses_out(world: World, estate: Estate) -> None:
    Contact.objects.filter(person=world.orla).update(is_administrator=True)
    Contact.objects.filter(person=world.persons["lutz"]).update(is_administrator=False)
    orla = as_(world.orla)
    assert "There is none." in orla.get("/service-status/").content.decode()
    orla.post("/service-status/addresses/status/")
    made = PrivateAddress.objects.get()
    assert private_url(made) in orla.get("/service-status/").content.decode()
    orla.post("/service-status/addresses/status/end/")
    assert Client().get(f"/affected/{made.token}/").status_code == 410
    lutz = as_(world.persons["lutz"])
    assert "Private addresses" not in lutz.get("/service-status/").content.decode()
    assert lutz.post("/service-status/addresses/status/").status_code == 403
    assert lutz.get("/service-status/addresses/status/").status_code == 405
