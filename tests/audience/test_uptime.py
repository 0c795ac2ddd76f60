"""Maintenance in uptime: what was told in time leaves both sides, all else of it is down (E10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from holdfast.incidents.actions.asking import Shortening
from holdfast.incidents.actions.confirming import Hit
from holdfast.incidents.actions.maintaining import (
    complete_maintenance,
    start_maintenance,
)
from holdfast.incidents.actions.planning import (
    announce_maintenance,
    plan_maintenance,
)
from holdfast.incidents.models import Level, MaintenanceKind
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.audience.test_maintenance import moved
from tests.audience.test_private_addresses import path_of
from tests.audience.test_private_addresses import read as read_private
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_maintenance import DAY, HOUR, START, announced, plan, running
from tests.promises.acceptance import accept, accept_one
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def let_read(person: Person) -> None:
    """Their channel takes the notice, and nobody else's does."""
    for each in Delivery.objects.filter(notice__kind="maintenance_notice", person=person):
        accept_one(each.pk)


def test_maintenance_told_in_time_leaves_a_clients_uptime_and_what_ran_over_is_down(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = running(world, estate, the_clock)
    path = path_of(world, "osprey")
    assert "In maintenance" in read_private(path) and "Maintenance that reaches you" in read_private(path)
    the_clock.set(START + 2 * HOUR + timedelta(minutes=3))
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    page = read_private(path)
    assert "1 min 18 s" in page, "of 4 min 18 s, since the window left both sides, three are used"
    assert "Maintenance that reaches you" not in page


def test_it_is_down_for_the_client_to_whom_notice_was_not_kept(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    let_read(world.orla)
    the_clock.set(START)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    the_clock.set(START + 2 * HOUR)
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    assert " over" not in read_private(path_of(world, "osprey"))
    assert "115 min 40 s over" in read_private(path_of(world, "velda")), "two hours of 4 min 19 s"


def test_an_emergency_is_down(world: World, estate: Estate, the_clock: Clock) -> None:
    urgent = replace(plan(estate, start=NOON + HOUR), kind=MaintenanceKind.EMERGENCY)
    found = plan_maintenance(urgent, shortening=Shortening("A hole is being used."), by=world.kaveh)
    announce_maintenance(found, by=world.kaveh)
    accept("maintenance_notice")
    the_clock.set(NOON + HOUR)
    start_maintenance(found, next_at=NOON + 2 * HOUR, by=world.kaveh)
    the_clock.set(NOON + HOUR + timedelta(minutes=5))
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    assert "40 s over" in read_private(path_of(world, "osprey"))


def test_of_a_window_moved_after_its_notice_only_the_newest_notice_counts(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    moved(found, world, DAY)
    the_clock.set(START + DAY)
    start_maintenance(found, next_at=START + DAY + HOUR, by=world.kaveh)
    the_clock.set(START + DAY + HOUR)
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    assert " over" in read_private(path_of(world, "osprey"))
    accept("maintenance_moved")
    assert " over" in read_private(path_of(world, "osprey")), "what comes late keeps no notice"


def test_the_public_figure_leaves_maintenance_out_where_all_were_told_in_time(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    hits = [Hit(estate.inbox, Level.MAJOR), Hit(estate.reports, Level.MAJOR)]
    found = plan_maintenance(replace(plan(estate), hits=hits), by=world.kaveh)
    announce_maintenance(found, by=world.kaveh)
    let_read(world.orla)
    let_read(world.persons["lutz"])
    the_clock.set(START)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    the_clock.set(START + 2 * HOUR)
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    page = Client().get("/status/").content.decode()
    assert "Inbox, the last 90 days: 100 %" in page
    assert "Reports, the last 90 days: 99.9" in page, "quillon has no list, and was told nothing"
    assert f"{START.day} November: maintenance 2 h" in page
