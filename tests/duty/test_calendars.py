"""Shifts out to calendar programs and in from a file; icalendar reads what it wrote."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from holdfast.calendars.calendar_files import holidays_in_file
from holdfast.duty.actions.changes import be_absent
from holdfast.duty.feeds import feed_of, feed_token, make_feed, revoke_feed
from holdfast.duty.importing.carrying_out import Plan, carry_out, plan_import
from holdfast.duty.models import Change, ChangeKind
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.duty.rotas import Manned
from tests.world import NOON

pytestmark = pytest.mark.django_db


def events(token: str) -> list[tuple[str, datetime, datetime]]:
    answer = Client().get(f"/duty/{token}.ics")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "no-store" in answer.headers["Cache-Control"]
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return [(str(each["summary"]), each.decoded("dtstart"), each.decoded("dtend")) for each in found]


def test_a_person_sees_their_own_shifts_and_a_rota_all_of_its_with_gaps(world: World, manned: Manned) -> None:
    be_absent(manned.first, person=world.tobin, span=(NOON, NOON + timedelta(hours=2)), by=world.tobin)
    theirs = events(feed_token(make_feed(person=world.saoirse, by=world.saoirse)))
    assert theirs[0] == (
        "Saoirse Wendt: Support, level 1",
        datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
        datetime(2026, 12, 7, 9, 0, tzinfo=UTC),
    )
    assert {summary for summary, _, _ in theirs} == {"Saoirse Wendt: Support, level 1"}
    whole = events(feed_token(make_feed(rota=manned.first, by=world.delphine)))
    gap = ("NOBODY ON DUTY: Support, level 1", NOON, NOON + timedelta(hours=2))
    assert gap in whole and len({summary for summary, _, _ in whole}) == 3


def test_an_address_ends_with_a_new_one_and_is_gone_then(world: World, manned: Manned) -> None:
    first = make_feed(person=world.tobin, by=world.tobin)
    second = make_feed(person=world.tobin, by=world.tobin)
    assert Client().get(f"/duty/{feed_token(first)}.ics").status_code == 410
    assert events(feed_token(second))
    with pytest.raises(Forbidden):
        revoke_feed(person=world.tobin, by=world.delphine)
    with pytest.raises(Forbidden):
        make_feed(rota=manned.first, by=world.tobin)
    revoke_feed(person=world.tobin, by=world.tobin)
    assert feed_of(person=world.tobin) is None
    assert Client().get(f"/duty/{feed_token(second)}.ics").status_code == 410
    for forged in (f"c{second.pk}.aaaaaaaaaaaaaaaa", "c1", "level"):
        assert Client().get(f"/duty/{forged}.ics").status_code == 404


def file(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n".encode()


def event(
    uid: str, who: str, *, start: str = "20261201T090000Z", end: str = "20261201T170000Z", more: str = ""
) -> str:
    return f"UID:{uid}\nDTSTART:{start}\nDTEND:{end}\nSUMMARY:{who}\n{more}"


def written(manned: Manned, content: bytes, by: Person) -> Plan:
    plan = plan_import(manned.first, content, at=clock.now())
    done, is_written = carry_out(manned.first, content, digest=plan.digest, by=by)
    assert is_written, done.problems
    return done


def test_people_are_found_by_address_or_whole_name_and_local_times_are_the_rotas(
    world: World, manned: Manned
) -> None:
    attendee = "ATTENDEE;CN=Ana:mailto:Ana@pellucid.example"
    content = file(
        event("1", "Night shift", more=attendee),
        event("2", "saoirse wendt", start="20261202T020000", end="20261202T100000"),
        event("3", "Absent: Tobin Adeyar", start="20261203", end="20261204"),
        event("4", "Somebody", start="20251203", end="20251204", more=attendee),
    ).replace(b"DTSTART:20261203\nDTEND:20261204", b"DTSTART;VALUE=DATE:20261203\nDTEND;VALUE=DATE:20261204")
    content = content.replace(
        b"DTSTART:20251203\nDTEND:20251204", b"DTSTART;VALUE=DATE:20251203\nDURATION:P1D"
    )
    plan = written(manned, content, world.delphine)
    assert [each.how for each in plan.planned] == ["new", "new", "new", "over"]
    rows = Change.objects.order_by("begins_at")
    assert [(row.kind, row.person, row.instead_of, row.begins_at) for row in rows] == [
        (ChangeKind.COVER, world.ana, None, datetime(2026, 12, 1, 9, tzinfo=UTC)),
        (ChangeKind.COVER, world.saoirse, None, datetime(2026, 12, 2, 2, tzinfo=UTC)),
        (ChangeKind.ABSENCE, None, world.tobin, datetime(2026, 12, 3, tzinfo=UTC)),
    ]
    told = Delivery.objects.filter(notice__kind="duty_imported").values_list("person__name", flat=True)
    assert sorted(told) == ["Ana Brisk", "Saoirse Wendt", "Tobin Adeyar"], "each once"


def test_brought_again_it_changes_what_it_made_and_a_cancelled_event_takes_it_back(
    world: World, manned: Manned
) -> None:
    written(
        manned,
        file(event("1", "Ana Brisk"), event("2", "Ana Brisk", end="20261205T170000Z")),
        world.kaveh,
    )
    again = file(event("1", "Bea Okonjo-Lund"), event("2", "", more="STATUS:CANCELLED"))
    plan = written(manned, again, world.kaveh)
    assert [each.how for each in plan.planned] == ["changed", "taken back"]
    assert [row.person for row in Change.objects.all()] == [world.bea]
    assert [each.how for each in written(manned, again, world.kaveh).planned] == ["unchanged", "unchanged"]


def test_a_wrong_event_is_named_by_its_line_and_then_nothing_is_written(world: World, manned: Manned) -> None:
    content = file(
        event("1", "Ana Brisk"),
        event("2", "Nobody Known"),
        event("3", "Ana Brisk", more="RRULE:FREQ=DAILY"),
        event("1", "Ana Brisk"),
        event("5", "Ana Brisk", start="tomorrow"),
        event("6", "Ana Brisk", end="20261101T090000Z"),
        event("", "Ana Brisk"),
        event("8", "Ana Brisk", end="20281101T090000Z"),
        "UID:9\nSUMMARY:Ana Brisk\nDTSTART:20261201T090000Z",
    )
    plan = plan_import(manned.first, content, at=clock.now())
    lines = content.decode().splitlines()
    assert [lines[each.row - 1] for each in plan.problems] == ["BEGIN:VEVENT"] * 8
    assert [lines[each.row] for each in plan.problems][:3] == ["UID:2", "UID:3", "UID:1"]
    done, is_written = carry_out(manned.first, content, digest=plan.digest, by=world.delphine)
    assert (is_written, Change.objects.count(), len(done.problems)) == (False, 0, 8)
    for nothing in (b"", b"a,b\n1,2", file(), b"\xff\xfe\x00"):
        with pytest.raises(Refused):
            plan_import(manned.first, nothing, at=clock.now())


HOSTILE = (
    ("DTSTART:20261201T090000Z\nDTSTART:20261202T090000Z\nDTEND:20261203T090000Z", "DTSTART is not one"),
    ("DTSTART:20261201T090000Z\nDTEND:20261203T090000Z\nDTEND:20261204T090000Z", "DTEND is not one"),
    ("DTSTART:20261201T090000Z\nDURATION:PT1H\nDURATION:PT2H", "DURATION is not one"),
    ("DTSTART:20261201T090000Z\nDURATION:P400000000D", "DURATION is not one"),
    ("DTSTART;VALUE=PERIOD:20261201T090000Z/PT1H", "DTSTART is not one"),
    ("DTSTART;VALUE=TIME:090000\nDTEND:20261203T090000Z", "DTSTART is not one"),
    ("DTSTART;VALUE=DURATION:PT1H\nDTEND:20261203T090000Z", "DTSTART is not one"),
    ("DTSTART;VALUE=BINARY;ENCODING=BASE64:AAAA\nDTEND:20261203T090000Z", "DTSTART is not one"),
    ("DTSTART;VALUE=DATE:00010101", "out of reach"),
    ("DTSTART;TZID=America/New_York:99991231T225959\nDURATION:PT9H", "out of reach"),
    ("DTSTART;TZID=Mars/Olympus:20261201T090000\nDTEND:20261203T090000Z", "no time zone “Mars/Olympus”"),
)


def test_hostile_events_are_named_as_wrong_and_take_nothing_down(world: World, manned: Manned) -> None:
    for times, why in HOSTILE:
        content = file(f"UID:1\nSUMMARY:Ana Brisk\n{times}")
        (problem,) = plan_import(manned.first, content, at=clock.now()).problems
        assert why in problem.message, times
        assert holidays_in_file(content)[1], "of holidays neither"


def test_a_plan_that_came_out_otherwise_writes_nothing(world: World, manned: Manned) -> None:
    content = file(event("1", "Ana Brisk"))
    plan = plan_import(manned.first, content, at=clock.now())
    written(manned, content, world.delphine)
    assert carry_out(manned.first, content, digest=plan.digest, by=world.delphine)[1] is False
    with pytest.raises(Forbidden):
        carry_out(manned.first, content, digest=plan.digest, by=world.tobin)
