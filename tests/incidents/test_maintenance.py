"""A maintenance from the plan to its end, and what each client is promised on the way (E6, E7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from icalendar import Calendar

from holdfast.catalogue.models import Use
from holdfast.clients.actions.emergency_list import set_list
from holdfast.clients.emergency.contacts import Listed
from holdfast.files.storage import read
from holdfast.incidents.actions.asking import Shortening, ask_for_short_notice
from holdfast.incidents.actions.attending import attend
from holdfast.incidents.actions.confirming import Hit
from holdfast.incidents.actions.deciding import approve_short_notice, decline_short_notice
from holdfast.incidents.actions.maintaining import (
    complete_maintenance,
    extend_maintenance,
    send_maintenance_update,
    start_maintenance,
)
from holdfast.incidents.actions.planning import (
    Plan,
    announce_maintenance,
    cancel_maintenance,
    move_maintenance,
    plan_maintenance,
)
from holdfast.incidents.models import (
    Announced,
    Announcement,
    Level,
    Maintenance,
    MaintenanceKind,
    ShortNotice,
)
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.languages import in_language
from holdfast.notices.models import Delivery, DeliveryState, Notice
from holdfast.notices.rendering import render
from holdfast.people.models import Person, Role
from holdfast.project import auditor
from holdfast.project.demo.world import World
from holdfast.promises.explain import explain
from holdfast.promises.models import Promise
from holdfast.vendor.models import the_vendor
from tests.incidents.approving import approved
from tests.incidents.estate import Estate, listed
from tests.incidents.test_life import outcomes, run_sweeps, states
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = NOON + 3 * DAY


def plan(estate: Estate, *, start: datetime = START, length: timedelta = 2 * HOUR, **more: object) -> Plan:
    return Plan(
        title="Database upgrade",
        text="Messages can't be read for 20 minutes.",
        hits=[Hit(estate.inbox, Level.MAJOR, "Frankfurt")],
        start_at=start,
        end_at=start + length,
        **more,  # type: ignore[arg-type]
    )


def announced(world: World, estate: Estate, **more: object) -> Maintenance:
    found = plan_maintenance(plan(estate, **more), by=world.kaveh)  # type: ignore[arg-type]
    announce_maintenance(found, by=world.kaveh)
    return fresh(found)


def fresh(found: Maintenance) -> Maintenance:
    return Maintenance.objects.get(pk=found.pk)


def running(world: World, estate: Estate, clock: Clock) -> Maintenance:
    found = announced(world, estate)
    accept("maintenance_notice")
    clock.set(START)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    accept("maintenance_started")
    return fresh(found)


def told(kind: str) -> list[str]:
    rows = Delivery.objects.filter(notice__kind=f"maintenance_{kind}", to_client=True)
    return sorted(rows.exclude(state=DeliveryState.CANCELLED).values_list("address", flat=True))


def event_of(kind: str) -> Calendar:
    notice = Notice.objects.filter(kind=f"maintenance_{kind}").latest("pk")
    (file,) = notice.files
    assert (file["filename"], file["media_type"]) == ("maintenance.ics", "text/calendar")
    return Calendar.from_ical(read(file["sha256"]))


def facts() -> list[str]:
    return list(TrailEntry.objects.order_by("pk").values_list("fact", flat=True))


def test_a_plan_owes_notice_a_day_before_the_start_to_each_client_it_reaches_and_tells_nobody(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    plan_maintenance(plan(estate), by=world.kaveh)
    for client in ("Osprey", "Velda"):
        assert outcomes(client, "maintenance_notice") == [("running", START - DAY)]
    assert states("Quillon", "maintenance_notice") == []
    assert not Delivery.objects.filter(to_client=True).exists()
    promise = Promise.objects.filter(clause="maintenance_notice").first()
    assert promise is not None
    assert explain(promise) == (
        "24 h before Friday 27 November 2026 12:00 UTC, round the clock; due Thursday 26 November 2026 12:00 UTC."
    )


def test_t62_over_a_change_of_the_clocks_notice_counts_hours_that_pass_and_each_reads_their_own_clock(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    start = datetime(2027, 3, 28, 3, 30, tzinfo=UTC)  # Berlin has skipped an hour since the day before
    plan_maintenance(plan(estate, start=start), by=world.kaveh)
    assert outcomes("Velda", "maintenance_notice") == [("running", start - DAY)]
    announce_maintenance(Maintenance.objects.get(), by=world.kaveh)
    row = Delivery.objects.select_related("notice").get(address=world.persons["lutz"].email)
    words = render(row.notice, row, the_vendor())
    assert "Sun 28 March, 03:30 UTC, 05:30 in Berlin" in words.text
    assert "Sun 28 March, 05:30 UTC, 07:30 in Berlin" in words.html
    orlas = Delivery.objects.select_related("notice").get(address=world.orla.email)
    assert "23:30 in New York" in render(orlas.notice, orlas, the_vendor()).text  # changed two weeks before
    move = {"start_at": start - DAY, "end_at": start - DAY + HOUR, "reason": "A supplier."}
    move_maintenance(Maintenance.objects.get(), **move, by=world.kaveh)  # type: ignore[arg-type]
    row = Delivery.objects.select_related("notice").filter(address=row.address).latest("pk")
    assert "Sat 27 March, 03:30 UTC, 04:30 in Berlin" in render(row.notice, row, the_vendor()).text


def test_the_notice_is_kept_by_the_first_acceptance_of_each_client_before_the_limit(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    announced(world, estate)
    assert told("notice") == sorted([world.persons["orla"].email, world.persons["lutz"].email])
    assert states("Osprey", "maintenance_notice") == ["running"]
    the_clock.set(START - DAY)
    accept("maintenance_notice")
    assert states("Osprey", "maintenance_notice") == ["kept"]
    the_clock.forward(hours=1)
    run_sweeps()
    assert states("Velda", "maintenance_notice") == ["kept"]


def test_a_notice_that_no_channel_took_in_time_is_broken_and_a_later_one_keeps_it_late(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    announced(world, estate)
    the_clock.set(START - DAY + HOUR)
    run_sweeps()
    assert states("Osprey", "maintenance_notice") == ["broken"]
    assert Notice.objects.filter(kind="word_missed").count() == 1  # for both clients
    accept("maintenance_notice")
    assert states("Osprey", "maintenance_notice") == ["kept_late"]
    promise = Promise.objects.filter(clause="maintenance_notice").first()
    assert promise is not None and promise.broken_at == START - DAY


def test_t45_each_client_reads_of_what_it_uses_and_of_nothing_that_others_use(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    estate.reports.is_public = False
    estate.reports.save()
    listed(world.organisations["quillon"], world.persons["dara"])
    hits = [
        Hit(estate.inbox, Level.MAJOR, "Virginia"),
        Hit(estate.inbox, Level.PARTIAL, "Frankfurt"),
        Hit(estate.reports, Level.MAJOR),
    ]
    announce_maintenance(plan_maintenance(replace(plan(estate), hits=hits), by=world.kaveh), by=world.kaveh)
    named = {
        row.address: row.notice.said["works"]
        for row in Delivery.objects.filter(notice__kind="maintenance_notice").select_related("notice")
    }
    assert named == {
        world.persons[
            "orla"
        ].email: "Messages: Inbox, Virginia, down; Messages: Inbox, Frankfurt, partly down",
        world.persons["lutz"].email: "Messages: Inbox, Frankfurt, partly down",
        world.persons["dara"].email: "Messages: Reports, down",
    }


def test_a_bounce_of_the_only_acceptance_owes_the_notice_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    announced(world, estate)
    accept("maintenance_notice")
    bounce(Delivery.objects.get(address=world.persons["orla"].email, notice__kind="maintenance_notice").pk)
    assert outcomes("Osprey", "maintenance_notice") == [("running", START - DAY)]
    assert states("Velda", "maintenance_notice") == ["kept"]


def test_less_than_a_day_of_notice_needs_a_reason_and_a_manager_and_is_waived_in_the_open(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    soon = plan(estate, start=NOON + 3 * HOUR)
    with pytest.raises(Refused, match="operational reason"):
        plan_maintenance(soon, by=world.kaveh)
    with pytest.raises(Refused, match="manager approves"):
        plan_maintenance(soon, shortening=Shortening("A disk is failing.", world.tobin), by=world.kaveh)
    mine = Shortening("A disk is failing.", world.delphine)
    with pytest.raises(Refused, match="Delphine Quarrie planned it: another manager"):
        plan_maintenance(soon, shortening=mine, by=world.delphine)
    assert not Maintenance.objects.exists()
    found = plan_maintenance(
        soon, shortening=Shortening("A disk is failing.", world.delphine), by=world.kaveh
    )
    named = Delivery.objects.select_related("notice").get(notice__kind="short_notice_asked")
    assert named.person == world.delphine
    words = render(named.notice, named, the_vendor()).text
    assert f"{world.kaveh} asks you to approve" in words and "Reason: A disk is failing." in words
    assert f"/desk/maintenance/{found.pk}/approval/" in words
    the_clock.forward(minutes=20)
    run_sweeps()
    assert states("Osprey", "maintenance_notice") == ["running"]  # it had no time to be broken in
    with pytest.raises(Refused, match=f"{world.delphine} has not approved it yet"):
        announce_maintenance(found, by=world.kaveh)
    assert fresh(found).approved_by is None and told("notice") == []
    for another in (world.kaveh, manager(world)):
        with pytest.raises(Forbidden):
            approve_short_notice(found, by=another)
    approve_short_notice(found, by=world.delphine)
    assert len(told("notice")) == 2, "the contact of each client"
    entry = TrailEntry.objects.filter(fact="ShortNoticeApproved").latest("pk")
    assert entry.actor_label == str(world.delphine)
    assert "Its notice is on its way to the clients." in decided(world)
    for promise in Promise.objects.filter(clause="maintenance_notice"):
        assert (promise.state, promise.waived_by_rule, promise.broken_at) == ("waived", False, None)
        assert (promise.waiver, promise.waived_by) == ("A disk is failing.", str(world.delphine))
    with pytest.raises(Refused, match="It is announced"):
        announce_maintenance(found, by=world.kaveh)
    row = Delivery.objects.filter(notice__kind="maintenance_notice").select_related("notice").first()
    assert row is not None
    assert "Why not earlier: A disk is failing." in render(row.notice, row, the_vendor()).text
    accept("maintenance_notice")
    assert states("Osprey", "maintenance_notice") == ["waived"]


def test_a_plan_that_is_announced_too_late_was_broken_before_it_is_waived(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = plan_maintenance(plan(estate), by=world.kaveh)
    the_clock.set(START - 5 * HOUR)
    with pytest.raises(Refused, match="operational reason"):
        announce_maintenance(found, by=world.kaveh)
    forgotten = Shortening("Forgotten.", world.delphine)
    ask_for_short_notice(found, shortening=forgotten, by=world.delphine)  # she did not plan it
    approve_short_notice(found, by=world.delphine)
    assert not Delivery.objects.filter(notice__kind__startswith="short_notice").exists()
    assert told("notice")
    promise = Promise.objects.filter(clause="maintenance_notice").first()
    assert promise is not None
    assert (promise.state, promise.broken_at) == ("waived", START - DAY)


def test_only_those_who_may_plan_and_only_what_lies_ahead_and_takes_something_away(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    with pytest.raises(Forbidden):
        plan_maintenance(plan(estate), by=world.tobin)
    for wrong, said in (
        ({"start": NOON - HOUR}, "past"),
        ({"length": -HOUR}, "ends after"),
        ({"length": 8 * DAY}, "seven days"),
    ):
        with pytest.raises(Refused, match=said):
            plan_maintenance(plan(estate, **wrong), by=world.kaveh)  # type: ignore[arg-type]


def test_an_emergency_says_why_it_cannot_wait_and_owes_no_notice(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    urgent = plan(estate, start=NOON + HOUR, kind=MaintenanceKind.EMERGENCY)
    with pytest.raises(Refused, match="can't wait"):
        plan_maintenance(urgent, by=world.kaveh)
    found = plan_maintenance(urgent, shortening=Shortening("A hole is being used."), by=world.kaveh)
    announce_maintenance(found, by=world.kaveh)
    assert states("Osprey", "maintenance_notice") == []
    row = Delivery.objects.filter(notice__kind="maintenance_notice").select_related("notice").first()
    assert row is not None
    text = render(row.notice, row, the_vendor()).text
    assert "Emergency maintenance." in text and "A hole is being used." in text


def test_t62_a_moved_window_is_told_to_all_who_were_told_and_is_a_new_notice(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    later = START + 2 * DAY
    with pytest.raises(Refused, match="why it moves"):
        move_maintenance(found, start_at=later, end_at=later + HOUR, reason=" ", by=world.kaveh)
    move_maintenance(found, start_at=later, end_at=later + HOUR, reason="A supplier.", by=world.kaveh)
    assert told("moved") == told("notice")
    assert outcomes("Osprey", "maintenance_notice") == [("kept", START - DAY), ("running", later - DAY)]
    accept("maintenance_moved")
    assert states("Osprey", "maintenance_notice") == ["kept", "kept"]
    (event,) = event_of("moved").events
    assert (event["SEQUENCE"], event.start) == (1, later)


def test_t62_a_window_that_shrinks_is_told_and_owes_no_new_notice(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    the_clock.set(START - 2 * HOUR)
    move_maintenance(found, start_at=START, end_at=START + HOUR, reason="It takes less long.", by=world.kaveh)
    assert states("Osprey", "maintenance_notice") == ["kept"]
    assert len(told("moved")) == 2


def test_t62_a_window_moved_closer_than_a_day_takes_a_reason_and_a_manager_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    sooner = {"start_at": NOON + 5 * HOUR, "end_at": NOON + 6 * HOUR, "reason": "It can't wait."}
    with pytest.raises(Refused, match="operational reason"):
        move_maintenance(found, **sooner, by=world.kaveh)  # type: ignore[arg-type]
    shortening = Shortening("A disk is failing.", world.delphine)
    move_maintenance(found, **sooner, shortening=shortening, by=world.kaveh)  # type: ignore[arg-type]
    assert (fresh(found).start_at, told("moved")) == (START, [])
    assert states("Osprey", "maintenance_notice") == ["kept"]
    approved(found)
    assert (fresh(found).start_at, told("moved")) == (NOON + 5 * HOUR, told("notice"))
    assert states("Osprey", "maintenance_notice") == ["kept", "waived"]
    word = Announcement.objects.latest("pk")
    assert (word.said["reason"], word.said["why_short"]) == ("It can't wait.", "A disk is failing.")
    assert "It is moved" in decided(world)


def test_a_shorter_notice_is_declined_with_words_and_asked_of_somebody_else_and_overtaken_by_what_comes_first(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found, another = announced(world, estate), manager(world)
    sooner = {"start_at": NOON + 5 * HOUR, "end_at": NOON + 6 * HOUR, "reason": "It can't wait."}
    mine = Shortening("A disk is failing.", world.delphine)
    move_maintenance(found, **sooner, shortening=mine, by=world.kaveh)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="whoever asks reads it"):
        decline_short_notice(found, words=" ", by=world.delphine)
    decline_short_notice(found, words="Not in the sales week.", by=world.delphine)
    assert "declined" in decided(world) and "Not in the sales week." in decided(world)
    assert fresh(found).start_at == START
    with pytest.raises(Refused, match="Nobody is asked"):
        approve_short_notice(found, by=world.delphine)

    move_maintenance(found, **sooner, shortening=mine, by=world.kaveh)  # type: ignore[arg-type]
    ask_for_short_notice(found, shortening=Shortening("Two disks are.", another), by=world.kaveh)
    with pytest.raises(Forbidden, match=f"{another} is asked"):
        approve_short_notice(found, by=world.delphine)
    waits = Delivery.objects.filter(notice__kind="short_notice_waits")
    the_clock.set(NOON + 2 * HOUR + timedelta(minutes=29))
    attend()
    assert not waits.exists()
    the_clock.forward(minutes=1)  # half of the time to its start
    for _ in range(2):
        attend()
    called = list(waits.values_list("person", flat=True))
    assert len(called) == len(set(called)) and {another.pk, world.delphine.pk, world.kaveh.pk} <= set(called)
    the_clock.set(NOON + 5 * HOUR)
    attend()
    assert len(called) == waits.count()
    with pytest.raises(Refused, match="past"):
        approve_short_notice(found, by=another)
    later = START + 2 * DAY
    move_maintenance(found, start_at=later, end_at=later + HOUR, reason="A supplier.", by=world.kaveh)
    with pytest.raises(Refused, match="Nobody is asked"):
        approve_short_notice(found, by=another)
    with pytest.raises(Refused, match="all the notice"):
        ask_for_short_notice(found, shortening=mine, by=world.kaveh)
    rows = list(ShortNotice.objects.order_by("pk").values_list("asked_of", "is_approved"))
    assert rows == [(world.delphine.pk, False), (world.delphine.pk, None), (another.pk, None)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Maintenance.objects.filter(pk=found.pk).update(why_short="Nobody approved that.")


def manager(world: World) -> Person:
    """A second manager, who is asked nothing at first."""
    person = world.persons["ines"]
    person.roles = [*person.roles, Role.MANAGER]
    person.save()
    return person


def decided(world: World) -> str:
    """The newest mail to the planner of what a manager decided."""
    row = Delivery.objects.select_related("notice").filter(notice__kind="short_notice_decided").latest("pk")
    assert row.person == world.kaveh
    return render(row.notice, row, the_vendor()).text


def test_t62_a_reminder_goes_once_before_the_start_and_is_taken_back_by_a_cancellation(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    attend()
    assert told("reminder") == []
    the_clock.set(START - HOUR)
    attend()
    attend()
    assert len(told("reminder")) == 2
    cancel_maintenance(found, reason="The supplier is not ready.", by=world.kaveh)
    assert told("reminder") == []
    assert told("cancelled") == told("notice")
    left_out = Delivery.objects.filter(notice__kind="maintenance_reminder").first()
    assert left_out is not None and left_out.trouble == "Left out: a later word overtook it."
    (event,) = event_of("cancelled").events
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
    the_clock.set(START + HOUR)
    attend()
    run_sweeps()
    assert told("reminder") == []
    assert states("Osprey", "maintenance_notice") == ["kept"]


def test_t62_a_reminder_in_the_hands_of_a_worker_at_the_cancellation_does_not_go_when_it_is_put_off(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    the_clock.set(START - HOUR)
    attend()
    rows = Delivery.objects.filter(notice__kind="maintenance_reminder")
    rows.update(lease_by="a worker", lease_until=the_clock.now + timedelta(seconds=60))
    cancel_maintenance(found, reason="Not ready.", by=world.kaveh)
    assert len(told("reminder")) == 2
    rows.update(lease_by="", lease_until=None)
    attend()
    assert told("reminder") == []


def test_t76_after_a_standstill_over_the_start_the_reminder_is_dropped_with_a_record_and_the_desk_is_called(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    announced(world, estate)
    accept("maintenance_notice")
    the_clock.set(START + 5 * HOUR)
    attend()
    attend()
    assert told("reminder") == []
    assert facts().count("ReminderDropped") == 1
    called = Delivery.objects.filter(notice__kind="maintenance_not_begun")
    assert {world.kaveh.email, world.delphine.email} <= set(called.values_list("address", flat=True))
    assert called.count() == called.values("address").distinct().count()


ZONES = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Santiago", "Australia/Lord_Howe",
    "Pacific/Auckland", "Asia/Tehran", "Africa/Casablanca", "Asia/Kolkata", "Pacific/Apia", "America/St_Johns",
    "Atlantic/Azores",
)  # fmt: skip


def test_t69_maintenance_in_twelve_zones_over_their_clock_changes_is_reminded_of_once_each_at_its_hour(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    starts: dict[int, datetime] = {}
    turns: list[tuple[datetime, int]] = []
    for zone in ZONES:
        for at in _changes_of_clock(zone)[:2] or [datetime(2027, 2, 1, tzinfo=UTC)]:
            local = (at - 20 * HOUR).astimezone(ZoneInfo(zone)).replace(hour=3, minute=0) + DAY
            # the next date's three o'clock there, which a change may have moved
            start = local.astimezone(UTC)
            turns += [(start + _minutes(minutes), minutes) for minutes in (-3000, -61, -60, -59, 1, 60, 61)]
    found: dict[datetime, list[Maintenance]] = {}
    for at, minutes in sorted(turns):
        start = the_clock.set(at) - _minutes(minutes)
        if minutes == -3000:
            one = announced(world, estate, start=start)
            starts[one.pk] = start
            found.setdefault(start, []).append(one)
        elif minutes == 61:
            cancel_maintenance(found[start].pop(), reason="Its time was enough.", by=world.kaveh)
        else:
            attend()
    reminders = Announcement.objects.filter(kind="reminder")
    assert sorted(reminders.values_list("maintenance", flat=True)) == sorted(starts)
    assert {each.maintenance_id: each.at for each in reminders} == {
        key: start - HOUR for key, start in starts.items()
    }


def _minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def _changes_of_clock(zone: str) -> list[datetime]:
    """The hours of a year after which the zone's clock shows another offset."""
    hours = [datetime(2027, 1, 1, tzinfo=UTC) + number * HOUR for number in range(365 * 24)]
    offsets = [at.astimezone(ZoneInfo(zone)).utcoffset() for at in hours]
    return [at for at, (before, after) in zip(hours, pairwise(offsets), strict=False) if before != after]


