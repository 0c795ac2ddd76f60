"""Ninety days at a glance: the worst of each date, minutes by level, and the same in words."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from holdfast.incidents.bars import days_of, in_words
from holdfast.incidents.impact import Interval, Level, Silence
from holdfast.incidents.zones import Zones

NOW = datetime(2026, 6, 9, 12, tzinfo=UTC)
CHAT, MAIL = 10, 20


def interval(level, start, minutes, *, component=CHAT, number=1):
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return Interval(number=number, component=component, level=level, start=start, end=end, recorded_at=start)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def days(*intervals, zone="UTC", former=(), components=(CHAT,), **more):
    return days_of(components, intervals, zones=Zones(former, zone), now=NOW, **more)


def test_there_is_one_bar_a_day_up_to_today_and_each_says_that_nothing_was():
    bars = days()
    assert [bars[0].on, bars[-1].on, len(bars)] == [date(2026, 3, 12), date(2026, 6, 9), 90]
    assert {bar.worst for bar in bars} == {Level.NONE}
    assert bars[-1].in_words == "9 June: nothing to report"
    assert in_words(bars) == ()


def test_a_day_shows_its_worst_and_how_long_each_level_lasted():
    bars = days(
        interval(Level.DEGRADED, at("2026-05-03 10:00"), 90),
        interval(Level.MAJOR, at("2026-05-03 10:10"), 20.5, number=2),
        interval(Level.MAINTENANCE, at("2026-05-02 23:30"), 60, number=3),
    )
    third = next(bar for bar in bars if bar.on == date(2026, 5, 3))
    assert third.worst == Level.MAJOR
    assert third.minutes == {Level.MAJOR: 21, Level.DEGRADED: 70, Level.MAINTENANCE: 30}
    assert in_words(bars) == (
        "2 May: maintenance 30 min",
        "3 May: down 21 min, slow 1 h 10 min, maintenance 30 min",
    )


def test_what_lasts_still_counts_until_now():
    assert days(interval(Level.PARTIAL, at("2026-06-09 10:00"), None))[-1].minutes == {Level.PARTIAL: 120}


def test_dates_are_those_of_the_pages_time_zone():
    late = interval(Level.MAJOR, at("2026-05-03 22:30"), 10)
    assert in_words(days(late, zone="Europe/Berlin")) == ("4 May: down 10 min",)


def test_a_date_with_a_changed_clock_has_its_own_length():
    lasting = interval(Level.DEGRADED, at("2026-03-20 00:00"), 20 * 1440)
    bars = {bar.on: bar for bar in days(lasting, zone="Europe/Berlin")}
    assert bars[date(2026, 3, 29)].minutes == {Level.DEGRADED: 23 * 60}
    assert bars[date(2026, 3, 30)].in_words == "30 March: slow 24 h"


def test_dates_that_are_over_stay_those_of_the_clock_that_they_were_told_by():
    """Moved on 1 June at 10:00 UTC, when it was 19:00 in Tokyo and 00:00 in Honolulu, where that date came once more."""
    moved = ((at("2026-06-01 10:00"), "Asia/Tokyo"),)
    lasting = interval(Level.DEGRADED, at("2026-05-30 15:00"), 10 * 1440)
    shown = days(lasting, former=moved, zone="Pacific/Honolulu")
    hours = {bar.on: bar.minutes.get(Level.DEGRADED, 0) // 60 for bar in shown}
    assert [hours[date(2026, 5, 31)], hours[date(2026, 6, 1)], hours[date(2026, 6, 2)]] == [24, 43, 24]
    east = {
        bar.on: bar
        for bar in days(lasting, former=((at("2026-06-01 10:00"), "Pacific/Honolulu"),), zone="Asia/Tokyo")
    }
    assert east[date(2026, 6, 1)].minutes == {Level.DEGRADED: 5 * 60}, "from ten to fifteen o'clock, UTC"
    late = interval(Level.MAJOR, at("2026-05-31 16:00"), 10)
    assert in_words(days(late, former=moved, zone="Pacific/Honolulu")) == ("1 June: down 10 min",)
    assert in_words(days(late, zone="Pacific/Honolulu")) == ("31 May: down 10 min",)


def test_before_the_service_was_there_nothing_is_claimed():
    first, *_, last = days(since=date(2026, 6, 1))
    assert first.worst is None
    assert first.in_words == "12 March: no record yet"
    assert last.worst == Level.NONE


def test_a_silent_monitor_is_shown_as_not_measured():
    silence = Silence(component=CHAT, start=at("2026-06-08 10:00"), end=at("2026-06-08 10:30"))
    bars = days(interval(Level.MAJOR, at("2026-06-08 10:20"), 10), silences=[silence])
    assert bars[-2].in_words == "8 June: down 10 min, not measured 20 min"


def test_only_the_named_components_are_shown_and_the_worst_of_them_wins():
    both = (
        interval(Level.PARTIAL, at("2026-06-08 10:00"), 30),
        interval(Level.MAJOR, at("2026-06-08 10:20"), 20, component=MAIL, number=2),
    )
    assert days(*both)[-2].minutes == {Level.PARTIAL: 30}
    assert days(*both, components=(CHAT, MAIL))[-2].minutes == {Level.MAJOR: 20, Level.PARTIAL: 20}


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Level)[2:]), st.integers(0, 5 * 1440), st.integers(0, 2000)),
        max_size=8,
    ),
    st.sampled_from(["UTC", "Asia/Kathmandu", "America/New_York"]),
)
def test_minutes_of_all_days_are_those_counted_one_by_one(found, zone):
    begin = NOW - timedelta(days=5)
    intervals = [
        interval(level, begin + timedelta(minutes=start), lasts, number=number)
        for number, (level, start, lasts) in enumerate(found)
    ]
    counted = dict.fromkeys(Level, 0)
    for minute in range(5 * 1440):
        instant = begin + timedelta(minutes=minute)
        levels = [each.level for each in intervals if each.start <= instant < each.end]
        if levels:
            counted[max(levels, key=list(Level).index)] += 1
    bars = days(*intervals, zone=zone)
    for level in Level:
        assert sum(bar.minutes.get(level, 0) for bar in bars) == counted[level]
