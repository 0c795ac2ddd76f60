"""The status page and its documents, over the whole life of an interruption (E4, communication.md 'Public formats')."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from holdfast.catalogue.models import Component
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    retract_interruption,
    suspect_interruption,
    widen_interruption,
)
from holdfast.incidents.actions.telling import (
    restore_interruption,
    send_cause_update,
    send_report,
    send_update,
)
from holdfast.incidents.models import Interruption, Level
from holdfast.kernel.actor import SYSTEM
from holdfast.project.demo.world import World
from tests.incidents.estate import Estate, build_estate
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

REPORT = {
    "affected": "The inbox in Frankfurt",
    "noticed": "Messages arrive late.",
    "who": "Osprey Lane Clinics and Velda Retail.",
    "workaround": "None yet.",
    "doing": "We move the traffic away.",
}
EVERYWHERE = (
    "/status/",
    "/status/history/",
    "/history.atom",
    "/history.rss",
    *(
        f"/api/v2/{name}"
        for name in (
            "summary.json",
            "status.json",
            "components.json",
            "incidents.json",
            "incidents/unresolved.json",
            "scheduled-maintenances.json",
            "scheduled-maintenances/upcoming.json",
            "scheduled-maintenances/active.json",
        )
    ),
)


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def summary() -> dict[str, object]:
    found: dict[str, object] = json.loads(read("/api/v2/summary.json"))
    return found


def confirmed(world: World, estate: Estate) -> Interruption:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    return confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Frankfurt")], by=world.kaveh)


def test_what_is_only_suspected_is_nowhere_in_public(world: World, estate: Estate) -> None:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    assert not [path for path in EVERYWHERE if "Messages arrive late" in read(path)]
    assert Client().get(f"/status/{found.code}/").status_code == 404
    assert summary()["status"] == {"indicator": "none", "description": "All Systems Operational"}


def test_what_is_confirmed_is_public_at_once_and_what_was_said_with_it(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    said = summary()
    assert said["status"] == {
        "indicator": "major",
        "description": "Partial System Outage",
    }  # one of two places
    assert [(each["name"], each["status"]) for each in said["incidents"]] == [  # type: ignore[attr-defined]
        ("Messages arrive late", "investigating")
    ]
    statuses = {each["id"]: each["status"] for each in said["components"]}  # type: ignore[attr-defined]
    assert statuses[estate.inbox.code] == statuses[estate.inbox.service.code] == "partial_outage"
    assert {
        status
        for key, status in statuses.items()
        if key not in (estate.inbox.code, estate.inbox.service.code)
    } == {"operational"}
    send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    the_clock.forward(minutes=10)
    send_update(
        found, text="Half is moved.", state="identified", next_at=NOON + timedelta(hours=1), by=world.kaveh
    )
    page = read("/status/")
    assert "Cause identified" in page and "Half is moved." in page and "We move the traffic away." in page
    (incident,) = json.loads(read("/api/v2/incidents/unresolved.json"))["incidents"]
    assert [each["status"] for each in incident["incident_updates"]] == ["identified", "investigating"]
    restore_interruption(found, text="All is back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    assert summary()["incidents"] == []
    assert json.loads(read("/api/v2/incidents.json"))["incidents"][0]["status"] == "resolved"
    assert "All systems operational" in read("/status/")
    assert "All is back." in read(f"/status/{found.code}/")


def test_the_documents_say_what_each_word_changed_since_when_it_is_watched_and_when_a_component_changed(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    before = summary()["page"]
    the_clock.forward(minutes=5)
    assert summary()["page"] == before, "nothing changed, so nothing is another (ETag)"
    found = confirmed(world, estate)
    next_at = NOON + timedelta(hours=2)
    send_report(found, said=REPORT, next_at=next_at, by=world.kaveh)
    watched_at = the_clock.forward(minutes=5)
    widen_interruption(found, hits=[Hit(estate.reports, Level.DEGRADED)], by=world.kaveh)
    send_update(found, text="It holds so far.", state="watching", next_at=next_at, by=world.kaveh)
    back_at = the_clock.forward(minutes=5)
    restore_interruption(found, text="All is back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    send_cause_update(found, text="We look.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    (incident,) = json.loads(read("/api/v2/incidents.json"))["incidents"]
    assert datetime.fromisoformat(incident["monitoring_at"]) == watched_at
    fine, slow, partly = "operational", "degraded_performance", "partial_outage"
    assert [
        each["affected_components"]
        and {one["name"]: (one["old_status"], one["new_status"]) for one in each["affected_components"]}
        for each in incident["incident_updates"]
    ] == [
        None,
        {"Inbox": (partly, fine), "Reports": (slow, fine)},
        {"Inbox": (partly, partly), "Reports": (fine, slow)},
        {"Inbox": (fine, partly)},
    ]
    changed = {each["id"]: each["updated_at"] for each in summary()["components"]}  # type: ignore[attr-defined]
    for code in (estate.inbox.code, estate.inbox.service.code):
        assert datetime.fromisoformat(changed[code]) == back_at


def test_what_was_confirmed_last_is_the_newest_however_long_ago_it_began(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    confirmed(world, estate)
    at = the_clock.forward(minutes=10)
    late = suspect_interruption(title="Nobody told us", began_at=at - timedelta(hours=9), by=SYSTEM)
    confirm_interruption(late, hits=[Hit(estate.reports, Level.MAJOR)], by=world.kaveh)
    found = json.loads(read("/api/v2/incidents.json"))["incidents"]
    assert [each["name"] for each in found] == ["Nobody told us", "Messages arrive late"]
    assert found == sorted(found, key=lambda each: str(each["created_at"]), reverse=True)


def test_no_document_ever_says_which_clients_are_affected(world: World, estate: Estate) -> None:
    found = confirmed(world, estate)
    send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    for path in (*EVERYWHERE, f"/status/{found.code}/", f"/api/v2/components/{estate.inbox.code}.json"):
        text = read(path)
        assert not [each for each in world.organisations.values() if not each.is_own and each.name in text], (
            path
        )


@pytest.mark.parametrize("is_reported", [True, False])
def test_what_was_none_is_told_as_resolved_with_its_reason(
    world: World, estate: Estate, is_reported: bool
) -> None:
    found = confirmed(world, estate)
    if is_reported:
        send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    (incident,) = json.loads(read("/api/v2/incidents.json"))["incidents"]
    note = incident["incident_updates"][0]
    assert (incident["status"], note["status"], note["body"]) == ("resolved", "resolved", "A wrong alarm.")
    page = read(f"/status/{found.code}/")
    assert "A wrong alarm." in page and "It was none" in page
    assert "Restored" not in page + read("/status/") + read("/status/history/")
    assert summary()["status"] == {"indicator": "none", "description": "All Systems Operational"}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_anybody_may_read_it_from_anywhere_and_keep_it_for_half_a_minute(estate: Estate, path: str) -> None:
    answer = Client().get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=60"
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code in (403, 405)
    again = Client().get(path, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    if not path.startswith("/status/"):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_page_of_somebody_signed_in_is_kept_by_nobody(world: World, estate: Estate) -> None:
    client = Client()
    client.force_login(world.orla)
    assert client.get("/status/").headers["Cache-Control"] == "private, no-store"


def test_the_page_takes_few_statements_however_much_happened(world: World, estate: Estate) -> None:
    confirmed(world, estate)
    read("/status/")
    with CaptureQueriesContext(connection) as one:
        read("/status/")
    for _ in range(5):
        send_report(confirmed(world, estate), said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    with CaptureQueriesContext(connection) as many:
        read("/status/")
    assert len(one) == len(many) <= 16


def test_t64_what_hits_only_what_the_page_does_not_show_is_nowhere_in_public(
    world: World, estate: Estate
) -> None:
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    found = confirmed(world, estate)
    send_report(found, said=REPORT, next_at=NOON + timedelta(hours=1), by=world.kaveh)
    for path in EVERYWHERE:
        text = read(path)
        assert not [word for word in ("Messages arrive late", "Inbox", estate.inbox.code) if word in text], (
            path
        )
    for path in (f"/status/{found.code}/", f"/api/v2/components/{estate.inbox.code}.json"):
        assert Client().get(path).status_code == 404


def test_of_what_hits_both_only_what_the_page_shows_is_named(world: World, estate: Estate) -> None:
    Component.objects.filter(pk=estate.inbox.pk).update(is_public=False)
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    hits = [Hit(estate.inbox, Level.MAJOR), Hit(estate.reports, Level.DEGRADED)]
    confirm_interruption(found, hits=hits, by=world.kaveh)
    (incident,) = json.loads(read("/api/v2/incidents.json"))["incidents"]
    assert ([each["name"] for each in incident["components"]], incident["impact"]) == (["Reports"], "minor")
    assert "Inbox" not in read(f"/status/{found.code}/")


def test_ninety_days_stand_as_bars_and_in_words_with_the_uptime(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.reports, Level.MAJOR)], by=world.kaveh)
    the_clock.forward(minutes=30)
    restore_interruption(found, text="All is back.", next_at=NOON + timedelta(days=1), by=world.kaveh)
    the_clock.forward(days=1)
    page = LexborHTMLParser(read("/status/"))
    (line,) = (each for each in page.css("ul.items > li") if each.css_first("b").text() == "Messages")
    assert len(line.css_first("svg.uptime path").attributes["d"].split("M")) - 1 == 89
    assert line.css_first("path.down title").text() == f"{NOON.day} November: down 30 min"
    assert f"{NOON.day} November: down 30 min" in line.css_first("details li").text()
    assert "99.976 %" in line.css_first("svg.uptime").attributes["aria-label"]
    assert [each.attributes["aria-label"] for each in line.css("svg.uptime")][1:] == [
        "Inbox, the last 90 days: 100 %",
        "Reports, the last 90 days: 99.976 %",
    ]


def test_what_was_retracted_was_never_down(world: World, estate: Estate, the_clock: Clock) -> None:
    found = confirmed(world, estate)
    the_clock.forward(minutes=30)
    retract_interruption(found, reason="A wrong alarm.", by=world.kaveh)
    assert "down 30 min" not in read("/status/")
    assert "30 min" not in read("/status/history/")


def test_the_history_stands_by_the_month_from_the_first_to_now(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    the_clock.forward(days=20)
    assert "Messages arrive late" not in read("/status/history/")
    assert "Messages arrive late" in read("/status/history/2026-11/")
    assert 'href="/status/history/2026-11/"' in read("/status/history/")
    assert found.title in read("/status/"), "what lasts stands on the page, however long ago it began"
    for month in ("2026-10", "2027-01", "2026-13"):
        assert Client().get(f"/status/history/{month}/").status_code == 404


def test_what_is_not_there_is_404(estate: Estate) -> None:
    for path in (
        "/status/none/",
        "/api/v2/",
        "/api/v2/none.json",
        "/api/v2/components/none.json",
        "/api/v2/../summary.json",
    ):
        answer = Client().get(path)
        assert answer.status_code == 404
        if path.startswith("/api/"):  # a program on another site can read it
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.json()["error"].startswith("There is no such")
