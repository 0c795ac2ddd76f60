"""The command behind `holdfast calendar eval` as a program that other programs talk to."""

import io
import json

import pytest

from holdfast.calendars.evaluate import evaluate_lines, main
from holdfast.calendars.hours import WEEKDAYS

OFFICE = {"timezone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": []}
START = "2026-03-09T09:00:00Z"


def answers(*lines):
    written = []
    evaluate_lines(lines, written.append)
    assert all(answer.endswith("\n") and "\n" not in answer[:-1] for answer in written)
    return [json.loads(answer) for answer in written]


def answer(**request):
    return answers(json.dumps(request))[0]


def test_lines_are_answered_in_order_and_a_bad_one_stops_nothing():
    good = json.dumps({"op": "add", "calendar": OFFICE, "start": START, "seconds": 60})
    found = answers(
        good, "{", "", "[]", "null", good + "\r\n", "[" * 100_000, b"\xff\xfe", good.encode(), '{"op":"add"}'
    )
    assert ["result" in line for line in found] == [
        True,
        False,
        False,
        False,
        False,
        True,
        False,
        False,
        True,
        False,
    ]
    assert all(set(line) in ({"result"}, {"error"}) for line in found)


def test_the_stream_of_bytes_is_answered_whatever_it_holds():
    good = json.dumps({"op": "add", "calendar": OFFICE, "start": START, "seconds": 60}).encode()
    stdin = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + good + b"\n\xff\n\x00\n" + good), encoding="utf-8")
    stdout = io.StringIO()
    assert main(stdin, stdout) == 0
    lines = [json.loads(line) for line in stdout.getvalue().splitlines()]
    assert [line.get("result") for line in lines] == [
        "2026-03-09T09:01:00Z",
        None,
        None,
        "2026-03-09T09:01:00Z",
    ]
    assert ["error" in line for line in lines] == [False, True, True, False]


@pytest.mark.parametrize("amount", [True, False, 1.0, 1.5, "1", None, -1, [], float("nan"), float("inf")])
@pytest.mark.parametrize("unit", ["seconds", "days"])
def test_a_number_is_a_whole_number_from_0_on(unit, amount):
    assert "error" in answer(op="add", calendar=OFFICE, start=START, **{unit: amount})


@pytest.mark.parametrize(
    "request_",
    [
        {"calendar": OFFICE, "start": START, "seconds": 1},
        {"op": "subtract", "calendar": OFFICE, "start": START, "seconds": 1},
        {"op": ["add"], "calendar": OFFICE, "start": START, "seconds": 1},
        {"op": "add", "start": START, "seconds": 1},
        {"op": "add", "calendar": OFFICE, "seconds": 1},
        {"op": "add", "calendar": OFFICE, "start": START},
        {"op": "add", "calendar": OFFICE, "start": START, "seconds": 1, "days": 1},
        {"op": "between", "calendar": OFFICE, "start": START},
        {"op": "between", "calendar": OFFICE, "end": START},
        {"op": "between", "calendar": None, "start": START, "end": START},
        {"op": "between", "calendar": {**OFFICE, "timezone": "Europe/Nowhere"}, "start": START, "end": START},
    ],
)
def test_what_is_missing_or_meaningless_is_an_error(request_):
    assert set(answer(**request_)) == {"error"}


def test_other_keys_of_a_request_are_passed_over():
    assert answer(op="add", calendar=OFFICE, start=START, seconds=0, id=7) == {"result": START}


def test_a_calendar_is_not_taken_for_another_that_differs_by_a_type():
    odd = {**OFFICE, "weekly": {"mon": [["09:00", "17:00"], 1]}}
    odder = {**OFFICE, "weekly": {"mon": [["09:00", "17:00"], True]}}
    assert all("error" in answer(op="add", calendar=c, start=START, seconds=0) for c in (odd, odder))


ALWAYS = {
    "timezone": "UTC",
    "weekly": {d: [["00:00", "24:00"]] for d in WEEKDAYS},
}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-03-09T13:00:00Z", "2026-03-09T13:00:00Z"),
        ("2026-03-09t13:00:00z", "2026-03-09T13:00:00Z"),
        ("2026-03-09T13:00:00.000Z", "2026-03-09T13:00:00Z"),
        ("2026-03-09T13:00:00+00:00", "2026-03-09T13:00:00Z"),
        ("2026-03-09T13:00:00-00:00", "2026-03-09T13:00:00Z"),
        ("2026-03-09T13:00:00+14:00", "2026-03-08T23:00:00Z"),
        ("2026-03-09T13:00:00-12:00", "2026-03-10T01:00:00Z"),
        ("2026-03-09T13:00:00+0530", "2026-03-09T07:30:00Z"),
        ("2026-03-09T13:00:00-03", "2026-03-09T16:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2017-01-01T05:29:60+05:30", "2016-12-31T23:59:59Z"),
        ("1969-07-20T20:17:40Z", "1969-07-20T20:17:40Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("9999-12-31T23:59:60Z", "9999-12-31T23:59:59Z"),
    ],
)
def test_t74_instants_at_the_edges_have_one_meaning(text, meant):
    assert answer(op="add", calendar=ALWAYS, start=text, seconds=0) == {"result": meant}


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09",
        "2026-03-09T13:00:00",
        "2026-03-09T13:00:00.5Z",
        "2026-03-09T13:00Z",
        "2026-03-09 13:00:00Z",
        "2026-03-09T13:00:00Z\n",
        " 2026-03-09T13:00:00Z",
        "2026-03-09T13:00:61Z",
        "2026-03-09T13:60:00Z",
        "2026-03-09T24:00:00Z",
        "2026-02-29T13:00:00Z",
        "2026-03-09T13:00:00+24:00",
        "2026-03-09T13:00:00+01:60",
        "2026-03-09T13:00:00 Europe/Berlin",
        "\u0662026-03-09T13:00:00Z",  # an Arabic digit
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "",
        1_772_974_800,
        None,
    ],
)
def test_t74_what_is_no_instant_is_an_error(text):
    assert set(answer(op="add", calendar=ALWAYS, start=text, seconds=0)) == {"error"}


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "America/Los_Angeles", "Pacific/Auckland", "Asia/Manila"]
)
def test_t74_the_first_and_the_last_day_of_time_count_in_every_zone(zone):
    calendar = {**ALWAYS, "timezone": zone}
    for start, end in (
        ("0001-01-01T00:00:00Z", "0001-01-03T00:00:00Z"),
        ("9999-12-30T00:00:00Z", "9999-12-31T23:59:59Z"),
    ):
        open_for = answer(op="between", calendar=calendar, start=start, end=end)["result"]
        assert open_for == (2 * 86_400 if start < "1" else 2 * 86_400 - 1)
        assert answer(op="add", calendar=calendar, start=start, seconds=open_for) == {"result": end}
