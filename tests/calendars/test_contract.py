"""`holdfast calendar eval`, rule by rule: what the contract says, worked out by hand."""

import json
from datetime import date, datetime, timedelta

import pytest

from holdfast.calendars.evaluate import evaluate_lines

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE = {day: [["09:00", "17:00"]] for day in WEEK[:5]}
NIGHT = {day: [["22:00", "06:00"]] for day in WEEK[:5]}
ALWAYS = {day: [["00:00", "24:00"]] for day in WEEK}


def cal(weekly, timezone="UTC", holidays=()):
    return {"timezone": timezone, "weekly": weekly, "holidays": list(holidays)}


def ask(**request):
    answers = []
    evaluate_lines([json.dumps(request)], answers.append)
    return json.loads(answers[0])


def add(calendar, start, **amount):
    return ask(op="add", calendar=calendar, start=start, **amount)["result"]


def between(calendar, start, end):
    return ask(op="between", calendar=calendar, start=start, end=end)["result"]


def test_the_contract_s_own_shapes_of_answers():
    calendar = cal(OFFICE, "Europe/Berlin", ["2026-12-25"])
    assert ask(op="add", calendar=calendar, start="2026-03-09T09:00:00+01:00", seconds=18_000) == {
        "result": "2026-03-09T13:00:00Z"
    }
    assert ask(op="add", calendar=cal({}), start="2026-03-09T09:00:00Z", seconds=1) == {"result": None}
    assert ask(op="between", calendar=calendar, start="2026-03-09T00:00:00Z", end="2026-03-10T00:00:00Z") == {
        "result": 28_800
    }


def _a_day_before(text):
    return (datetime.fromisoformat(text) - timedelta(days=1)).isoformat()


# Monday, 9 March 2026, to the Monday after.
@pytest.mark.parametrize(
    ("monday", "open_for"),
    [
        ([], 0),
        ([["09:00", "17:00"]], 8 * 3600),
        ([["22:00", "24:00"]], 2 * 3600),
        ([["22:00", "00:00"]], 2 * 3600),
        ([["22:00", "06:00"]], 8 * 3600),
        ([["00:00", "24:00"]], 24 * 3600),
        ([["00:00", "00:00"]], 24 * 3600),
        ([["09:00", "09:00"]], 24 * 3600),
        ([["09:00", "08:59"]], 24 * 3600 - 60),
        ([["09:00", "12:00"], ["12:00", "17:00"]], 8 * 3600),
        ([["12:00", "17:00"], ["09:00", "12:00"]], 8 * 3600),
        ([["09:00", "14:00"], ["11:00", "17:00"], ["12:00", "13:00"]], 8 * 3600),
        ([["09:00", "12:00"], ["09:00", "12:00"]], 3 * 3600),
        ([["22:00", "24:00"], ["22:00", "06:00"]], 8 * 3600),
    ],
)
def test_rule_1_pairs_of_wall_clock_times(monday, open_for):
    assert between(cal({"mon": monday}), "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z") == open_for


def test_rule_1_a_missing_day_is_closed():
    assert (
        add(cal({"mon": [["09:00", "17:00"]]}), "2026-03-10T00:00:00Z", seconds=0) == "2026-03-16T09:00:00Z"
    )


def test_rule_1_a_pair_past_midnight_ends_on_the_next_date():
    calendar = cal({"mon": [["22:00", "06:00"]]})
    assert add(calendar, "2026-03-09T12:00:00Z", seconds=7200) == "2026-03-10T00:00:00Z"
    assert add(calendar, "2026-03-09T12:00:00Z", seconds=7201) == "2026-03-10T00:00:01Z"
    assert add(calendar, "2026-03-09T12:00:00Z", seconds=28_800) == "2026-03-10T06:00:00Z"


def test_rule_1_sunday_runs_into_monday():
    calendar = cal({"sun": [["22:00", "06:00"]]})
    assert between(calendar, "2026-03-09T00:00:00Z", "2026-03-09T12:00:00Z") == 6 * 3600


def test_rule_1_a_tail_that_overlaps_the_next_day_counts_once():
    calendar = cal({"mon": [["22:00", "10:00"]], "tue": [["09:00", "17:00"]]})
    assert between(calendar, "2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z") == 19 * 3600


