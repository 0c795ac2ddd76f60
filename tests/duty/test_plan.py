"""The reckoning against a second one that looks at every five minutes, in many zones and across clock changes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from holdfast.calendars.zones import DAY, zone_named
from holdfast.duty.plan import Change, Layer, Plan, Shift, Window

STEP = 300
EPOCH = date(1970, 1, 1)
ZONES = (
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Havana",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "UTC",
)
STARTS = (
    date(2026, 3, 7),  # clocks go forward in America, then in Europe on the 29th
    date(2026, 3, 27),
    date(2026, 10, 24),
    date(2026, 10, 31),
    date(2026, 4, 3),  # and back in the south
    date(2011, 12, 27),  # Samoa leaves out a whole day
    date(2026, 6, 10),
)
LENGTH = 9 * DAY


def days(day: date) -> int:
    return (day - EPOCH).days


@dataclass(frozen=True)
class Line:
    """What a clock on the wall shows at each step, and the farthest that it ever showed."""

    begin: int
    farthest: tuple[int, ...]

    def instant(self, wall: int) -> int:
        return self.begin + STEP * bisect_left(self.farthest, wall)


@cache
def line(zone: str, begin: int) -> Line:
    farthest: list[int] = []
    for at in range(begin, begin + LENGTH + 40 * DAY, STEP):
        shown = datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
        farthest.append(max(int(shown.timestamp()), farthest[-1] if farthest else -(1 << 60)))
    return Line(begin, tuple(farthest))


def slow_turn(layer: Layer, clock: Line, at: int) -> int | None:
    """By walking through the turns from the first day on, and through the hours of each day."""
    begun = -1
    for number in range(60):
        if clock.instant((layer.first_day + number * layer.every_days) * DAY + layer.hand_over) <= at:
            begun = number
    if begun < 0 or not layer.persons:
        return None
    if layer.window is not None:
        hours = layer.window
        inside = False
        for day in range(layer.first_day - 3, layer.first_day + 40):
            weekday = (EPOCH + timedelta(days=day)).weekday()
            last = day + 1 if hours.closes <= hours.opens else day
            if weekday in hours.weekdays and clock.instant(day * DAY + hours.opens) <= at:
                inside = inside or at < clock.instant(last * DAY + hours.closes)
        if not inside:
            return None
    return layer.persons[begun % len(layer.persons)]


def slow_on_duty(plan: Plan, clock: Line, at: int) -> int | None:
    now = [change for change in plan.changes if change.begin <= at < change.end]
    there = set(plan.active) - {change.instead_of for change in now if change.person is None}
    for change in now:
        if change.person in there and change.instead_of is None:
            return change.person
    for layer in plan.layers:
        whose = slow_turn(layer, clock, at)
        if whose is None:
            continue
        takers = [each.person for each in now if each.instead_of == whose and each.person in there]
        if takers or whose in there:
            return takers[0] if takers else whose
    return None


people = some.integers(1, 4)
of_day = some.integers(0, DAY // STEP - 1).map(lambda steps: steps * STEP)
windows = some.none() | some.builds(
    Window, some.frozensets(some.integers(0, 6), min_size=1), of_day, of_day.map(lambda at: at or DAY)
)


@some.composite
def plans(draw: some.DrawFn) -> tuple[str, int, Plan]:
    zone, start = draw(some.sampled_from(ZONES)), draw(some.sampled_from(STARTS))
    begin = days(start) * DAY
    offsets = some.integers(-2 * DAY // STEP, LENGTH // STEP).map(lambda steps: begin + steps * STEP)
    layers = some.builds(
        Layer,
        some.lists(people, max_size=3).map(tuple),
        some.integers(days(start) - 2, days(start) + 3),
        some.sampled_from((1, 2, 7)),
        of_day,
        windows,
    )
    changes = some.builds(
        lambda one, other, person, instead: Change(min(one, other), max(one, other), person, instead),
        offsets,
        offsets,
        some.none() | people,
        people,
    ) | some.builds(
        lambda one, other, person: Change(min(one, other), max(one, other), person), offsets, offsets, people
    )
    plan = Plan(
        zone_named(zone),
        tuple(draw(some.lists(layers, min_size=1, max_size=3))),
        tuple(draw(some.lists(changes, max_size=4))),
        draw(some.frozensets(people, min_size=2)),
    )
    return zone, begin, plan


@settings(max_examples=60)
@given(plans())
def test_t67_t69_t80_it_says_the_same_as_one_that_looks_at_every_step(made: tuple[str, int, Plan]) -> None:
    zone, begin, plan = made
    clock = line(zone, begin - 6 * DAY)
    shifts = plan.shifts(begin, begin + LENGTH)
    assert [shifts[0].begin, shifts[-1].end] == [begin, begin + LENGTH]
    assert all(one.end == two.begin and one.person != two.person for one, two in pairwise(shifts))
    for shift in shifts:
        for at in (
            shift.begin,
            shift.begin + (shift.end - shift.begin) // 2 // STEP * STEP,
            shift.end - STEP,
        ):
            assert slow_on_duty(plan, clock, at) == shift.person == plan.on_duty(at), (zone, at)
    for at in range(begin, begin + LENGTH, 7 * STEP * 5):
        assert plan.on_duty(at) == slow_on_duty(plan, clock, at)


def at(zone: str, text: str, *, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def daily(hand_over: int, *, first: date, window: Window | None = None) -> Layer:
    return Layer((1, 2), days(first), 1, hand_over, window)


@pytest.mark.parametrize(
    ("text", "fold", "person"),
    [
        ("2026-03-28T02:29", 0, 1),
        ("2026-03-28T02:30", 0, 2),
        ("2026-03-29T01:59", 0, 2),
        ("2026-03-29T03:00", 0, 1),  # half past two was skipped: the first instant after the gap
        ("2026-03-30T02:29", 0, 1),
        ("2026-03-30T02:30", 0, 2),
    ],
)
def test_t67_a_skipped_hand_over_is_at_the_first_instant_after_the_gap(
    text: str, fold: int, person: int
) -> None:
    plan = Plan(zone_named("Europe/Berlin"), (daily(9000, first=date(2026, 3, 27)),), (), {1, 2})
    assert plan.on_duty(at("Europe/Berlin", text, fold=fold)) == person


def test_t67_a_repeated_hand_over_is_at_its_first_occurrence_and_only_there() -> None:
    plan = Plan(zone_named("Europe/Berlin"), (daily(9000, first=date(2026, 10, 24)),), (), {1, 2})
    begins = at("Europe/Berlin", "2026-10-25T02:30", fold=0)
    shifts = plan.shifts(begins - DAY, begins + 2 * DAY)
    assert shifts[1] == Shift(begins, begins + DAY + 3600, 2), "25 hours, and no second hand-over"
    assert plan.on_duty(at("Europe/Berlin", "2026-10-25T02:29", fold=1)) == 2


def test_t80_whoever_is_shut_out_falls_through_to_the_next_layer_at_once_and_an_empty_rota_has_nobody() -> (
    None
):
    first, second = daily(0, first=date(2026, 6, 1)), Layer((3,), days(date(2026, 6, 1)), 7, 0)
    noon = at("UTC", "2026-06-01T12:00")
    assert Plan(zone_named("UTC"), (first, second), (), {1, 2, 3}).on_duty(noon) == 1
    assert Plan(zone_named("UTC"), (first, second), (), {2, 3}).on_duty(noon) == 3
    assert Plan(zone_named("UTC"), (first, second), (), {2}).on_duty(noon) is None
    assert Plan(zone_named("UTC"), (), (), {2}).shifts(noon, noon + 60) == [Shift(noon, noon + 60, None)]


def test_a_swap_an_absence_and_a_cover_by_somebody_who_is_away() -> None:
    noon = at("UTC", "2026-06-01T12:00")
    layers = (daily(0, first=date(2026, 6, 1)), Layer((3,), days(date(2026, 6, 1)), 7, 0))
    for changes, person in (
        ((Change(noon, noon + 60, 2, instead_of=1),), 2),
        ((Change(noon, noon + 60, 1, instead_of=2),), 1),  # of the one whose turn it is not
        ((Change(noon, noon + 60, None, instead_of=1),), 3),
        ((Change(noon, noon + 60, 4),), 4),
        ((Change(noon, noon + 60, 4), Change(noon, noon + 60, None, instead_of=4)), 1),
        ((Change(noon + 60, noon + 90, 4),), 1),
    ):
        assert Plan(zone_named("UTC"), layers, changes, {1, 2, 3, 4}).on_duty(noon) == person, changes
