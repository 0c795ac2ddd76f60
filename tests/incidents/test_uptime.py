"""Uptime per client, service and component: by hand, against an oracle that looks at every second, and by law."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.incidents.impact import Interval, KeptNotice, Level, Silence, Span, Use, in_force
from holdfast.incidents.periods import month_in
from holdfast.incidents.uptime import Evidence, Terms, uptime_of_client, uptime_of_components
from tests.incidents.uptime_oracle import EXCLUDED, UNKNOWN, UP, seconds_of_client

JUNE = month_in("UTC", 2026, 6)
NOON = datetime(2026, 6, 9, 12, tzinfo=UTC)
OSPREY, VELDA = 1, 2
CHAT, MAIL = 10, 20


def minutes(count):
    return timedelta(minutes=count)


TEN, HOUR = minutes(10), minutes(60)


def interval(level=Level.MAJOR, start=NOON, lasts=TEN, *, number=1, component=CHAT, **more):
    end = None if lasts is None else start + lasts
    more = {"recorded_at": start, **more}
    return Interval(number=number, component=component, level=level, start=start, end=end, **more)


def use(client=OSPREY, component=CHAT, start=JUNE.start, **more):
    return Use(client=client, component=component, start=start, **more)


def told(client=OSPREY, start=NOON, lasts=HOUR, maintenance=7):
    return KeptNotice(maintenance=maintenance, client=client, start=start, end=start + lasts)


def osprey(*intervals, uses=None, period=JUNE, terms=None, **more):
    uses = [use()] if uses is None else uses
    return uptime_of_client(OSPREY, Evidence(intervals, uses, **more), period, terms=terms)


def test_no_interval_means_up_and_the_whole_budget_is_left():
    june = osprey()
    assert (june.availability, june.unweighted) == (Decimal("100.000"), Decimal("100.000"))
    assert june.budget == june.budget_left == timedelta(minutes=4, seconds=19, milliseconds=200)
    assert june.is_met


@pytest.mark.parametrize(
    ("level", "weighted", "unweighted", "availability"),
    [
        (Level.MAJOR, minutes(10), minutes(10), "99.976"),
        (Level.PARTIAL, minutes(3), minutes(10), "99.993"),
        (Level.DEGRADED, minutes(0), minutes(0), "100.000"),
        (Level.NONE, minutes(0), minutes(0), "100.000"),
    ],
)
def test_each_level_weighs_what_the_settings_say(level, weighted, unweighted, availability):
    june = osprey(interval(level))
    assert june.weighted_for == weighted
    assert june.down_for == unweighted
    assert june.availability == Decimal(availability)


def test_a_policy_may_let_degraded_count_too():
    terms = Terms(weights={Level.MAJOR: 100, Level.PARTIAL: 50, Level.DEGRADED: 10})
    assert osprey(interval(Level.DEGRADED), terms=terms).weighted_for == minutes(1)


def test_figures_are_floored_so_a_microsecond_down_is_never_all_of_it():
    june = osprey(interval(lasts=timedelta(microseconds=1)))
    assert june.availability == Decimal("99.999")
    third = osprey(interval(Level.PARTIAL, lasts=timedelta(microseconds=1)))
    assert third.availability == Decimal("99.999")
    assert third.weighted_for == timedelta(microseconds=1)


def test_the_target_is_met_to_the_last_microsecond_of_the_budget():
    budget = osprey().budget
    assert osprey(interval(lasts=budget)).is_met
    past = osprey(interval(lasts=budget + timedelta(microseconds=1)))
    assert not past.is_met
    assert past.budget_left == timedelta(microseconds=-1)
    assert past.availability == Decimal("99.989")


def test_a_budget_is_floored_too():
    short = Span(NOON, NOON + timedelta(microseconds=19_999))
    assert osprey(period=short).budget == timedelta(microseconds=1)


def test_overlaps_count_once_by_the_greatest_weight():
    june = osprey(
        interval(Level.PARTIAL, lasts=minutes(20)),
        interval(Level.MAJOR, NOON + minutes(5), minutes(5), number=2),
    )
    assert june.down_for == minutes(20)
    assert june.weighted_for == minutes(5) + minutes(15) * 30 / 100


def test_any_component_down_is_down_unless_the_setting_adds_components_up():
    uses = (use(), use(component=MAIL))
    down = (interval(), interval(start=NOON + minutes(5), component=MAIL, number=2))
    assert osprey(*down, uses=uses).down_for == minutes(15)
    apart = osprey(*down, uses=uses, terms=Terms(any_down_is_down=False))
    assert apart.down_for == minutes(20)
    assert apart.measured_for == 2 * (JUNE.end - JUNE.start)


def test_only_what_reaches_the_client_counts_for_it():
    assert osprey(interval(clients=frozenset({VELDA}))).down_for == minutes(0)
    assert osprey(interval(clients=frozenset({VELDA, OSPREY}))).down_for == minutes(10)
    assert osprey(interval(component=MAIL)).down_for == minutes(0)
    in_frankfurt = (use(place="Frankfurt"),)
    assert osprey(interval(place="Ohio"), uses=in_frankfurt).down_for == minutes(0)
    assert osprey(interval(place="Frankfurt"), uses=in_frankfurt).down_for == minutes(10)
    assert osprey(interval(place="Ohio")).down_for == minutes(10)


def test_a_component_counts_only_while_the_client_uses_it():
    uses = (use(start=NOON + minutes(4), end=NOON + minutes(60)),)
    june = osprey(interval(), uses=uses)
    assert june.down_for == minutes(6)
    assert june.measured_for == minutes(56)
    assert osprey(interval(), uses=()).availability is None


def test_what_lasts_still_counts_to_the_end_of_the_period():
    assert osprey(interval(lasts=None), period=Span(JUNE.start, NOON + minutes(3))).down_for == minutes(3)


def test_unknown_is_only_where_a_monitor_was_silent_and_nobody_knew_better():
    silent = Silence(component=CHAT, start=NOON - minutes(5), end=NOON + minutes(5))
    june = osprey(interval(), silences=[silent])
    assert june.unknown_for == minutes(5)
    assert june.down_for == minutes(10)
    assert june.measured_for == JUNE.end - JUNE.start - minutes(5)


def test_maintenance_leaves_both_sides_within_what_this_client_was_told_in_time():
    work = interval(Level.MAINTENANCE, lasts=HOUR, maintenance=7)
    kept = osprey(work, kept_notices=[told()])
    assert kept.excluded_for == minutes(60)
    assert kept.measured_for == JUNE.end - JUNE.start - minutes(60)
    assert kept.availability == Decimal("100.000")
    assert osprey(work, kept_notices=[told(VELDA)]).down_for == minutes(60)  # short for this client
    assert osprey(work, kept_notices=[told(maintenance=8)]).down_for == minutes(60)


def test_overrun_and_an_early_start_count_as_down():
    work = interval(Level.MAINTENANCE, NOON - minutes(2), minutes(70), maintenance=7)
    june = osprey(work, kept_notices=[told()])
    assert (june.excluded_for, june.down_for) == (minutes(60), minutes(10))
    assert june.weighted_for == minutes(10)


def test_an_outage_within_announced_maintenance_still_counts():
    work = interval(Level.MAINTENANCE, lasts=HOUR, maintenance=7)
    outage = interval(start=NOON + minutes(10), number=2)
    june = osprey(work, outage, kept_notices=[told()])
    assert (june.excluded_for, june.down_for) == (minutes(50), minutes(10))


def test_an_interval_excluded_for_a_reason_leaves_both_sides():
    june = osprey(interval(excluded_because="The client's own line was cut."))
    assert (june.excluded_for, june.down_for) == (minutes(10), minutes(0))


def test_corrections_append_and_what_was_said_before_can_be_said_again():
    first = interval(lasts=minutes(40))
    split = [
        interval(lasts=TEN, number=2, corrects=1, recorded_at=NOON + minutes(90)),
        interval(start=NOON + minutes(30), number=3, corrects=1, recorded_at=NOON + minutes(90), lasts=TEN),
    ]
    none = interval(Level.NONE, number=4, corrects=3, recorded_at=NOON + minutes(120))
    every = [first, *split, none]
    assert osprey(*in_force(every)).down_for == minutes(10)
    assert osprey(*in_force(every, as_of=NOON + minutes(100))).down_for == minutes(20)
    assert osprey(*in_force(every, as_of=NOON + minutes(60))).down_for == minutes(40)


def test_a_service_is_excluded_only_where_all_who_use_it_were_told_in_time():
    work = interval(Level.MAINTENANCE, lasts=HOUR, maintenance=7)
    uses = [use(OSPREY), use(VELDA), use(3, end=JUNE.start + minutes(1))]

    def chat(*notices):
        return uptime_of_components([CHAT], Evidence([work], uses, notices), JUNE)

    assert chat(told(OSPREY), told(VELDA)).excluded_for == minutes(60)
    half = chat(told(OSPREY), told(VELDA, start=NOON + minutes(30)))
    assert (half.excluded_for, half.down_for) == (minutes(30), minutes(30))
    assert chat(told(OSPREY)).down_for == minutes(60)
    everybody = uptime_of_components([CHAT, MAIL], Evidence([interval(component=MAIL)]), JUNE)
    assert everybody.down_for == minutes(10)


@pytest.mark.parametrize(
    ("zone", "year", "month", "hours", "start"),
    [
        ("Europe/Berlin", 2026, 3, 31 * 24 - 1, "2026-02-28T23:00:00+00:00"),
        ("Europe/Berlin", 2026, 10, 31 * 24 + 1, "2026-09-30T22:00:00+00:00"),
        ("America/New_York", 2028, 2, 29 * 24, "2028-02-01T05:00:00+00:00"),
        ("Australia/Lord_Howe", 2026, 4, 30 * 24 + 0.5, "2026-03-31T13:00:00+00:00"),
        ("Asia/Kathmandu", 2026, 12, 31 * 24, "2026-11-30T18:15:00+00:00"),
        ("Pacific/Apia", 2011, 12, 30 * 24, "2011-12-01T10:00:00+00:00"),
    ],
)
def test_a_month_is_that_of_the_agreements_time_zone(zone, year, month, hours, start):
    found = month_in(zone, year, month)
    assert found.start.isoformat() == start
    assert found.end - found.start == timedelta(hours=hours)
    assert found.end == month_in(zone, year + month // 12, month % 12 + 1).start


def test_an_hour_that_the_clock_shows_twice_counts_twice():
    berlin = ZoneInfo("Europe/Berlin")
    outage = interval(start=datetime(2026, 10, 25, 2, tzinfo=berlin), lasts=None)
    until = Span(datetime(2026, 10, 25, 0, tzinfo=berlin), datetime(2026, 10, 25, 3, tzinfo=berlin))
    october = osprey(outage, period=until)
    assert (october.measured_for, october.down_for) == (minutes(240), minutes(120))


CLIENTS, COMPONENTS, PLACES = [1, 2], [10, 20, 30], ["", "east", "west"]
OFFSETS = st.integers(-30, 150)
ZONES = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns")])
FROM = datetime(2026, 10, 25, 0, 59, tzinfo=UTC)  # an hour that Berlin shows twice begins a minute later
PERIOD = Span(FROM, FROM + timedelta(seconds=120))


@st.composite
def stretches(draw):
    start, zone = draw(OFFSETS), draw(ZONES)
    end = draw(st.none() | st.integers(start, start + 120))
    instants = (
        None if at is None else (FROM + timedelta(seconds=at)).astimezone(zone) for at in (start, end)
    )
    return dict(zip(("start", "end"), instants, strict=True))


@st.composite
def evidences(draw):
    components, places = st.sampled_from(COMPONENTS), st.sampled_from(PLACES)
    clients, maintenance = st.sampled_from(CLIENTS), st.sampled_from([None, 7, 8])
    intervals = [
        Interval(
            number=number,
            component=draw(components),
            level=draw(st.sampled_from(list(Level)[2:])),
            place=draw(places),
            clients=draw(st.none() | st.frozensets(clients)),
            maintenance=draw(maintenance),
            excluded_because=draw(st.sampled_from(["", "", "agreed"])),
            recorded_at=FROM,
            **draw(stretches()),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    uses = [
        Use(client=draw(clients), component=draw(components), place=draw(places), **draw(stretches()))
        for _ in range(draw(st.integers(0, 6)))
    ]
    notices = [
        KeptNotice(client=draw(clients), maintenance=draw(st.sampled_from([7, 8])), **span)
        for span in draw(st.lists(stretches(), max_size=4))
        if span["end"] is not None
    ]
    silences = [
        Silence(component=draw(components), **draw(stretches())) for _ in range(draw(st.integers(0, 3)))
    ]
    return Evidence(intervals, uses, notices, silences)


@given(evidences(), st.sampled_from(CLIENTS), st.booleans())
def test_every_second_is_reckoned_as_one_would_by_looking_at_it(evidence, client, any_down):
    seconds = [FROM + timedelta(seconds=second) for second in range(120)]
    seen = seconds_of_client(client, evidence, seconds, any_down_is_down=any_down)
    found = uptime_of_client(client, evidence, PERIOD, terms=Terms(any_down_is_down=any_down))
    weights = {state: count for state, count in seen.items() if isinstance(state, int)}
    assert found.up_for == timedelta(seconds=seen[UP])
    assert found.unknown_for == timedelta(seconds=seen[UNKNOWN])
    assert found.excluded_for == timedelta(seconds=seen[EXCLUDED])
    assert found.down_for == timedelta(seconds=sum(weights.values()))
    assert found.weighted_hundredths == timedelta(seconds=sum(w * count for w, count in weights.items()))


@given(evidences(), st.sampled_from(CLIENTS))
def test_one_interval_more_never_makes_it_better_nor_does_the_order_matter(evidence, client):
    before = uptime_of_client(client, evidence, PERIOD)
    outage = interval(start=FROM + timedelta(seconds=30), lasts=timedelta(seconds=20), number=99)
    more = Evidence([outage, *evidence.intervals], evidence.uses, evidence.kept_notices, evidence.silences)
    after = uptime_of_client(client, more, PERIOD)
    assert after.weighted_hundredths >= before.weighted_hundredths
    turned = Evidence(
        evidence.intervals[::-1], evidence.uses[::-1], evidence.kept_notices[::-1], evidence.silences[::-1]
    )
    assert uptime_of_client(client, turned, PERIOD) == before


@given(evidences(), st.sampled_from(CLIENTS), st.integers(0, 120))
def test_a_period_is_the_sum_of_its_parts(evidence, client, cut):
    middle = FROM + timedelta(seconds=cut)
    parts = [
        uptime_of_client(client, evidence, span)
        for span in (Span(PERIOD.start, middle), Span(middle, PERIOD.end))
    ]
    whole = uptime_of_client(client, evidence, PERIOD)
    for name in ("up_for", "down_for", "weighted_hundredths", "excluded_for", "unknown_for"):
        assert getattr(whole, name) == getattr(parts[0], name) + getattr(parts[1], name)
