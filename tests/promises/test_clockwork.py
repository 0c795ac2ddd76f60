"""The due time as a pure function of its inputs (promises.md, 'A promise'; T70, T72)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.calendars.hours import Hours
from holdfast.calendars.worktime import open_seconds_between
from holdfast.policy.allowance import Allowance
from holdfast.promises.clockwork import Inputs, due_at, due_without_pauses, warning_at

BERLIN = Hours.from_json(
    {
        "timezone": "Europe/Berlin",
        "weekly": {
            day: [["09:00", "12:00"], ["13:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")
        },
        "holidays": ["2026-12-24", "2026-12-25"],
    }
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("allowance", "start", "due"),
    [
        ("15 min", "2026-12-05T23:55+01:00", "2026-12-06T00:10+01:00"),
        ("4 h", "2026-12-24T22:00+01:00", "2026-12-25T02:00+01:00"),
        ("4 business hours", "2026-12-23T16:00+01:00", "2026-12-28T11:00+01:00"),
        ("1 business day", "2026-12-23T16:00+01:00", "2026-12-28T16:00+01:00"),
        ("1 business day", "2026-12-05T10:00+01:00", "2026-12-08T09:00+01:00"),
        ("4 business days", "2026-12-18T17:30+01:00", "2026-12-28T17:30+01:00"),
    ],
)
def test_an_allowance_is_added_in_its_own_unit(allowance: str, start: str, due: str) -> None:
    assert due_at(Inputs(at(start), Allowance.parse(allowance), BERLIN)) == at(due)


def test_a_pause_moves_the_due_time_by_its_open_seconds_only() -> None:
    night = (
        at("2026-12-01T17:00+01:00"),
        at("2026-12-02T10:00+01:00"),
    )  # one hour open, then the night, one hour
    inputs = Inputs(at("2026-12-01T10:00+01:00"), Allowance.parse("1 business day"), BERLIN, [night])
    assert due_at(inputs) == at("2026-12-02T12:00+01:00")


def test_without_a_pause_a_due_time_at_closing_stays_at_closing() -> None:
    inputs = Inputs(at("2026-12-01T14:00+01:00"), Allowance.parse("4 business hours"), BERLIN)
    assert due_at(inputs) == at("2026-12-01T18:00+01:00")


def test_round_the_clock_a_pause_counts_in_full() -> None:
    pause = (at("2026-12-05T01:00Z"), at("2026-12-05T04:20Z"))
    inputs = Inputs(at("2026-12-05T00:00Z"), Allowance.parse("4 h"), BERLIN, [pause])
    assert due_at(inputs) == at("2026-12-05T07:20Z")


_starts = st.integers(0, 400 * 86_400).map(lambda s: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=s))
_allowances = st.sampled_from(
    ["15 min", "4 h", "1 business hour", "24 business hours", "1 business day", "4 business days"]
)


@settings(max_examples=60, deadline=None)
@given(_starts, _allowances, st.sampled_from([0.5, 0.75, 0.9]))
def test_t70_warnings_stand_at_their_share_of_the_time_and_never_after_the_breach(
    start: datetime, allowance: str, fraction: float
) -> None:
    inputs = Inputs(start, Allowance.parse(allowance), BERLIN)
    warning, due = warning_at(inputs, fraction), due_without_pauses(inputs)
    assert start <= warning <= due
    if "business" in allowance:
        spent = open_seconds_between(BERLIN, start, warning)
        assert spent == int(fraction * open_seconds_between(BERLIN, start, due))


@settings(max_examples=60, deadline=None)
@given(_starts, _allowances, st.lists(st.integers(1, 40 * 3600), max_size=4))
def test_t72_pauses_never_count_and_never_bring_a_due_time_nearer(
    start: datetime, allowance: str, lengths: list[int]
) -> None:
    began, pauses = start, []
    for length in lengths:
        pauses.append((began, began + timedelta(seconds=length)))
        began += timedelta(seconds=length + 60)
    plain, paused = (Inputs(start, Allowance.parse(allowance), BERLIN, some) for some in ((), pauses))
    assert due_at(paused) >= due_at(plain)
    if "business" not in allowance:
        assert due_at(paused) - due_at(plain) == timedelta(seconds=sum(lengths))
