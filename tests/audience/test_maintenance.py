"""Maintenance for who reads without signing in: by mail, and in calendars (E6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from holdfast.audience.models import Purpose
from holdfast.catalogue.models import Component
from holdfast.incidents.actions.maintaining import (
    complete_maintenance,
    send_maintenance_update,
    start_maintenance,
)
from holdfast.incidents.actions.planning import (
    announce_maintenance,
    cancel_maintenance,
    move_maintenance,
    plan_maintenance,
)
from holdfast.incidents.loop import run_once
from holdfast.incidents.models import Maintenance
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.project.demo.world import World
from tests.audience.test_private_addresses import path_of
from tests.audience.test_subscribing import mails, subscribed
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_maintenance import DAY, HOUR, START, announced, plan
from tests.world import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def moved(found: Maintenance, world: World, by: timedelta) -> Maintenance:
    return move_maintenance(
        found, start_at=START + by, end_at=START + by + HOUR, reason="A supplier.", by=world.kaveh
    )


def events(path: str) -> list[tuple[str, int, str]]:
    """(title, sequence, status) of each event of a calendar."""
    calendar = Calendar.from_ical(Client().get(path).content)
    return [
        (str(each["SUMMARY"]), int(each["SEQUENCE"]), str(each["STATUS"])) for each in calendar.walk("VEVENT")
    ]


def test_a_subscriber_hears_of_each_word_but_the_reminder_in_one_thread_with_its_event(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    subscribed()
    found = announced(world, estate)
    moved(found, world, HOUR)
    the_clock.set(START)
    run_once()
    the_clock.set(START + HOUR)
    start_maintenance(found, next_at=START + 2 * HOUR, by=world.kaveh)
    send_maintenance_update(
        found, text="Half is done.", is_verifying=True, next_at=START + 2 * HOUR, by=world.kaveh
    )
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    heard = mails()
    for mail, words in zip(
        heard,
        (
            ("Planned maintenance.", "Messages can't be read", "text/calendar"),
            ("has a new time", "A supplier.", "Begins:", "text/calendar"),
            ("is under way", "Messages: Inbox"),
            ("we check the result", "Half is done."),
            ("is completed", "All is back."),
        ),
        strict=True,
    ):
        assert [each for each in words if each not in mail] == []
        assert "Now " not in mail, "the time is said once"
        assert "Subject: [Status] Database upgrade\r\n" in mail
        assert f"<status-{found.code}@" in mail and f"/status/{found.code}/" in mail
        assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in mail
    named = [each.name for each in world.organisations.values() if not each.is_own]
    assert not [name for name in named if name in "".join(heard)]


def test_whoever_chose_components_hears_of_the_maintenance_that_touches_one(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    subscribed("inbox@elsewhere.example", estate.inbox)
    subscribed("reports@elsewhere.example", estate.reports)
    announced(world, estate)
    assert len(mails("inbox@elsewhere.example")) == 1 and mails("reports@elsewhere.example") == []


def test_t62_what_waits_and_is_overtaken_goes_to_no_subscriber(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    subscribed()
    found = announced(world, estate)
    moved(found, world, DAY)
    cancel_maintenance(found, reason="Not needed.", by=world.kaveh)
    rows = Delivery.objects.filter(notice__kind="status_news").order_by("pk")
    assert [each.state for each in rows] == [
        DeliveryState.CANCELLED,
        DeliveryState.CANCELLED,
        DeliveryState.WAITING,
    ]
    assert "Planned maintenance is cancelled." in mails()[-1]


def test_t64_of_a_draft_and_of_what_the_page_does_not_show_no_subscriber_hears_and_no_public_calendar_has_it(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    subscribed()
    plan_maintenance(plan(estate), by=world.kaveh)
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    found = announced(world, estate)
    assert mails() == [] and events("/maintenance.ics") == []
    assert Client().get(f"/status/{found.code}/maintenance.ics").status_code == 404
    said = Delivery.objects.filter(notice__kind="maintenance_notice").latest("pk").notice.said
    assert "/service-status/#" in said["status_url"], "nobody is sent to a page that is not there"


def test_calendars_carry_each_change_and_keep_what_was_cancelled(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    mine, anothers = (path_of(world, each, Purpose.CALENDAR) for each in ("osprey", "quillon"))
    draft = plan_maintenance(plan(estate), by=world.kaveh)
    assert events("/maintenance.ics") == events(mine) == []
    announce_maintenance(draft, by=world.kaveh)
    everywhere = ("/maintenance.ics", mine, f"/status/{draft.code}/maintenance.ics")
    for path in everywhere:
        assert events(path) == [("Database upgrade", 0, "CONFIRMED")]
    moved(draft, world, DAY)
    assert {tuple(events(path)) for path in everywhere} == {(("Database upgrade", 1, "CONFIRMED"),)}
    cancel_maintenance(draft, reason="Not needed.", by=world.kaveh)
    assert {tuple(events(path)) for path in everywhere} == {(("Database upgrade", 2, "CANCELLED"),)}
    assert events(anothers) == []


def test_a_clients_calendar_has_what_the_page_does_not_show_and_what_is_long_past_leaves_it(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    announced(world, estate)
    mine = path_of(world, "osprey", Purpose.CALENDAR)
    assert len(events(mine)) == 1
    the_clock.set(START + 400 * DAY)
    assert events(mine) == []
