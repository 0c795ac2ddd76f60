"""The documents of Statuspage's API: names, their order and nulls, which of what is shown stands in which."""

import json
from datetime import timedelta

from holdfast.statuspage import v2
from holdfast.statuspage.shown import Shown
from tests.statuspage.a_page import FULL, NOON, incident, maintenance, page, update

COMPONENT = [
    "id", "name", "status", "created_at", "updated_at", "position", "description", "showcase",
    "start_date", "group_id", "page_id", "group", "only_show_if_degraded",
]  # fmt: skip
INCIDENT = [
    "id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact",
    "shortlink", "started_at", "page_id", "incident_updates", "components", "reminder_intervals",
]  # fmt: skip
UPDATE = [
    "id", "status", "body", "incident_id", "created_at", "updated_at", "display_at",
    "affected_components", "deliver_notifications", "custom_tweet", "tweet_id",
]  # fmt: skip


def read(address, shown=FULL):
    return json.loads(v2.encoded(v2.DOCUMENTS[address](shown)))


def ids(found):
    return [each["id"] for each in found]


def test_the_summary_holds_what_lasts_and_what_is_to_come_in_the_formats_own_order():
    summary = read("summary.json")
    assert list(summary) == ["page", "components", "incidents", "scheduled_maintenances", "status"]
    assert summary["page"] == {
        "id": "pg01",
        "name": "Pellucid",
        "url": "https://status.pellucid.example",
        "time_zone": "Etc/UTC",
        "updated_at": "2026-06-09T12:00:00.000Z",
    }
    assert summary["status"] == {"indicator": "major", "description": "Partial System Outage"}
    assert ids(summary["incidents"]) == ["late"]
    assert ids(summary["scheduled_maintenances"]) == ["now", "sooner", "upgrade"]


def test_components_and_groups_know_each_other():
    group, chat, mail = read("components.json")["components"]
    assert list(chat) == COMPONENT
    assert list(group) == [*COMPONENT, "components"]
    assert group["components"] == ["chat", "mail"]
    assert (group["group"], chat["group"]) == (True, False)
    assert (group["group_id"], chat["group_id"]) == (None, "messaging")
    assert chat["created_at"] == "2025-01-15T09:30:00.123Z"
    assert (chat["start_date"], group["start_date"]) == ("2025-01-15", None)
    assert (chat["description"], mail["description"]) == ("Conversations", None)
    assert {each["page_id"] for each in (group, chat, mail)} == {"pg01"}


def test_one_component_is_found_by_its_id():
    found = v2.component(FULL, "mail")
    assert list(found) == ["page", "component"]
    assert found["component"]["name"] == "Mail"
    assert v2.component(FULL, "fax") is None


def test_an_incident_says_what_is_null_and_its_updates_come_newest_first():
    newest = read("incidents.json")["incidents"][0]
    assert list(newest) == INCIDENT
    assert (newest["monitoring_at"], newest["resolved_at"], newest["reminder_intervals"]) == (
        None,
        None,
        None,
    )
    latest, report = newest["incident_updates"]
    assert list(latest) == UPDATE
    assert latest["affected_components"] is None
    assert report["affected_components"] == [
        {"code": "chat", "name": "Chat", "old_status": "operational", "new_status": "partial_outage"}
    ]
    assert report["incident_id"] == newest["id"]
    assert latest["created_at"] > report["created_at"]


def test_a_maintenance_is_an_incident_with_a_window():
    found = read("scheduled-maintenances.json")["scheduled_maintenances"][0]
    assert list(found) == [*INCIDENT, "scheduled_for", "scheduled_until"]
    assert found["impact"] == "maintenance"
    assert found["scheduled_for"] == "2026-06-11T12:00:00.000Z"
    assert found["scheduled_until"] == "2026-06-11T14:00:00.000Z"


def test_each_address_lists_those_in_its_states():
    assert ids(read("incidents.json")["incidents"]) == ["late", "over"]
    assert ids(read("incidents/unresolved.json")["incidents"]) == ["late"]
    listed = {
        address: ids(read(f"scheduled-maintenances{address}")["scheduled_maintenances"])
        for address in (".json", "/upcoming.json", "/active.json")
    }
    assert listed == {
        ".json": ["upgrade", "sooner", "now", "done"],
        "/upcoming.json": ["sooner", "upgrade"],
        "/active.json": ["now"],
    }
    assert list(read("status.json")) == ["page", "status"]


def test_only_the_fifty_newest_are_listed():
    many = tuple(incident(str(number)) for number in range(60))
    works = tuple(maintenance(str(number)) for number in range(60))
    shown = Shown(page(), incidents=many, maintenances=works)
    assert ids(read("incidents.json", shown)["incidents"]) == [str(number) for number in range(50)]
    assert len(read("scheduled-maintenances.json", shown)["scheduled_maintenances"]) == 50
    assert len(read("incidents/unresolved.json", shown)["incidents"]) == 60


def test_times_are_those_of_the_pages_zone():
    late = incident(at=NOON + timedelta(days=180))
    shown = Shown(page(time_zone="Europe/Berlin"), incidents=(late,))
    document = read("incidents.json", shown)
    assert document["page"]["updated_at"] == "2026-06-09T14:00:00.000+02:00"
    assert document["incidents"][0]["created_at"] == "2026-12-06T13:00:00.000+01:00"


def test_words_go_out_as_they_were_written():
    body = 'Ünïcode, "quotes" and <tags> \u2028 stay'
    shown = Shown(page(), incidents=(incident(updates=(update(body=body),)),))
    assert read("incidents.json", shown)["incidents"][0]["incident_updates"][0]["body"] == body
