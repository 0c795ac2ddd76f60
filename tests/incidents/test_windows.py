"""What a maintenance window costs, and that the cheapest ones are: by hand, by brute force, across clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.calendars.hours import WEEKDAYS, Hours
from holdfast.calendars.worktime import is_open
from holdfast.incidents.conflicts import Against, Taken, conflicts_of
from holdfast.incidents.impact import Span
from holdfast.incidents.windows import Affected, Costs, by_hours

OFFICE = {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]}
NIGHT = {day: [["22:00", "06:00"]] for day in WEEKDAYS}
ALWAYS = {day: [["00:00", "24:00"]] for day in WEEKDAYS}
HOUR = timedelta(hours=1)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(weekly=OFFICE, timezone="UTC", **more):
    return Hours.from_json({"timezone": timezone, "weekly": weekly, **more})


def client(weekly=OFFICE, timezone="UTC", *, number=1, traffic=None, weight=1, **more):
    return Affected(number, hours(weekly, timezone, **more), traffic or (4,) * 168, weight)


def busy_at(*hours_of_week, count=4):
    return tuple(count if hour in hours_of_week else 0 for hour in range(168))


def cost(affected, start, end):
    return Costs(affected, at(start), at(end)).of(at(start), at(end)).cost


def test_an_hour_costs_what_is_open_times_usual_traffic_times_weight():
    assert cost([client()], "2026-06-09 10:00", "2026-06-09 11:00") == 4 * 3600
    assert cost([client(weight=5)], "2026-06-09 10:00", "2026-06-09 11:00") == 5 * 4 * 3600
    assert cost([client()], "2026-06-09 16:30", "2026-06-09 18:00") == 4 * 1800
    assert cost([client()], "2026-06-13 10:00", "2026-06-13 11:00") == 0  # a Saturday
    assert cost([client(holidays=["2026-06-09"])], "2026-06-09 10:00", "2026-06-09 11:00") == 0


def test_traffic_is_that_of_the_hour_of_the_clients_own_week():
    tuesday_ten = busy_at(24 + 10)
    in_berlin = [client(ALWAYS, "Europe/Berlin", traffic=tuesday_ten)]
    assert cost(in_berlin, "2026-06-09 08:00", "2026-06-09 09:00") == 4 * 3600
    assert cost(in_berlin, "2026-06-09 07:00", "2026-06-09 08:00") == 0
    in_kathmandu = [client(ALWAYS, "Asia/Kathmandu", traffic=tuesday_ten)]
    assert cost(in_kathmandu, "2026-06-09 04:00", "2026-06-09 05:00") == 4 * 45 * 60


def test_an_hour_that_comes_twice_or_not_at_all_costs_twice_or_nothing():
    sunday_two = [client(ALWAYS, "Europe/Berlin", traffic=busy_at(6 * 24 + 2))]
    assert cost(sunday_two, "2026-10-24 12:00", "2026-10-25 12:00") == 2 * 4 * 3600
    assert cost(sunday_two, "2026-03-28 12:00", "2026-03-29 12:00") == 0


def test_a_clock_may_change_in_the_middle_of_an_hour():
    """Newfoundland went back from 00:01 to 23:01: an hour and 59 minutes of Saturday's last hour."""
    late = [client(ALWAYS, "America/St_Johns", traffic=busy_at(5 * 24 + 23))]
    assert cost(late, "2010-11-06 12:00", "2010-11-07 12:00") == 4 * 119 * 60


def test_no_window_begins_before_the_range_does_not_even_by_a_part_of_a_second():
    begin = at("2026-06-09 18:00:00.5")
    (found,) = Costs([client()], begin, begin + HOUR).cheapest(timedelta(minutes=59), count=1)
    assert found.start == at("2026-06-09 18:00:01")


def test_the_hours_of_a_range_are_shown_one_by_one():
    day = Costs([client()], at("2026-06-09 07:30"), at("2026-06-09 12:00")).hourly()
    assert [window.cost for window in day] == [0, 2 * 3600, 4 * 3600, 4 * 3600]
    assert day[-1].end == at("2026-06-09 11:30")


def test_the_cheapest_window_lies_in_the_night_of_most():
    affected = [client(timezone="America/New_York"), client(timezone="Europe/Berlin", number=2)]
    costs = Costs(affected, at("2026-06-09 06:00"), at("2026-06-10 06:00"))
    first, second, third = costs.cheapest(2 * HOUR)
    assert [window.start for window in (first, second, third)] == [
        at("2026-06-09 21:00"),
        at("2026-06-09 23:00"),
        at("2026-06-10 01:00"),
    ]
    assert first.cost == 0


def test_of_windows_in_which_nobody_wrote_those_come_first_in_which_the_fewest_are_open():
    affected = [client(traffic=busy_at(0)), client(timezone="Asia/Tokyo", number=2, traffic=busy_at(0))]
    begin, end = at("2026-06-09 09:00"), at("2026-06-10 09:00")
    cheapest = Costs(affected, begin, end).cheapest(2 * HOUR, alike=Costs(by_hours(affected), begin, end))
    assert [window.start for window in cheapest] == [
        at("2026-06-09 17:00"),
        at("2026-06-09 19:00"),
        at("2026-06-09 21:00"),
    ]


