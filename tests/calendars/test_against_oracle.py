"""T67: the arithmetic against an independent, brute-force reading of the contract."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest

from holdfast.calendars.hours import Hours
from holdfast.calendars.worktime import add_days, add_seconds, open_seconds_between
from holdfast.calendars.zones import zone_names
from tests.calendars.oracle import NAMES, Oracle, Walk
from tests.calendars.seeded import compare, utc
from tests.calendars.tzif import changes

ODD = (
    ("Europe/Berlin", "2026-03-29T01:00:00+00:00"),
    ("Europe/Berlin", "2026-10-25T01:00:00+00:00"),
    ("Europe/Dublin", "2025-10-26T01:00:00+00:00"),  # where summer is the standard time
    ("Australia/Lord_Howe", "2025-10-04T15:30:00+00:00"),  # half an hour
    ("Australia/Lord_Howe", "2026-04-04T15:00:00+00:00"),
    ("Pacific/Apia", "2011-12-30T10:00:00+00:00"),  # the date that was skipped
    ("Pacific/Kiritimati", "1994-12-31T10:00:00+00:00"),
    ("Pacific/Kwajalein", "1993-08-21T12:00:00+00:00"),
    ("America/Sao_Paulo", "2017-10-15T03:00:00+00:00"),  # midnight to one
    ("America/Sao_Paulo", "2018-02-18T02:00:00+00:00"),  # midnight back to eleven
    ("America/St_Johns", "2006-10-29T02:31:00+00:00"),  # one past midnight, back to the day before
    ("America/St_Johns", "2006-04-02T03:31:00+00:00"),
    ("America/Toronto", "1919-03-31T04:30:00+00:00"),  # half past eleven to half past midnight
    ("America/Nuuk", "2024-03-31T01:00:00+00:00"),
    ("America/Juneau", "1867-10-19T00:31:13+00:00"),  # a day twice
    ("Asia/Manila", "1844-12-31T15:56:08+00:00"),  # a day never, and offsets with seconds
    ("Asia/Beirut", "2024-03-30T22:00:00+00:00"),
    ("Africa/Cairo", "2023-10-26T21:00:00+00:00"),
    ("Asia/Gaza", "2086-04-12T23:00:00+00:00"),  # the last year that is spelt out
    ("Africa/Casablanca", "2018-06-14T02:00:00+00:00"),  # once more for Ramadan
    ("Africa/Algiers", "1917-03-24T23:00:00+00:00"),  # the last hour of a date
    ("Africa/Monrovia", "1972-01-07T00:44:30+00:00"),
    ("Europe/Paris", "1911-03-10T23:50:39+00:00"),
    ("Antarctica/Troll", "2026-03-29T01:00:00+00:00"),  # two hours
    ("Asia/Kathmandu", "1985-12-31T18:30:00+00:00"),
)


@pytest.mark.parametrize(("zone", "at"), ODD, ids=lambda value: value.replace(":", ""))
def test_t67_odd_changes_of_the_clock_agree_with_the_oracle(zone, at):
    assert compare(Random(f"{zone} {at}"), zone, datetime.fromisoformat(at), calendars=8, questions=12) > 250


@pytest.mark.parametrize("seed", range(6))
def test_t67_quiet_weeks_of_any_zone_agree_with_the_oracle(seed):
    random = Random(seed)
    zone = random.choice(sorted(zone_names()))
    at = datetime(1900, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(160 * 525_600))
    assert compare(random, zone, at, calendars=8, questions=12) > 250


def test_t67_all_127_sets_of_weekdays_agree_with_the_oracle():
    begin = datetime(2026, 10, 1, tzinfo=UTC)
    walk = Walk("Europe/Berlin", begin, begin + timedelta(days=60))
    random = Random(127)
    for size in range(1, 8):
        for names in combinations(NAMES, size):
            calendar = {
                "timezone": "Europe/Berlin",
                "weekly": {name: [["08:30", "12:00"], ["22:00", "02:30"]] for name in names},
                "holidays": ["2026-10-26"],
            }
            oracle, hours = Oracle(calendar, walk), Hours.from_json(calendar)
            for _ in range(4):
                start = begin + timedelta(days=4, seconds=random.randrange(25 * 86_400))
                seconds = random.randrange(20_000)
                assert add_seconds(hours, start, seconds) == oracle.add_seconds(start, seconds)
                assert add_days(hours, start, 2) == oracle.add_days(start, 2)
                end = start + timedelta(days=9)
                assert open_seconds_between(hours, start, end) == oracle.between(start, end)


def _zones_that_differ() -> list[str]:
    """One name for each set of rules: links to another zone would only repeat it."""
    names = {tuple(changes(zone)): zone for zone in sorted(zone_names(), reverse=True)}
    return sorted(names.values())


@pytest.mark.long
@pytest.mark.parametrize("zone", _zones_that_differ())
def test_t67_every_zone_agrees_with_the_oracle(zone):
    random = Random(zone)
    known = changes(zone)
    odd = [utc(at) for at, before, after in known if _is_odd(at, before, after)]
    moments = random.sample(odd, min(5, len(odd)))
    moments += [utc(at) for at, _, _ in random.sample(known, min(2, len(known)))]
    moments.append(datetime(random.randrange(1800, 2600), 3, 29, 1, tzinfo=UTC))
    for at in moments:
        assert compare(random, zone, at, calendars=6, questions=10) > 100


def _is_odd(at: int, before: int, after: int) -> bool:
    """Whether the change touches midnight, or is no whole hour."""
    days = {(at + offset + slack) // 86_400 for offset in (before, after) for slack in (-1, 0)}
    return len(days) > 1 or (after - before) % 3600 != 0
