"""Maintenance in a calendar program: identity, revisions, cancelling, and that any words survive the trip."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from holdfast.incidents.maintenance_calendar import Certainty, Planned, calendar_of

START = datetime(2026, 6, 11, 2, tzinfo=UTC)
CREATED = datetime(2026, 6, 8, 9, 0, 0, 5, tzinfo=UTC)


def planned(code="upgrade", **more):
    standing = {
        "revision": 0,
        "certainty": Certainty.CONFIRMED,
        "title": "Database upgrade, chat region EU",
        "text": "New chats unavailable for about 20 minutes.\nRunning chats stay open.",
        "start": START,
        "end": START + timedelta(hours=2),
        "url": "https://status.pellucid.example/maintenance/upgrade",
        "created_at": CREATED,
        "changed_at": CREATED,
    }
    return Planned(code=code, **(standing | more))


def written(*found, **more):
    return calendar_of(found, name="Pellucid: maintenance", host="status.pellucid.example", **more)


def read(*found, **more):
    calendar = Calendar.from_ical(written(*found, **more))
    assert not calendar.errors
    return calendar


def test_a_maintenance_is_one_event_in_utc():
    (event,) = read(planned()).walk("VEVENT")
    assert event["UID"] == "maintenance-upgrade@status.pellucid.example"
    assert event.decoded("DTSTART") == START
    assert event.decoded("DTEND") == START + timedelta(hours=2)
    assert event["SUMMARY"] == "Database upgrade, chat region EU"
    assert event["DESCRIPTION"].splitlines()[1] == "Running chats stay open."
    assert event["URL"] == "https://status.pellucid.example/maintenance/upgrade"
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("CONFIRMED", "TRANSPARENT", 0)
    assert event.decoded("DTSTAMP") == CREATED.replace(microsecond=0)


def test_the_calendar_is_published_and_says_how_often_to_look_again():
    calendar = read(planned(), source="https://status.pellucid.example/maintenance.ics")
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Pellucid: maintenance"
    lines = written(planned(), source="https://status.pellucid.example/maintenance.ics").split(b"\r\n")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert b"X-PUBLISHED-TTL:PT1H" in lines
    assert b"SOURCE;VALUE=URI:https://status.pellucid.example/maintenance.ics" in lines


def test_a_change_keeps_the_identity_and_raises_the_sequence_and_a_cancelled_one_stays():
    moved = planned(revision=1, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=2))
    cancelled = planned(revision=2, certainty=Certainty.CANCELLED)
    first, second, third = (read(each).walk("VEVENT")[0] for each in (planned(), moved, cancelled))
    assert first["UID"] == second["UID"] == third["UID"]
    assert [event["SEQUENCE"] for event in (first, second, third)] == [0, 1, 2]
    assert third["STATUS"] == "CANCELLED"


def test_every_zone_comes_out_as_utc_and_events_stand_in_order():
    berlin = ZoneInfo("Europe/Berlin")
    night = planned(
        "clock", start=datetime(2026, 10, 25, 2, 30, tzinfo=berlin, fold=1), end=START + timedelta(300)
    )
    lines = written(night, planned()).split(b"\r\n")
    assert [line for line in lines if line.startswith(b"DTSTART")] == [
        b"DTSTART:20260611T020000Z",
        b"DTSTART:20261025T013000Z",
    ]


def test_a_calendar_without_maintenance_is_one_too():
    assert read().walk("VEVENT") == []


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_survive_and_no_line_can_be_smuggled_in(title, text):
    (event,) = read(planned(title=f"A{title}", text=f"B{text}")).walk("VEVENT")
    assert event["SUMMARY"].startswith("A")
    assert event["DESCRIPTION"].startswith("B")
    body = written(planned(title=f"A{title}", text=f"B{text}"))
    assert body.count(b"\r\nBEGIN:VEVENT\r\n") == 1
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
