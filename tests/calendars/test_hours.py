"""What may be written as a calendar, and what is refused in which words."""

import subprocess
import sys
from datetime import date

import pytest

from holdfast.calendars.hours import CalendarRefused, Hours

OFFICE = {"timezone": "Europe/Berlin", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": ["2026-12-25"]}


def test_hours_read_back_what_they_write():
    written = {**OFFICE, "exceptions": {"2026-12-24": [["09:00", "12:00"]], "2026-12-31": []}}
    hours = Hours.from_json(written)
    assert Hours.from_json(hours.to_json()) == hours
    assert hours.to_json()["weekly"]["mon"] == [["09:00", "17:00"]]
    assert hours.to_json()["exceptions"] == written["exceptions"]
    assert hours.holidays == {date(2026, 12, 25)}


def test_equal_hours_share_what_was_worked_out():
    assert Hours.from_json(OFFICE).openings is Hours.from_json(dict(OFFICE)).openings


def test_holidays_and_exceptions_may_be_missing():
    assert Hours.from_json({"timezone": "UTC", "weekly": {}}) == Hours("UTC", ((),) * 7)


@pytest.mark.parametrize(
    "time",
    ["9:00", "09:0", "0900", "09:60", "24:01", "25:00", "-1:00", " 09:00", "09:00\n", 9, None, True],
)
@pytest.mark.parametrize("place", [0, 1])
def test_times_are_two_digits_each(time, place):
    pair = ["08:00", "17:00"]
    pair[place] = time
    with pytest.raises(CalendarRefused, match=r"on tue is not a wall-clock time between 00:00 and 24:00"):
        Hours.from_json({**OFFICE, "weekly": {"tue": [pair]}})


def test_nothing_opens_at_24_00():
    with pytest.raises(CalendarRefused, match=r"Nothing opens at 24:00"):
        Hours.from_json({**OFFICE, "weekly": {"tue": [["24:00", "06:00"]]}})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"timezone": "Europe/Atlantis"}, "no time zone named 'Europe/Atlantis'"),
        ({"timezone": "europe/berlin"}, "no time zone named 'europe/berlin'"),
        ({"timezone": "../../etc/passwd"}, "no time zone named"),
        ({"timezone": "Europe"}, "no time zone named 'Europe'"),
        ({"timezone": ""}, "no time zone named ''"),
        ({"timezone": None}, "no time zone named None"),
        ({"timezone": ["UTC"]}, "no time zone named"),
        ({"weekly": {"Mon": []}}, "No weekday is named 'Mon'"),
        ({"weekly": {"monday": []}}, "No weekday is named 'monday'"),
        ({"weekly": []}, "weekly is not an object"),
        ({"weekly": {"mon": None}}, "hours of mon are not a list"),
        ({"weekly": {"mon": "09:00-17:00"}}, "hours of mon are not a list"),
        ({"weekly": {"mon": ["09:00", "17:00"]}}, "is not a pair"),
        ({"weekly": {"mon": [["09:00"]]}}, "is not a pair"),
        ({"weekly": {"mon": [["09:00", "12:00", "17:00"]]}}, "is not a pair"),
        ({"holidays": ["2026-02-30"]}, "'2026-02-30' is not a date"),
        ({"holidays": ["25.12.2026"]}, "is not a date"),
        ({"holidays": ["20261225"]}, "is not a date"),
        ({"holidays": ["2026-12-25T00:00:00Z"]}, "is not a date"),
        ({"holidays": [20261225]}, "is not a date"),
        ({"holidays": {"2026-12-25": "Christmas"}}, "holidays are not a list"),
        ({"holidays": None}, "holidays are not a list"),
        ({"exceptions": ["2026-12-24"]}, "exceptions is not an object"),
        ({"exceptions": {"Christmas": []}}, "'Christmas' is not a date"),
        ({"exceptions": {"2026-12-24": None}}, "hours of 2026-12-24 are not a list"),
        ({"hollidays": []}, "nothing named 'hollidays'"),
    ],
)
def test_a_calendar_is_refused_in_words_that_name_the_place(change, words):
    with pytest.raises(CalendarRefused, match=words):
        Hours.from_json({**OFFICE, **change})


@pytest.mark.parametrize("data", [None, [], "UTC", 1, {}, {"weekly": {}}, {"timezone": "UTC"}])
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(CalendarRefused):
        Hours.from_json(data)


def test_the_arithmetic_needs_no_django_and_no_holidays_library():
    program = (
        "import sys, holdfast.calendars.evaluate, holdfast.calendars.holidays_by_place;"
        "sys.exit('django' in sys.modules or 'holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
