"""What monitors measure over time: intervals without a gap, each look once, and nothing known while nobody looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from holdfast.audience.standing import standing_of
from holdfast.catalogue.actions.components import retire_component
from holdfast.incidents.impact import Silence, Span
from holdfast.incidents.silences import silences_of
from holdfast.incidents.uptime import Terms
from holdfast.kernel import holder
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.monitors.actions.gaps import note_watch
from holdfast.monitors.actions.heartbeats import hear_heartbeat, make_address
from holdfast.monitors.actions.keeping import (
    change_monitor,
    look_now,
    pause_monitor,
    remove_monitor,
    resume_monitor,
)
from holdfast.monitors.actions.measuring import claim, let_go, notice_silence, settle
from holdfast.monitors.checks import Finding, Tcp
from holdfast.monitors.history import thin_out
from holdfast.monitors.models import Look, Monitor, Stretch, Watch
from holdfast.monitors.queries import measured
from holdfast.project.demo.world import World
from holdfast.statuspage.past import tracks
from tests.incidents.estate import Estate, build_estate
from tests.monitors.watching import WELL, WRONG, entered, heartbeat, look_through, stretches
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def test_what_is_measured_are_intervals_from_the_first_look_that_changed(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    look_through("++-++---++++", the_clock)
    assert stretches(monitor) == [("up", 0, 5), ("down", 5, 8), ("up", 8, None)]
    of_all = measured(monitor.pk, since=NOON, until=the_clock.now)
    assert (of_all.up, of_all.down, of_all.share) == (timedelta(minutes=9), timedelta(minutes=3), "75.00 %")
    assert measured(monitor.pk, since=NOON, until=NOON + timedelta(minutes=5)).share == "100.00 %"
    assert monitor.looks.count() == 12


def test_a_change_is_confirmed_by_tries_that_follow_soon(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh, every=3600)
    look_through("+", the_clock, seconds=3600)
    look_through("---", the_clock, seconds=20)
    monitor.refresh_from_db()
    assert (monitor.state, monitor.since_at) == ("down", NOON + timedelta(hours=1))
    assert monitor.next_at == NOON + timedelta(hours=2, seconds=40)


def test_what_one_worker_looks_at_no_other_does_until_its_lease_ends(
    world: World, estate: Estate, the_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    (ours,) = claim(limit=10)
    monkeypatch.setattr(holder, "name", lambda: "another")
    assert claim(limit=10) == []
    the_clock.forward(seconds=35)  # five for the look, thirty besides
    (theirs,) = claim(limit=10)
    assert not settle(ours, WRONG)
    assert settle(theirs, WELL)
    assert not settle(theirs, WRONG)
    assert [each.is_ok for each in monitor.looks.all()] == [True]


def test_t56_what_a_worker_that_died_had_in_hand_is_looked_at_by_another_at_once(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    holder.arrive(7)
    try:
        (ours,) = claim(limit=10)
        the_clock.forward(seconds=1)
        assert (claim(limit=10), let_go(8), let_go(7)) == ([], 0, 1)
        (again,) = claim(limit=10)
    finally:
        holder.leave()
    assert (settle(ours, WRONG), settle(again, WELL)) == (False, True)


def test_a_look_that_was_under_way_when_the_monitor_was_changed_does_not_count(
    world: World, estate: Estate
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    (before,) = claim(limit=10)
    same = {"name": "Port", "every": 60, "within": 5, "tries": 1, "place": ""}
    change_monitor(monitor, Tcp(host="b.example", port=25), **same, by=world.kaveh)
    assert not settle(before, WRONG)
    (now,) = claim(limit=10)
    assert now.check == Tcp(host="b.example", port=25)


def test_a_look_that_broke_says_nothing_and_is_done_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    (ours,) = claim(limit=10)
    assert settle(ours, None)
    monitor.refresh_from_db()
    assert (monitor.state, monitor.looks.count(), monitor.lease_until) == ("unknown", 0, None)
    assert monitor.next_at == NOON + timedelta(minutes=1)


def test_while_no_worker_looked_nothing_is_known_and_nobody_was_down(
    world: World, estate: Estate, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    note_watch()
    look_through("++", the_clock)
    note_watch()
    the_clock.forward(minutes=58)
    note_watch()
    look_through("+", the_clock)
    assert stretches(monitor) == [("up", 0, 2), ("unknown", 2, 60), ("up", 60, None)]
    assert trail().count("NobodyLooked") == 1
    period = Span(NOON, the_clock.now)
    silent = Silence(
        component=estate.inbox.pk, start=NOON + timedelta(minutes=2), end=NOON + timedelta(hours=1)
    )
    assert silences_of([estate.inbox.pk, estate.reports.pk], period) == [silent]


def test_one_monitor_that_knows_is_enough_and_neither_a_pause_nor_a_moment_is_a_silence(
    world: World, estate: Estate
) -> None:
    def lasted(monitor: Monitor, state: str, start: int, end: int) -> None:
        span = {"began_at": NOON + timedelta(minutes=start), "ended_at": NOON + timedelta(minutes=end)}
        Stretch.objects.create(monitor=monitor, state=state, **span)

    one, other = entered(estate.inbox, world.kaveh, "One"), entered(estate.inbox, world.kaveh, "Other")
    lasted(one, "unknown", 0, 20)
    lasted(other, "down", 10, 15)
    lasted(one, "unknown", 40, 42)
    found = silences_of([estate.inbox.pk], Span(NOON, NOON + timedelta(hours=1)))
    assert [(each.start - NOON, each.end and each.end - NOON) for each in found] == [
        (timedelta(0), timedelta(minutes=10)),
        (timedelta(minutes=15), timedelta(minutes=20)),
    ]


def test_what_no_monitor_knew_is_on_neither_side_of_a_figure_and_said_in_the_bars(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    note_watch()
    look_through("+", the_clock)
    the_clock.forward(hours=5)
    note_watch()
    look_through("+", the_clock)
    track = tracks(zone="UTC", now=the_clock.now, terms=Terms())[estate.inbox.code]
    assert track.words == ("24 November: not measured 5 h",)
    assert track.uptime == Decimal("100.000")
    standing = standing_of(world.osprey, now=the_clock.now)
    assert standing.uptime.unknown_for == timedelta(hours=5)


def test_a_short_restart_of_ours_is_not_a_gap(world: World, estate: Estate, the_clock: Clock) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    note_watch()
    look_through("+", the_clock)
    the_clock.forward(minutes=2)
    note_watch()
    look_through("+", the_clock)
    assert stretches(monitor) == [("up", 0, None)]


def test_a_heartbeat_is_up_when_called_and_down_when_silent_for_interval_and_grace(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = heartbeat(estate.inbox, world.kaveh)
    secret = make_address(monitor, by=world.kaveh)
    the_clock.forward(hours=9)
    assert not notice_silence()  # it was never called: nothing is known of it
    assert hear_heartbeat(secret)
    the_clock.forward(minutes=64)
    assert not notice_silence()
    the_clock.forward(minutes=3)
    assert notice_silence()
    assert not notice_silence()
    monitor.refresh_from_db()
    assert (monitor.state, monitor.words) == ("down", "Silent since 2026-11-24 21:00 UTC.")
    the_clock.forward(minutes=10)
    assert hear_heartbeat(secret)
    assert stretches(monitor) == [("up", 0, 65), ("down", 65, 77), ("up", 77, None)]


def test_a_heartbeat_that_called_while_nobody_listened_is_given_its_time_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = heartbeat(estate.inbox, world.kaveh)
    secret = make_address(monitor, by=world.kaveh)
    hear_heartbeat(secret)
    the_clock.forward(minutes=50)
    note_watch()
    the_clock.forward(minutes=16)
    note_watch()
    assert not notice_silence()
    monitor.refresh_from_db()
    assert monitor.state == "unknown"
    assert stretches(monitor) == [("up", 0, 50), ("unknown", 50, None)]
    assert monitor.next_at == NOON + timedelta(minutes=66 + 65)


def test_only_a_digest_of_the_address_is_kept_and_the_old_one_ends_when_the_new_one_is_called(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = heartbeat(estate.inbox, world.kaveh)
    old = make_address(monitor, by=world.kaveh)
    new = make_address(monitor, by=world.kaveh)
    assert old not in str(Monitor.objects.values()) + str(TrailEntry.objects.values())
    assert hear_heartbeat(old)
    assert hear_heartbeat(new)
    assert not hear_heartbeat(old)
    assert not hear_heartbeat("abc")
    remove_monitor(monitor, by=world.kaveh)
    assert not hear_heartbeat(new)


def test_a_job_that_calls_without_end_writes_nothing_more(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    secret = make_address(heartbeat(estate.inbox, world.kaveh), by=world.kaveh)
    for _ in range(5):
        assert hear_heartbeat(secret)
        the_clock.forward(seconds=1)
    assert Look.objects.count() == 1


def test_what_is_paused_or_retired_is_not_looked_at_and_what_was_measured_stays(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    look_through("++", the_clock)
    pause_monitor(monitor, by=world.kaveh)
    the_clock.forward(minutes=10)
    assert claim(limit=10) == []
    resume_monitor(monitor, by=world.kaveh)
    look_through("+", the_clock)
    retire_component(estate.inbox, end_uses=True, by=world.ines)
    assert claim(limit=10) == []
    assert stretches(monitor) == [("up", 0, 2), ("up", 12, 13)]
    with pytest.raises(Refused, match="retired"):
        resume_monitor(monitor, by=world.kaveh)
    remove_monitor(monitor, by=world.kaveh)
    assert measured(monitor.pk, since=NOON, until=the_clock.now).up == timedelta(minutes=3)


def test_whoever_waits_at_the_desk_is_told_when_it_was_looked_at(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh, every=3600)
    look_through("+", the_clock)
    assert claim(limit=10) == []
    look_now(monitor, by=world.kaveh)
    (ours,) = claim(limit=10)
    settle(ours, WELL)
    monitor.refresh_from_db()
    assert not monitor.is_asked
    with pytest.raises(Refused, match="is called"):
        look_now(heartbeat(estate.inbox, world.kaveh), by=world.kaveh)


def test_only_leads_managers_and_administrators_change_monitors(world: World, estate: Estate) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    for act in (pause_monitor, resume_monitor, remove_monitor, look_now, make_address):
        with pytest.raises(Forbidden):
            act(monitor, by=world.tobin)


def test_old_looks_are_thinned_out_to_the_first_of_each_hour_and_outcome_then_gone(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    note_watch()
    for minute in range(0, 180, 20):
        for is_ok in (True, minute == 20):
            at = NOON + timedelta(minutes=minute)
            Look.objects.create(monitor=monitor, at=at, is_ok=is_ok, words="x")
    the_clock.forward(hours=27)
    thin_out()
    left = sorted((each.at, each.is_ok) for each in monitor.looks.all())
    hours = [NOON + timedelta(hours=hour) for hour in range(3)]
    assert left == sorted((hour, is_ok) for hour in hours for is_ok in (True, False))
    the_clock.forward(minutes=30)
    thin_out()  # not before an hour has gone
    the_clock.forward(days=30)
    thin_out()
    assert not monitor.looks.exists()
    assert Watch.objects.get().thinned_at == the_clock.now


def test_a_warning_is_told_once_and_its_end_is_seen(
    world: World, estate: Estate, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    near = Finding(True, "Good until Friday.", 9, "Ends on Friday.")
    for finding in (near, near, WRONG, near, WELL):
        (ours,) = claim(limit=10)
        settle(ours, finding)
        the_clock.forward(minutes=1)
    assert trail().count("MonitorWarned") == 1
    monitor.refresh_from_db()
    assert (monitor.state, monitor.warning) == ("up", "")
