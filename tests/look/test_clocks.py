"""Clocks in words: what is left, how late, in which state."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdfast.kernel.spans import span_text
from holdfast.look.clocks import running, standing
from holdfast.look.times import short_time, whole_time

NOW = datetime(2026, 6, 9, 11, 35, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00"),
        (284, "04:44"),
        (3599.9, "59:59"),
        (3600, "1 h 00 m"),
        (11_100, "3 h 05 m"),
        (86_399, "23 h 59 m"),
        (86_400, "1 d 0 h"),
        (187_200, "2 d 4 h"),
        (-754, "12:34"),
    ],
)
def test_a_span_reads_as_the_interface_says(seconds: float, text: str) -> None:
    assert span_text(seconds) == text


@pytest.mark.parametrize(
    ("left", "state", "text"),
    [
        (7800, "ok", "2 h 10 m"),
        (3600, "ok", "1 h 00 m"),
        (3599, "soon", "59:59"),
        (0, "soon", "00:00"),
        (-1, "overdue", "00:01 late"),
    ],
)
def test_a_running_clock_is_on_track_then_amber_then_late(left: int, state: str, text: str) -> None:
    clock = running(due_at=NOW + timedelta(seconds=left), now=NOW, total=28_800, soon=3600)
    assert (clock.state, clock.text) == (state, text)


def test_the_ring_shows_the_share_that_is_left_and_never_leaves_its_bounds() -> None:
    shares = [
        running(due_at=NOW + timedelta(seconds=left), now=NOW, total=100, soon=10).left
        for left in (50, 200, -5)
    ]
    assert shares == [0.5, 1.0, 0.0]
    assert running(due_at=NOW, now=NOW, total=0, soon=0).left == 0.0


def test_a_standing_clock_does_not_tick() -> None:
    assert standing("paused", "Paused 5 h").due_at is None


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(minutes=5), "Today 07:30"),
        (timedelta(hours=10), "Mon 21:35"),
        (timedelta(days=6), "Wed 07:35"),
        (timedelta(days=7), "2 Jun 07:35"),
        (timedelta(days=300), "13 Aug 2025"),
        (-timedelta(days=1), "Wed 10 Jun, 07:35"),
    ],
)
def test_a_time_is_short_and_in_the_readers_zone(ago: timedelta, text: str) -> None:
    assert short_time(NOW - ago, now=NOW, zone=ZoneInfo("America/New_York")) == text


def test_a_whole_time_names_its_zone() -> None:
    assert whole_time(NOW, zone=ZoneInfo("Europe/Berlin")) == "Tuesday 9 June 2026, 13:35 CEST"