@pytest.mark.parametrize(
    ("holidays", "open_hours"),
    [
        ([], 8 + 8),
        (["2026-03-10"], 2 + 6),  # the morning tail before goes; its own evening's tail on Wednesday stays
        (["2026-03-10", "2026-03-11"], 2),
        (["2026-03-09"], 6 + 8),
        (["2026-03-11"], 8 + 2),
    ],
)
def test_rule_2_a_holiday_closes_exactly_its_own_date(holidays, open_hours):
    calendar = cal(NIGHT, holidays=holidays)
    assert between(calendar, "2026-03-09T12:00:00Z", "2026-03-11T12:00:00Z") == open_hours * 3600


def test_rule_2_a_holiday_is_a_date_of_the_calendar_s_zone():
    calendar = cal(ALWAYS, "Pacific/Auckland", ["2026-03-10"])
    assert add(calendar, "2026-03-09T11:00:00Z", seconds=0) == "2026-03-10T11:00:00Z"


@pytest.mark.parametrize(
    ("zone", "weekday", "pair", "begin", "open_for"),
    [
        ("Europe/Berlin", "sun", ["00:00", "24:00"], "2026-03-28T23:00:00Z", 23 * 3600),
        ("Europe/Berlin", "sun", ["00:00", "24:00"], "2026-10-24T22:00:00Z", 25 * 3600),
        ("Europe/Berlin", "sun", ["02:30", "05:00"], "2026-03-29T01:00:00Z", 2 * 3600),
        ("Europe/Berlin", "sun", ["01:00", "02:30"], "2026-03-29T00:00:00Z", 3600),
        ("Europe/Berlin", "sun", ["02:30", "03:30"], "2026-10-25T00:30:00Z", 2 * 3600),
        ("Europe/Berlin", "sun", ["02:00", "02:30"], "2026-10-25T00:00:00Z", 1800),
        ("Australia/Lord_Howe", "sun", ["02:15", "03:00"], "2025-10-04T15:30:00Z", 1800),
        ("America/Sao_Paulo", "sun", ["00:00", "02:00"], "2017-10-15T03:00:00Z", 3600),
        ("America/Sao_Paulo", "sat", ["23:00", "24:00"], "2018-02-18T01:00:00Z", 2 * 3600),
        # 00:01 back to 23:01 the day before: midnight is its first occurrence, on both sides.
        ("America/St_Johns", "sat", ["23:30", "24:00"], "2006-10-29T02:00:00Z", 1800),
        ("America/St_Johns", "sun", ["00:00", "00:30"], "2006-10-29T02:30:00Z", 5400),
        # 23:30 on to 00:30: what is left of the evening, and of the morning.
        ("America/Toronto", "sun", ["23:00", "24:00"], "1919-03-31T04:00:00Z", 1800),
        ("America/Toronto", "mon", ["00:00", "01:00"], "1919-03-31T04:30:00Z", 1800),
        # Local mean time, 53 min 28 s ahead.
        ("Europe/Berlin", "mon", ["09:00", "17:00"], "1880-03-01T08:06:32Z", 8 * 3600),
    ],
)
def test_rule_3_boundaries_are_resolved_for_their_own_date(zone, weekday, pair, begin, open_for):
    calendar = cal({weekday: [pair]}, zone)
    assert add(calendar, begin, seconds=0) == begin
    days_later = add(cal(ALWAYS), begin, seconds=5 * 86_400)
    assert between(calendar, begin, days_later) == open_for
    assert between(calendar, _a_day_before(begin), days_later) == open_for