def test_a_window_follows_the_clock_of_the_client_across_its_change():
    """Open round the clock, quiet from three to four: an hour of UTC earlier once Berlin keeps summer time."""
    quiet = tuple(0 if hour % 24 == 3 else 4 for hour in range(168))
    affected = [client(ALWAYS, "Europe/Berlin", traffic=quiet)]
    before = Costs(affected, at("2026-03-27 12:00"), at("2026-03-28 12:00")).cheapest(HOUR, count=1)
    after = Costs(affected, at("2026-03-29 12:00"), at("2026-03-30 12:00")).cheapest(HOUR, count=1)
    assert [before[0].start, after[0].start] == [at("2026-03-28 02:00"), at("2026-03-30 01:00")]


def test_a_range_too_short_has_none_and_one_just_long_enough_has_one():
    def found(until):
        return Costs([client()], at("2026-06-09 10:07"), at(until)).cheapest(HOUR)

    assert found("2026-06-09 11:06") == []
    assert [window.start for window in found("2026-06-09 11:07")] == [at("2026-06-09 10:07")]


def test_what_lies_outside_the_range_is_refused():
    costs = Costs([client()], at("2026-06-09 10:00"), at("2026-06-09 11:00"))
    with pytest.raises(ValueError, match="outside the range"):
        costs.of(at("2026-06-09 10:30"), at("2026-06-09 11:30"))


def test_clients_that_keep_the_same_hours_add_up():
    many = [client(number=number, weight=number) for number in range(1, 5)]
    assert cost(many, "2026-06-09 10:00", "2026-06-09 11:00") == (1 + 2 + 3 + 4) * 4 * 3600


# Of any half hour the oracle looks at each minute; openings and hours of the week begin at whole minutes.
FROM = at("2026-10-24 20:00")  # Berlin's clock goes back in the following night
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"]
CLIENTS = st.builds(
    client,
    st.sampled_from([OFFICE, NIGHT, ALWAYS, {"sun": [["01:30", "03:10"]], "mon": [["00:00", "24:00"]]}]),
    st.sampled_from(ZONES),
    traffic=st.lists(st.integers(0, 9), min_size=168, max_size=168).map(tuple),
    weight=st.integers(0, 3),
    holidays=st.sampled_from([[], ["2026-10-26"]]),
)


def seen_minute_by_minute(affected, start, length):
    total = 0
    for minute in range(int(length.total_seconds()) // 60):
        instant = start + timedelta(minutes=minute)
        for each in affected:
            if is_open(each.hours, instant):
                there = instant.astimezone(ZoneInfo(each.hours.timezone))
                total += 60 * each.weight * each.traffic[there.weekday() * 24 + there.hour]
    return total


@given(st.lists(CLIENTS, max_size=4), st.integers(0, 3), st.integers(4, 24), st.integers(1, 4))
def test_the_proposed_windows_are_the_true_minima_of_the_range(affected, shift, quarters, half_hours):
    begin, length = FROM + timedelta(minutes=5 * shift), timedelta(minutes=30 * half_hours)
    end = begin + timedelta(minutes=15 * quarters)
    found = Costs(affected, begin, end).cheapest(length, count=2)
    aligned = [FROM + timedelta(minutes=15 * quarter) for quarter in range(quarters + 2)]
    starts = sorted({begin, *aligned})
    possible = [
        (seen_minute_by_minute(affected, start, length), start)
        for start in starts
        if begin <= start and start + length <= end
    ]
    expected = []
    while possible and len(expected) < 2:
        expected.append(min(possible))
        possible = [(c, start) for c, start in possible if abs(start - expected[-1][1]) >= length]
    assert [(window.cost, window.start) for window in found] == expected
    assert all(begin <= window.start and window.end <= end for window in found)


def test_conflicts_are_listed_in_order_of_time_with_those_whom_they_concern():
    affected = [
        client(number=1, timezone="Asia/Singapore", holidays=["2026-06-12"]),
        client(number=2, timezone="UTC", holidays=["2026-06-12"]),
        client(number=3, timezone="Asia/Singapore", holidays=["2026-06-12"]),
    ]
    window = Span(at("2026-06-11 22:00"), at("2026-06-12 00:00"))
    taken = [
        Taken(
            Against.MAINTENANCE,
            "Certificates",
            at("2026-06-11 23:00"),
            at("2026-06-12 02:00"),
            frozenset({9}),
        ),
        Taken(
            Against.FREEZE, "Quarter's end", at("2026-06-11 00:00"), at("2026-06-12 00:00"), frozenset({2})
        ),
        Taken(Against.FREEZE, "Of another", at("2026-06-11 00:00"), at("2026-06-12 00:00"), frozenset({9})),
        Taken(Against.FREEZE, "Over before", at("2026-06-10 00:00"), at("2026-06-11 22:00")),
        Taken(Against.MAINTENANCE, "Begins after", at("2026-06-12 00:00"), at("2026-06-12 01:00")),
    ]
    found = conflicts_of(window, affected, taken)
    assert [(conflict.against, conflict.what, conflict.clients) for conflict in found] == [
        (Against.FREEZE, "Quarter's end", (2,)),
        (Against.HOLIDAY, "2026-06-12 in Asia/Singapore", (1, 3)),
        (Against.MAINTENANCE, "Certificates", ()),
    ]
    assert found[1].start == at("2026-06-11 16:00")
    assert date(2026, 6, 12) in affected[1].hours.holidays  # whose own date has not come by then
