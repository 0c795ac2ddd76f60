"""Calendars and questions drawn from a seed, crowded around the moments at which a zone changes its clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from holdfast.calendars.hours import Hours
from holdfast.calendars.worktime import add_days, add_seconds, is_open, next_opening, open_seconds_between
from tests.calendars.oracle import NAMES, Oracle, OutOfSight, Walk

SHAPES = (
    [["00:00", "24:00"]],
    [["09:00", "17:00"]],
    [["22:00", "06:00"]],
    [["09:00", "12:00"], ["13:00", "17:30"]],
    [["09:00", "12:00"], ["12:00", "17:00"]],
    [["08:00", "14:00"], ["11:15", "18:00"], ["12:00", "13:00"]],
    [["00:00", "00:00"]],
    [["17:00", "17:00"]],
    [["23:30", "00:00"]],
    [["00:00", "00:01"], ["23:59", "24:00"]],
    [["23:00", "02:30"]],
    [["01:15", "02:15"]],
    [["02:00", "03:00"]],
    [["00:30", "01:30"], ["02:30", "02:45"]],
    [],
)


def calendar_near(random: Random, zone: str, when: date, wall_minutes: list[int]) -> dict[str, Any]:
    """A calendar with boundaries at, just before and just after the wall-clock minutes given."""

    def time() -> int:
        if random.random() < 0.6:
            return (random.choice(wall_minutes) + random.choice((-30, -1, 0, 0, 1, 15, 30))) % 1440
        return random.randrange(96) * 15

    def hours() -> list[list[str]]:
        if random.random() < 0.45:
            return [list(pair) for pair in random.choice(SHAPES)]
        pairs = []
        for _ in range(random.choice((1, 1, 2, 3))):
            opens, closes = time(), time()
            pairs.append([written(opens), "24:00" if random.random() < 0.15 else written(closes)])
        return pairs

    days = random.choice((7, 7, 7, 5, 3, 1))
    calendar: dict[str, Any] = {
        "timezone": zone,
        "weekly": {name: hours() for name in random.sample(NAMES, days)},
        "holidays": [],
    }
    around = [when + timedelta(days=at) for at in range(-3, 4)]
    calendar["holidays"] = [day.isoformat() for day in around if random.random() < 0.2]
    if random.random() < 0.25:
        calendar["exceptions"] = {day.isoformat(): hours() for day in around if random.random() < 0.3}
    return calendar


def written(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def compare(random: Random, zone: str, at: datetime, calendars: int, questions: int) -> int:
    """Ask Holdfast and the oracle the same about random calendars near an instant; how often they could."""
    walk = Walk(zone, at - timedelta(days=14), at + timedelta(days=18))
    shown = [walk.shows(at), walk.shows(at - timedelta(seconds=1))]
    wall_minutes = [moment.hour * 60 + moment.minute for moment in shown] + [0]
    compared = 0
    for _ in range(calendars):
        calendar = calendar_near(random, zone, shown[0].date(), wall_minutes)
        oracle, hours = Oracle(calendar, walk), Hours.from_json(calendar)
        near = [cut for cut in oracle.cuts if abs(cut - at) < timedelta(days=5)] + [at]
        for _ in range(questions):
            compared += _compare_once(random, oracle, hours, near, calendar)
    return compared


def _compare_once(random: Random, oracle: Oracle, hours: Hours, near: list[datetime], calendar: Any) -> int:
    def moment() -> datetime:
        jitter = random.choice((0, 0, -1, 1, random.randrange(-200_000, 200_000)))
        return random.choice(near) + timedelta(seconds=jitter)

    start, end = moment(), moment()
    open_for = oracle.between(start, end)
    exact = open_seconds_between(hours, start, end)
    assert exact == open_for, f"between {start} and {end} on {calendar}"
    assert is_open(hours, start) == oracle.is_open(start), f"open at {start} on {calendar}"
    seconds = random.choice((0, 1, open_for, open_for, open_for + 1, random.randrange(300_000)))
    days = random.randrange(6)
    answered = 1
    for ask, wanted, amount in (
        (add_seconds, oracle.add_seconds, seconds),
        (add_days, oracle.add_days, days),
        (lambda hours, start, _: next_opening(hours, start), lambda start, _: oracle.opening(start), 0),
    ):
        try:
            due = wanted(start, amount)
        except OutOfSight:
            continue
        assert ask(hours, start, amount) == due, f"{wanted.__name__} {start} + {amount} on {calendar}"
        answered += 1
    return answered


def utc(second: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