def test_whoever_is_told_within_the_time_of_the_reminder_gets_none(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    soon = plan(estate, start=NOON + timedelta(minutes=40))
    found = plan_maintenance(soon, shortening=Shortening("A disk.", world.delphine), by=world.kaveh)
    approved(found)
    accept("maintenance_notice")
    the_clock.forward(minutes=1)
    attend()
    assert told("reminder") == []


def test_t62_a_contact_who_comes_on_the_list_after_the_notice_gets_it_and_who_left_it_hears_the_end(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    accept("maintenance_notice")
    set_list(
        world.osprey,
        [Listed(email="night@ospreylane.example")],
        because="Another desk",
        by=world.osprey.account_manager,
    )
    attend()
    attend()
    assert told("notice").count("night@ospreylane.example") == 1
    accept("maintenance_notice")
    assert states("Osprey", "maintenance_notice") == ["kept"]
    cancel_maintenance(found, reason="Not ready.", by=world.kaveh)
    assert told("cancelled") == sorted(
        [world.persons["orla"].email, world.persons["lutz"].email, "night@ospreylane.example"]
    )


def test_all_mails_of_one_maintenance_to_a_reader_hang_together_under_one_subject(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = running(world, estate, the_clock)
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    rows = list(
        Delivery.objects.filter(address=world.orla.email, about=found.about)
        .select_related("notice")
        .order_by("pk")
    )
    assert [row.notice.kind for row in rows] == [
        "maintenance_notice", "maintenance_started", "maintenance_completed",
    ]  # fmt: skip
    assert {row.subject for row in rows} == {"[Maintenance] Database upgrade"}
    assert {row.notice.thread_root for row in rows} == {f"<maintenance-{found.code}@localhost>"}
    assert [row.follows for row in rows] == ["", rows[0].mail_id, rows[1].mail_id]


def test_a_client_that_comes_to_use_the_component_is_told_and_within_the_day_counted_as_short(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    announced(world, estate)
    accept("maintenance_notice")
    listed(world.quillon, world.persons["bram"])
    Use.objects.create(organisation=world.quillon, component=estate.inbox, since_at=NOON)
    attend()
    assert world.persons["bram"].email in told("notice")
    assert outcomes("Quillon", "maintenance_notice") == [("running", START - DAY)]
    accept("maintenance_notice")
    assert states("Quillon", "maintenance_notice") == ["kept"]
    the_clock.set(START - 2 * HOUR)
    harrow = world.organisations["harrow"]
    Use.objects.create(organisation=harrow, component=estate.inbox, since_at=the_clock.now)
    attend()
    (promise,) = Promise.objects.filter(organisation=harrow, clause="maintenance_notice")
    assert (promise.state, promise.waived_by_rule) == ("waived", True)
    assert promise.waiver == "came to use it after the notice was due"


def test_while_it_runs_each_client_is_owed_a_word_every_hour_and_completing_ends_the_chain(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = running(world, estate, the_clock)
    assert outcomes("Osprey", "maintenance_update") == [("kept", START + HOUR), ("running", START + HOUR)]
    the_clock.forward(hours=2, minutes=30)
    run_sweeps()
    assert states("Osprey", "maintenance_update") == ["kept", "broken", "broken", "running"]
    send_maintenance_update(found, text="Half done.", next_at=the_clock.now + HOUR, by=world.tobin)
    accept("maintenance_update")
    assert states("Osprey", "maintenance_update") == ["kept", "kept_late", "kept_late", "kept", "running"]
    send_maintenance_update(
        found, text="Done, we watch.", is_verifying=True, next_at=the_clock.now + HOUR, by=world.tobin
    )
    assert fresh(found).state == "verifying"
    accept("maintenance_update")
    complete_maintenance(found, text="All is back.", by=world.kaveh)
    accept("maintenance_completed")
    the_clock.forward(days=2)
    run_sweeps()
    attend()
    assert states("Osprey", "maintenance_update")[-1] == "waived"
    assert not Promise.objects.filter(reached__isnull=False, state__in=("running", "broken")).exists()
    assert fresh(found).state == "completed"


def test_an_overrun_is_seen_once_told_to_the_clients_and_pages_whoever_runs_it_until_it_has_a_new_end(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = running(world, estate, the_clock)
    end = START + 2 * HOUR
    the_clock.set(end)
    attend()
    assert told("overrun") == []
    the_clock.set(end + timedelta(seconds=1))
    attend()
    attend()
    assert told("overrun") == told("notice")
    assert Notice.objects.filter(kind="maintenance_overran").count() == 1
    accept("maintenance_overrun")
    assert states("Osprey", "maintenance_update")[-1] == "running"  # the clock's word keeps nothing
    with pytest.raises(Refused, match="after the old one"):
        extend_maintenance(found, end_at=end, text="More.", next_at=end + HOUR, by=world.kaveh)
    extend_maintenance(
        found, end_at=end + HOUR, text="The index is large.", next_at=end + HOUR, by=world.kaveh
    )
    assert told("extended") == told("notice")
    (event,) = event_of("extended").events
    assert (event["SEQUENCE"], event.end) == (1, end + HOUR)
    the_clock.set(end + 2 * HOUR)
    attend()
    assert Notice.objects.filter(kind="maintenance_overran").count() == 2


def test_it_begins_neither_before_it_was_told_nor_before_its_time(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = plan_maintenance(plan(estate), by=world.kaveh)
    with pytest.raises(Refused, match="send the notice first"):
        start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    announce_maintenance(found, by=world.kaveh)
    with pytest.raises(Refused, match="announced for later"):
        start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    the_clock.set(START)
    with pytest.raises(Refused, match="next update"):
        start_maintenance(found, next_at=None, by=world.kaveh)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    for act in (cancel_maintenance, move_maintenance):
        more = {"start_at": START, "end_at": START + HOUR} if act is move_maintenance else {}
        with pytest.raises(Refused, match="in progress"):
            act(found, reason="Why not.", by=world.kaveh, **more)  # type: ignore[operator]


def test_a_notice_that_was_not_sent_before_it_begins_is_taken_back_and_the_beginning_says_it_all(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = announced(world, estate)
    the_clock.set(START)
    start_maintenance(found, next_at=START + HOUR, by=world.kaveh)
    assert told("notice") == []
    row = Delivery.objects.filter(notice__kind="maintenance_started").select_related("notice").first()
    assert row is not None
    words = render(row.notice, row, the_vendor())
    assert "Messages: Inbox, Frankfurt, down" in words.text
    assert f"{row.address} is on the emergency list of" in words.text
    assert "Your account manager is" in words.text
    run_sweeps()
    assert states("Osprey", "maintenance_notice") == ["broken"]


def test_a_draft_that_is_cancelled_goes_without_a_word(world: World, estate: Estate) -> None:
    found = plan_maintenance(plan(estate), by=world.kaveh)
    cancel_maintenance(found, reason="Not needed.", by=world.kaveh)
    assert not Delivery.objects.filter(to_client=True).exists()
    assert states("Osprey", "maintenance_notice") == ["waived"]


def test_what_must_always_hold_of_maintenance_is_looked_at_each_minute(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    def finds(wrong: QuerySet[Any]) -> list[tuple[str, str]]:
        with transaction.atomic():
            wrong.delete()
            found = [(each.code, each.words) for each in auditor.everything_wrong()]
            transaction.set_rollback(True)
        return [(code, words) for code, words in found if code != "notices_late"]

    coming = announced(world, estate)
    the_clock.forward(minutes=2)
    assert auditor.everything_wrong() == []
    words = "Neither notice nor a next word is promised to a client: maintenance"
    first = Promise.objects.filter(organisation=world.osprey)
    assert finds(first) == [("no_next_maintenance_word", f"{words}: #{coming.pk}.")]
    word = Announced.objects.filter(reached__organisation=world.osprey)
    (short,) = finds(word)
    assert short == (
        "fan_out_short",
        f"Told to fewer people than it was for: announcement-{word[0].announcement_id}.",
    )
    accept("maintenance_notice")
    the_clock.set(START)
    start_maintenance(coming, next_at=START + HOUR, by=world.kaveh)
    accept("maintenance_started")
    the_clock.forward(minutes=2)
    assert finds(Promise.objects.none()) == []
    running = first.filter(clause="maintenance_update", state="running")
    assert finds(running) == [("no_next_maintenance_word", f"{words}: #{coming.pk}.")]


def test_every_word_to_a_client_can_be_read_in_text_and_html(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    announced(world, estate)
    row = Delivery.objects.filter(notice__kind="maintenance_notice").select_related("notice").first()
    assert row is not None
    row.notice.said |= {"reason": "Because <so>."}
    for kind in (
        *("notice", "moved", "reminder", "started", "update", "overrun", "extended", "completed"),
        "cancelled",
    ):
        row.notice.kind = f"maintenance_{kind}"
        words = in_language("en", lambda: render(row.notice, row, the_vendor()))
        assert "Database upgrade" in words.text and "Database upgrade" in words.html, kind
        assert "Fri 27 November, 12:00 UTC" in words.text and "Fri 27 November, 12:00 UTC" in words.html, kind
        assert ("Because <so>." in words.text) == (kind == "moved"), kind
        assert "<so>" not in words.html, kind