def test_rule_3_hours_inside_a_gap_are_empty():
    calendar = cal({"sun": [["02:00", "03:00"], ["02:15", "02:45"]]}, "Europe/Berlin")
    assert between(calendar, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z") == 0


def test_rule_3_a_date_that_a_zone_skipped_has_no_hours():
    friday = cal({"fri": [["00:00", "24:00"]]}, "Pacific/Apia")
    assert add(friday, "2011-12-29T22:00:00Z", seconds=0) == "2012-01-05T10:00:00Z"
    thursday_night = cal({"thu": [["22:00", "06:00"]]}, "Pacific/Apia")
    assert between(thursday_night, "2011-12-29T12:00:00Z", "2012-01-02T00:00:00Z") == 2 * 3600


def test_rule_4_the_opening_is_inside_and_the_closing_outside():
    calendar = cal(OFFICE)
    assert add(calendar, "2026-03-09T09:00:00Z", seconds=0) == "2026-03-09T09:00:00Z"
    assert add(calendar, "2026-03-09T08:59:59Z", seconds=0) == "2026-03-09T09:00:00Z"
    assert add(calendar, "2026-03-09T16:59:59Z", seconds=0) == "2026-03-09T16:59:59Z"
    assert add(calendar, "2026-03-09T17:00:00Z", seconds=0) == "2026-03-10T09:00:00Z"


@pytest.mark.parametrize(
    ("start", "seconds", "due"),
    [
        ("2026-03-09T09:00:00Z", 28_800, "2026-03-09T17:00:00Z"),  # stays at the closing
        ("2026-03-09T09:00:00Z", 28_801, "2026-03-10T09:00:01Z"),
        ("2026-03-09T17:00:00Z", 1, "2026-03-10T09:00:01Z"),
        ("2026-03-07T11:00:00Z", 0, "2026-03-09T09:00:00Z"),
        ("2026-03-13T16:00:00Z", 7200, "2026-03-16T10:00:00Z"),
        ("2026-03-09T12:00:00+02:00", 3600, "2026-03-09T11:00:00Z"),
        ("2026-03-09T09:00:00Z", 40 * 3600, "2026-03-13T17:00:00Z"),
        ("2026-03-09T09:00:00Z", 52 * 40 * 3600, "2027-03-05T17:00:00Z"),
    ],
)
def test_rule_5_seconds_of_open_time_are_consumed(start, seconds, due):
    assert add(cal(OFFICE), start, seconds=seconds) == due


def test_rule_5_no_opening_ever_is_null():
    for weekly in ({}, {"mon": []}):
        for amount in ({"seconds": 0}, {"seconds": 10**30}, {"days": 0}, {"days": 7}):
            assert add(cal(weekly), "2026-03-09T09:00:00Z", **amount) is None


def test_rule_5_a_negative_number_is_an_error():
    assert "error" in ask(op="add", calendar=cal(OFFICE), start="2026-03-09T09:00:00Z", seconds=-1)
    assert "error" in ask(op="add", calendar=cal(OFFICE), start="2026-03-09T09:00:00Z", days=-1)


@pytest.mark.parametrize(
    ("start", "end", "open_for"),
    [
        ("2026-03-09T09:00:00Z", "2026-03-09T17:00:00Z", 28_800),
        ("2026-03-09T16:59:59Z", "2026-03-10T09:00:01Z", 2),
        ("2026-03-09T09:00:00Z", "2026-03-09T09:00:00Z", 0),
        ("2026-03-10T09:00:00Z", "2026-03-09T09:00:00Z", 0),
        ("2026-03-09T17:00:00Z", "2026-03-10T09:00:00Z", 0),
        ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", 261 * 28_800),
    ],
)
def test_rule_6_between_counts_from_the_start_up_to_the_end(start, end, open_for):
    assert between(cal(OFFICE), start, end) == open_for


def test_rule_7_a_repeated_hour_counts_twice_and_a_skipped_one_not_at_all():
    calendar = cal(ALWAYS, "Europe/Berlin")
    assert add(calendar, "2026-10-25T01:30:00+02:00", seconds=7200) == "2026-10-25T01:30:00Z"
    assert add(calendar, "2026-03-29T01:30:00+01:00", seconds=7200) == "2026-03-29T02:30:00Z"
    assert between(calendar, "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00") == 25 * 3600


SPLIT = {"wed": [["09:00", "10:00"], ["13:00", "17:00"]], "tue": [["08:00", "20:00"]]}


@pytest.mark.parametrize(
    ("weekly", "start", "days", "due"),
    [
        (OFFICE, "2026-03-13T10:30:15Z", 1, "2026-03-16T10:30:15Z"),
        (OFFICE, "2026-03-14T12:00:00Z", 1, "2026-03-17T09:00:00Z"),
        (OFFICE, "2026-03-14T12:00:00Z", 0, "2026-03-16T09:00:00Z"),
        (OFFICE, "2026-03-13T17:00:00Z", 1, "2026-03-17T09:00:00Z"),
        (OFFICE, "2026-03-09T09:00:00Z", 261, "2027-03-09T09:00:00Z"),
        (SPLIT, "2026-03-10T09:30:00Z", 1, "2026-03-11T09:30:00Z"),  # open
        (SPLIT, "2026-03-10T11:00:00Z", 1, "2026-03-11T13:00:00Z"),  # the next opening
        (SPLIT, "2026-03-10T08:00:00Z", 1, "2026-03-11T09:00:00Z"),
        (SPLIT, "2026-03-10T19:00:00Z", 1, "2026-03-11T17:00:00Z"),  # the last closing
        (SPLIT, "2026-03-10T17:00:00Z", 1, "2026-03-11T17:00:00Z"),  # a closing is outside
        (SPLIT, "2026-03-10T19:00:00Z", 2, "2026-03-17T19:00:00Z"),
        (
            {"fri": [["22:00", "06:00"]]},
            "2026-03-13T23:00:00Z",
            1,
            "2026-03-14T06:00:00Z",
        ),  # a tail is open time
        ({"fri": [["22:00", "06:00"]]}, "2026-03-13T23:00:00Z", 2, "2026-03-20T23:00:00Z"),
        ({"fri": [["22:00", "06:00"]]}, "2026-03-14T01:00:00Z", 1, "2026-03-20T22:00:00Z"),
        ({"fri": [["22:00", "00:00"]]}, "2026-03-13T23:00:00Z", 1, "2026-03-20T23:00:00Z"),
    ],
)
def test_rule_8_business_days(weekly, start, days, due):
    assert add(cal(weekly), start, days=days) == due


def test_rule_8_holidays_are_no_business_days():
    calendar = cal(OFFICE, holidays=["2026-04-03", "2026-04-06"])
    assert add(calendar, "2026-04-02T15:00:00Z", days=1) == "2026-04-07T15:00:00Z"


@pytest.mark.parametrize(
    ("zone", "start", "days", "due"),
    [
        ("Europe/Berlin", "2026-03-28T02:30:00+01:00", 1, "2026-03-29T01:00:00Z"),  # 02:30 is not, so 03:00
        ("Europe/Berlin", "2026-03-28T02:30:00+01:00", 2, "2026-03-30T00:30:00Z"),
        ("Europe/Berlin", "2026-10-24T02:30:00+02:00", 1, "2026-10-25T00:30:00Z"),  # the first 02:30
        ("Europe/Berlin", "2026-10-25T02:30:00+01:00", 1, "2026-10-26T01:30:00Z"),  # from the second
        ("Pacific/Apia", "2011-12-29T10:00:00-10:00", 1, "2011-12-30T20:00:00Z"),  # over the skipped date
        ("America/Sao_Paulo", "2017-10-14T00:30:00-03:00", 1, "2017-10-15T03:00:00Z"),
        ("America/Toronto", "1919-03-29T23:45:00-05:00", 1, "1919-03-31T04:30:00Z"),  # the last closing there
    ],
)
def test_rule_8_the_wall_clock_time_is_that_of_the_calendar_s_zone(zone, start, days, due):
    assert add(cal(ALWAYS, zone), start, days=days) == due


def test_rule_8_hours_that_a_gap_swallowed_have_no_closing():
    # Saturday 23:59 to 24:00 lies in the gap from 23:00 to midnight: the last closing is in the morning.
    weekly = {"thu": [["01:00", "02:00"]], "sat": [["00:00", "00:01"], ["23:59", "24:00"]]}
    calendar = cal(weekly, "Africa/Algiers")
    assert add(calendar, "1917-03-22T01:30:00Z", days=1) == "1917-03-24T00:01:00Z"


def test_rule_9_past_the_year_9999_is_an_error():
    always, office = cal(ALWAYS), cal(OFFICE)
    assert add(always, "9999-12-31T23:00:00Z", seconds=3599) == "9999-12-31T23:59:59Z"
    for calendar, amount in (
        (always, {"seconds": 3600}),
        (always, {"days": 1}),
        (always, {"seconds": 10**40}),
        (always, {"days": 10**40}),
        (office, {"seconds": 0}),
        (office, {"days": 0}),
    ):
        answer = ask(op="add", calendar=calendar, start="9999-12-31T23:00:00Z", **amount)
        assert answer == {"error": "The result is past the year 9999."}


def test_rule_9_a_calendar_that_opens_too_rarely_is_not_refused_here():
    mondays = [(date(2026, 3, 9) + timedelta(weeks=week)).isoformat() for week in range(5 * 52)]
    calendar = cal({"mon": [["09:00", "17:00"]]}, holidays=mondays)
    assert add(calendar, "2026-03-09T09:00:00Z", seconds=0) == "2031-03-03T09:00:00Z"
