"""Business time from Python: instants aware and exact, exceptions, edges, and laws that always hold."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.calendars.hours import WEEKDAYS, CalendarRefused, Hours
from holdfast.calendars.spans import SECOND, PastYear9999
from holdfast.calendars.worktime import (
    add_days,
    add_seconds,
    is_open,
    next_opening,
    open_seconds_between,
    require_opens_soon,
)

OFFICE = {day: [["09:00", "17:00"]] for day in WEEKDAYS[:5]}
NIGHT = {day: [["22:00", "06:00"]] for day in WEEKDAYS[:5]}
ALWAYS = {day: [["00:00", "24:00"]] for day in WEEKDAYS}


def hours(weekly=OFFICE, timezone="UTC", **more):
    return Hours.from_json({"timezone": timezone, "weekly": weekly, **more})


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_instants_come_in_aware_and_go_out_in_utc():
    start = datetime(2026, 3, 9, 10, tzinfo=timezone(timedelta(hours=1)))
    due = add_seconds(hours(), start, 60)
    assert due == at("2026-03-09 09:01")
    assert due.tzinfo is UTC
    with pytest.raises(ValueError, match="without a time zone"):
        add_seconds(hours(), at("2026-03-09 10:00").replace(tzinfo=None), 60)


@pytest.mark.parametrize("add", [add_seconds, add_days])
def test_nothing_is_added_backwards(add):
    with pytest.raises(ValueError, match="never added backwards"):
        add(hours(), at("2026-03-09 10:00"), -1)


def test_parts_of_a_second_are_kept():
    start = at("2026-03-09 16:59:59.250")
    assert add_seconds(hours(), start, 0) == start
    assert add_seconds(hours(), start, 1) == at("2026-03-10 09:00:00.250")
    assert add_days(hours(), start, 1) == at("2026-03-10 16:59:59.250")
    assert add_seconds(hours(), at("2026-03-09 08:59:59.250"), 1) == at("2026-03-09 09:00:01")
    assert open_seconds_between(hours(), start, at("2026-03-10 09:00:00.250")) == 1
    assert is_open(hours(), at("2026-03-09 16:59:59.999999"))
    gap = hours(ALWAYS, "Europe/Berlin")
    assert add_days(gap, at("2026-03-28 01:30:00.5"), 1) == at("2026-03-29 01:00")


def test_a_calendar_is_open_from_its_opening_until_its_closing():
    assert is_open(hours(), at("2026-03-09 09:00"))
    assert not is_open(hours(), at("2026-03-09 17:00"))
    assert not is_open(hours({}), at("2026-03-09 17:00"))
    assert next_opening(hours(), at("2026-03-09 12:00")) == at("2026-03-09 12:00")
    assert next_opening(hours(), at("2026-03-14 12:00")) == at("2026-03-16 09:00")
    assert next_opening(hours({}), at("2026-03-14 12:00")) is None


@pytest.mark.parametrize(
    ("weekly", "more", "open_hours"),
    [
        (OFFICE, {"exceptions": {"2026-03-10": [["09:00", "12:00"]]}}, 3),
        (OFFICE, {"exceptions": {"2026-03-10": []}}, 0),
        (OFFICE, {"exceptions": {"2026-03-10": [["22:00", "02:00"]]}}, 2),
        (OFFICE, {"exceptions": {"2026-03-10": [["10:00", "11:00"]]}, "holidays": ["2026-03-10"]}, 1),
        (OFFICE, {"exceptions": {"2026-03-09": [["22:00", "02:00"]]}}, 2 + 8),
        (OFFICE, {"exceptions": {"2026-03-09": [["22:00", "02:00"]]}, "holidays": ["2026-03-10"]}, 0),
        (NIGHT, {"exceptions": {"2026-03-10": [["09:00", "12:00"]]}}, 3),
        (NIGHT, {"exceptions": {"2026-03-10": []}}, 0),
        (NIGHT, {"exceptions": {"2026-03-09": []}}, 2),
        ({}, {"exceptions": {"2026-03-10": [["09:00", "12:00"]]}}, 3),
    ],
)
def test_an_exception_says_all_there_is_about_its_date(weekly, more, open_hours):
    begin, end = at("2026-03-10"), at("2026-03-11")
    assert open_seconds_between(hours(weekly, **more), begin, end) == open_hours * 3600


def test_an_exception_s_evening_runs_into_the_next_date_and_the_replaced_one_does_not():
    wednesday = at("2026-03-11"), at("2026-03-11 12:00")
    assert open_seconds_between(hours(NIGHT, exceptions={"2026-03-10": []}), *wednesday) == 0
    late = hours(NIGHT, exceptions={"2026-03-10": [["20:00", "01:00"]]})
    assert open_seconds_between(late, *wednesday) == 3600


def test_what_opens_only_on_exceptions_ends_after_the_last():
    once = hours(
        {},
        exceptions={"2026-03-10": [["09:00", "12:00"]], "2031-01-01": [["23:00", "01:00"]], "2040-01-01": []},
    )
    assert add_seconds(once, at("0001-01-01"), 3 * 3600 + 1) == at("2031-01-01 23:00:01")
    assert add_seconds(once, at("2026-03-10 10:00"), 4 * 3600) == at("2031-01-02 01:00")
    assert add_seconds(once, at("2026-03-10 10:00"), 4 * 3600 + 1) is None
    assert add_days(once, at("2026-03-10 10:00"), 2) == at("2031-01-02 01:00")
    assert add_days(once, at("2026-03-10 10:00"), 3) is None
    assert add_days(once, at("2026-03-10 10:00"), 10**40) is None
    assert next_opening(once, at("2031-01-02 01:00")) is None
    assert open_seconds_between(once, at("0001-01-01"), datetime.max.replace(tzinfo=UTC)) == 5 * 3600


def test_a_calendar_that_never_opens_is_refused():
    for never in (hours({}), hours({"mon": []}), hours({}, exceptions={"2020-01-01": [["09:00", "10:00"]]})):
        with pytest.raises(CalendarRefused, match="never opens"):
            require_opens_soon(never, at("2026-03-09"))


def test_a_calendar_whose_next_opening_is_over_366_days_off_is_refused():
    rare = hours({}, exceptions={"2027-03-10": [["09:00", "10:00"]]})
    require_opens_soon(rare, at("2026-03-09 09:00"))
    with pytest.raises(CalendarRefused, match="next opening is on 2027-03-10"):
        require_opens_soon(rare, at("2026-03-09 08:59:59"))
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 366)]
    with pytest.raises(CalendarRefused):
        require_opens_soon(hours(holidays=[day.isoformat() for day in days]), at("2026-03-09"))
    require_opens_soon(hours(), at("2026-03-09"))


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT-14", "Etc/GMT+12", "Europe/Berlin", "America/Sao_Paulo"])
def test_t67_round_the_clock_no_midnight_is_closed(zone):
    always = hours(ALWAYS, zone)
    first = datetime(2017, 1, 1, tzinfo=ZoneInfo(zone))
    midnights = [(first + timedelta(days=day)).astimezone(UTC) for day in range(800)]
    assert all(is_open(always, midnight) for midnight in midnights)
    assert all(next_opening(always, midnight) == midnight for midnight in midnights)
    for midnight, following in pairwise(midnights):
        assert open_seconds_between(always, midnight, following) == (following - midnight).total_seconds()


def test_hundreds_of_years_are_crossed_exactly():
    begin, cycle = at("2300-01-04 09:00"), timedelta(days=146_097)
    for zone in ("UTC", "Europe/Berlin", "America/Sao_Paulo"):
        office = hours(timezone=zone)
        year = open_seconds_between(office, begin, begin + cycle)
        assert year == 400 * 365.2425 / 7 * 5 * 8 * 3600
        for cycles in (1, 7, 19):
            shifted = begin + cycles * cycle if cycles < 19 else begin + 18 * cycle
            assert (
                add_seconds(office, shifted, 100_000) - shifted == add_seconds(office, begin, 100_000) - begin
            )
            assert add_days(office, shifted, 37) - shifted == add_days(office, begin, 37) - begin
        assert add_seconds(office, begin + timedelta(days=3), year * 17) >= begin + 17 * cycle
    assert add_days(hours(), begin, 5 * 52 * 7000) == begin + timedelta(days=7 * 52 * 7000)


def test_dates_centuries_on_hold_too():
    office = hours(holidays=["8888-03-01", "2026-03-09"], exceptions={"8888-03-02": [["10:00", "11:00"]]})
    assert add_seconds(office, at("8888-02-27 16:00"), 3600 + 1) == at("8888-03-02 10:00:01")
    assert add_days(office, at("8888-02-27 16:00"), 1) == at("8888-03-02 11:00")


def test_past_the_year_9999_is_an_error():
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        with pytest.raises(PastYear9999):
            add_seconds(hours(ALWAYS, zone), last, 3600)
        with pytest.raises(PastYear9999):
            add_days(hours(ALWAYS, zone), last, 2)
        assert add_seconds(hours(ALWAYS, zone), last, 3599) == last + timedelta(seconds=3599)


@pytest.mark.parametrize("weekly", [OFFICE, NIGHT, ALWAYS, {"mon": [["09:00", "12:00"], ["13:00", "17:00"]]}])
@pytest.mark.parametrize("fraction", [0.5, 0.75, 0.9])
def test_t70_a_warning_stands_where_that_much_of_the_open_time_has_passed(weekly, fraction):
    calendar = hours(weekly, "Europe/Berlin", holidays=["2026-03-30"])
    for start in (at("2026-03-27 12:00"), at("2026-03-28 03:00"), at("2026-10-23 22:30:30")):
        due = add_seconds(calendar, start, 100_000)
        open_for = open_seconds_between(calendar, start, due)
        assert open_for == 100_000
        warning = add_seconds(calendar, start, int(fraction * open_for))
        assert start < warning < due
        assert open_seconds_between(calendar, start, warning) == fraction * open_for


TIMES = st.integers(0, 1439).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
PAIRS = st.lists(st.tuples(TIMES, TIMES | st.just("24:00")).map(list), max_size=3)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"])
DATES = st.dates(date(2006, 1, 1), date(2012, 12, 31)).map(date.isoformat)
CALENDARS = st.fixed_dictionaries(
    {
        "timezone": ZONES,
        "weekly": st.dictionaries(st.sampled_from(WEEKDAYS), PAIRS),
        "holidays": st.lists(DATES, max_size=5),
        "exceptions": st.dictionaries(DATES, PAIRS, max_size=3),
    }
).map(Hours.from_json)
INSTANTS = st.integers(0, 7 * 365 * 86_400 * 10**6).map(
    lambda microseconds: at("2006-01-01") + timedelta(microseconds=microseconds)
)
SECONDS = st.integers(0, 400_000)


@settings(max_examples=60, deadline=None)
@given(CALENDARS, INSTANTS, SECONDS, SECONDS)
def test_t67_adding_and_measuring_agree(calendar, start, one, two):
    due = add_seconds(calendar, start, one)
    if due is None:
        return
    assert due >= start
    if one:
        assert open_seconds_between(calendar, start, due) == one
        assert open_seconds_between(calendar, start, due - timedelta(microseconds=1)) == one - 1
    later = add_seconds(calendar, due, two)
    if two:
        assert later == add_seconds(calendar, start, one + two)
    assert add_seconds(calendar, start, 0) == next_opening(calendar, start)


@settings(max_examples=60, deadline=None)
@given(CALENDARS, INSTANTS, st.integers(0, 30), st.integers(0, 86_400))
def test_t67_business_days_go_forward_one_by_one(calendar, start, days, seconds):
    due = add_days(calendar, start, days)
    if due is None:
        return
    assert due >= next_opening(calendar, start)
    following = add_days(calendar, start, days + 1)
    assert following is None or following > due
    whole = start.replace(microsecond=0)
    parts = [whole, whole + timedelta(seconds=seconds), whole + timedelta(seconds=2 * seconds)]
    first, second = (open_seconds_between(calendar, a, b) for a, b in pairwise(parts))
    assert first + second == open_seconds_between(calendar, parts[0], parts[2])


@given(
    st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"]),
    st.sampled_from([OFFICE, NIGHT, ALWAYS]),
    st.integers(0, 365 * 86_400),
    st.integers(0, 90 * 86_400),
)
def test_open_spans_are_in_order_within_what_was_asked_and_add_up(zone, weekly, offset, seconds):
    begin = at("2011-11-01") + timedelta(seconds=offset)
    end = begin + timedelta(seconds=seconds)
    calendar = hours(weekly, zone, holidays=["2011-12-26"])
    start, until = (int(each.timestamp()) * SECOND for each in (begin, end))
    spans = list(calendar.openings.within(start, until))
    passed = sum(closes - opens for opens, closes in spans)
    assert passed == open_seconds_between(calendar, begin, end) * SECOND
    assert all(start <= opens < closes <= until for opens, closes in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
