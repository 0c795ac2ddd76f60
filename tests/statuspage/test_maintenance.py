"""Maintenance in public: on the page, in Statuspage's documents and in the feeds; and to a client in the portal (T64)."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import timedelta

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from holdfast.clients.models import Contact
from holdfast.incidents import maintenance_facts
from holdfast.incidents.actions.asking import Shortening
from holdfast.incidents.actions.confirming import Hit
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
from holdfast.incidents.maintenance_facts import MaintenanceFact
from holdfast.incidents.models import Level, Maintenance, MaintenanceKind
from holdfast.project.demo.world import World
from holdfast.project.public_pages import CHANGED_BY
from tests.incidents.approving import approved
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_maintenance import START, announced, plan
from tests.statuspage.test_page import EVERYWHERE, read, summary
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def documents(which: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(read(f"/api/v2/{which}.json"))["scheduled_maintenances"]
    return found


def test_a_draft_is_nowhere_in_public(world: World, estate: Estate, the_clock: Clock) -> None:
    draft = plan_maintenance(plan(estate), by=world.kaveh)
    assert not [path for path in EVERYWHERE if "Database upgrade" in read(path)]
    assert Client().get(f"/status/{draft.code}/").status_code == 404
    announce_maintenance(draft, by=world.kaveh)
    assert Client().get(f"/status/{draft.code}/").status_code == 200


def test_what_is_announced_goes_through_the_documents_from_upcoming_to_completed(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    (upcoming,) = documents("scheduled-maintenances/upcoming")
    assert (upcoming["status"], upcoming["impact"]) == ("scheduled", "maintenance")
    assert upcoming["scheduled_for"] == f"{START:%Y-%m-%dT%H:%M:%S}.000Z"
    assert "Planned" in read("/status/") and "All systems operational" in read("/status/")
    the_clock.set(START)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    (active,) = documents("scheduled-maintenances/active")
    assert active["status"] == "in_progress"
    said = summary()
    assert said["status"] == {"indicator": "none", "description": "Service Under Maintenance"}
    statuses = {each["id"]: each["status"] for each in said["components"]}  # type: ignore[attr-defined]
    assert statuses[estate.inbox.code] == "under_maintenance"
    the_clock.forward(minutes=20)
    send_maintenance_update(found, text="Done.", is_verifying=True, next_at=START + HOUR, by=world.kaveh)
    (active,) = documents("scheduled-maintenances/active")
    assert active["status"] == "verifying"
    the_clock.forward(minutes=20)
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    assert documents("scheduled-maintenances/active") == summary()["scheduled_maintenances"] == []
    (past,) = documents("scheduled-maintenances")
    assert past["status"] == "completed"
    now, then = "under_maintenance", "operational"
    changes = [each["affected_components"] for each in past["incident_updates"]]  # type: ignore[attr-defined]
    assert [each and (each[0]["old_status"], each[0]["new_status"]) for each in changes] == [
        (now, then),
        (now, now),
        (then, now),
        None,
    ]
    assert "All is back." in read(f"/status/{found.code}/")


def test_a_moved_and_a_cancelled_one_say_so_in_page_and_feeds(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    later = START + timedelta(days=2)
    move_maintenance(found, start_at=later, end_at=later + HOUR, reason="A supplier.", by=world.kaveh)
    page = read(f"/status/{found.code}/")
    assert "Now 29 November 2026, 12:00 UTC to 29 November 2026, 13:00 UTC." in page and "A supplier." in page
    cancel_maintenance(found, reason="Not needed.", by=world.kaveh)
    (entry,) = feedparser.parse(read("/history.atom")).entries
    assert "Cancelled: Not needed." in entry.content[0].value
    assert "<maintenanceEndDate>Sun, 29 Nov 2026 13:00:00" in read("/history.rss")
    assert documents("scheduled-maintenances/upcoming") == []


def test_how_much_notice_there_was_of_an_emergency_is_published_with_its_reason(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    urgent = plan(estate, start=NOON + 3 * HOUR, kind=MaintenanceKind.EMERGENCY)
    found = plan_maintenance(urgent, shortening=Shortening("A hole is being used."), by=world.kaveh)
    announce_maintenance(found, by=world.kaveh)
    page = read(f"/status/{found.code}/")
    assert "Emergency maintenance, announced 3 h 00 m ahead. A hole is being used." in page


def test_each_notice_keeps_how_much_it_gave_and_why_when_the_window_moves(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    soon, shortening = NOON + 5 * HOUR, Shortening("A disk is failing.", world.delphine)
    move = {"reason": "It can't wait.", "by": world.kaveh}
    move_maintenance(found, start_at=soon, end_at=soon + HOUR, shortening=shortening, **move)
    approved(found)
    later = NOON + timedelta(days=9)
    move_maintenance(found, start_at=later, end_at=later + HOUR, **move)
    (upcoming,) = documents("scheduled-maintenances/upcoming")
    moved, short, first = (each["body"] for each in upcoming["incident_updates"])  # type: ignore[attr-defined]
    assert "ahead" not in moved and "ahead" not in first
    assert "Announced 5 h 00 m ahead. A disk is failing." in short


def test_t64_nothing_public_says_whom_a_maintenance_reaches_nor_shows_a_component_that_is_not_public(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    estate.inbox.is_public = False
    estate.inbox.save()
    hits = [Hit(estate.inbox, Level.MAJOR), Hit(estate.reports, Level.MAJOR)]
    found = plan_maintenance(replace(plan(estate), hits=hits), by=world.kaveh)
    announce_maintenance(found, by=world.kaveh)
    for path in (*EVERYWHERE, f"/status/{found.code}/"):
        text = read(path)
        named = [each for each in world.organisations.values() if not each.is_own and each.name in text]
        assert named == [], path
    (upcoming,) = documents("scheduled-maintenances/upcoming")
    assert [each["id"] for each in upcoming["components"]] == [estate.reports.code]  # type: ignore[attr-defined]


def test_t64_what_takes_away_only_what_the_page_does_not_show_is_nowhere_in_public(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    estate.inbox.is_public = False
    estate.inbox.save()
    found = announced(world, estate)
    assert not [path for path in EVERYWHERE if "Database upgrade" in read(path)]
    assert Client().get(f"/status/{found.code}/").status_code == 404


def test_it_stands_among_the_plans_then_among_what_lasts_then_in_the_past_with_how_long_it_took(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    page = LexborHTMLParser(read("/status/"))
    (planned,) = page.css("section[aria-labelledby=plans] li")
    assert "Fri 27 Nov, 12:00 to 14:00 GMT" in planned.text() and "Planned" in planned.text()
    assert planned.css_first("a.btn").attributes["href"] == f"/status/{found.code}/maintenance.ics"
    assert read("/status/history/").count("Database upgrade") == 0, "what is to come was not yet"
    the_clock.set(START)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    page = LexborHTMLParser(read("/status/"))
    assert page.css("section[aria-labelledby=plans]") == []
    story = page.css_first("section[aria-label='Database upgrade']").text()
    assert "Under way" in story and "Next update" in story and "at least once an hour" in story
    the_clock.set(START + HOUR)
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    assert "Times are those of Europe/London" in read("/status/history/")
    for path in ("/status/", "/status/history/"):
        (past,) = (
            each.text()
            for each in LexborHTMLParser(read(path)).css("ul.items > li")
            if "Database" in each.text()
        )
        assert "1 h" in past and "Completed" in past, path


def test_a_cancelled_one_is_called_so_and_took_no_time(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    cancel_maintenance(found, reason="Not needed.", by=world.kaveh)
    page = LexborHTMLParser(read("/status/"))
    assert page.css("section[aria-labelledby=plans]") == []
    past = page.css_first("section[aria-labelledby=past] li")
    assert past.css_first(".badge").text() == "Cancelled"
    own = read(f"/status/{found.code}/")
    assert "Cancelled" in own and "Completed" not in own and "it took" not in own


def test_each_fact_of_a_maintenance_lets_kept_pages_be_made_anew() -> None:
    facts = [
        each
        for each in vars(maintenance_facts).values()
        if isinstance(each, type) and issubclass(each, MaintenanceFact) and each is not MaintenanceFact
    ]
    assert len(facts) > 10
    for each in facts:
        said = {field.name: 9 for field in fields(each)}
        assert {topic.partition("-")[0] for topic in each(**said).topics} & CHANGED_BY, each


def test_the_page_and_the_calendar_take_as_many_statements_for_many_as_for_one(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    def statements() -> list[int]:
        counts = []
        for path in ("/status/", "/maintenance.ics", "/history.atom"):
            with CaptureQueriesContext(connection) as asked:
                read(path)
            counts.append(len(asked))
        return counts

    first, *rest = [announced(world, estate) for _ in range(4)]
    the_clock.set(START)
    start_maintenance(first, next_at=START + HOUR, by=world.kaveh)
    read("/status/")
    few = statements()
    for each in rest:
        start_maintenance(each, next_at=START + HOUR, by=world.kaveh)
    for _ in range(3):
        announced(world, estate, start=START + timedelta(days=9))
    assert statements() == few


def test_a_client_sees_what_reaches_it_in_the_portal_and_no_other_client_does(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    assert Maintenance.objects.count() == 1
    other = Contact.objects.filter(organisation=world.quillon).first()
    assert other is not None
    for person, sees in ((world.orla, True), (world.persons["lutz"], True), (other.person, False)):
        browser = Client()
        browser.force_login(person)
        shown = browser.get("/").content.decode()
        assert ("Maintenance that reaches you" in shown) == sees, person
    browser.force_login(world.persons["lutz"])
    shown = browser.get("/").content.decode()
    assert "Fri 27 Nov, 13:00 to 15:00 CET" in shown
    assert (
        "Messages: Inbox, Frankfurt, down" in shown and f"/service-status/#maintenance-{found.code}" in shown
    )
    cancel_maintenance(found, reason="Not needed.", by=world.kaveh)
    assert "Maintenance that reaches you" not in browser.get("/").content.decode()
