"""What was recorded of an interruption is corrected by a row that appends; all that is reckoned follows it (E10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.incidents.actions.correcting import Correction, correct_impact
from holdfast.incidents.actions.telling import restore_interruption
from holdfast.incidents.facts import ImpactCorrected
from holdfast.incidents.impact import Interval, Level, Use, in_force
from holdfast.incidents.models import NOTHING, Impact, Interruption, State
from holdfast.incidents.periods import month_in
from holdfast.incidents.recorded import interval_of
from holdfast.incidents.uptime import Evidence, Terms, uptime_of_client
from holdfast.kernel.refusal import Refused
from holdfast.project.demo.world import World
from holdfast.project.public_pages import CHANGED_BY
from holdfast.promises.models import Promise
from holdfast.statuspage.past import tracks
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_life import confirmed
from tests.portal.visiting import as_
from tests.reports.test_statement import HOUR, MINUTE, NOVEMBER, client, stated
from tests.world import NOON, Clock

MONTHS = [
    ("Europe/Berlin", date(2026, 10, 1)),
    ("America/New_York", date(2026, 3, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 1)),
    ("Africa/Casablanca", date(2026, 2, 1)),
    ("Pacific/Apia", date(2011, 12, 1)),
    ("UTC", date(2024, 2, 1)),
]
WEIGHTS = {Level.MAJOR: 100, Level.PARTIAL: 30, Level.DEGRADED: 0, Level.NONE: 0}
_minutes = st.tuples(st.integers(-600, 45_000), st.integers(1, 3_000))
_said = st.tuples(st.sampled_from(list(WEIGHTS)), _minutes, st.integers(0, 9))


@given(where=st.sampled_from(MONTHS), said=st.lists(_said, min_size=1, max_size=6))
def test_a_month_is_reckoned_from_what_is_in_force_whatever_its_clock_does(
    where: tuple[str, date], said: list[tuple[Level, tuple[int, int], int]]
) -> None:
    zone, month = where
    start = datetime(month.year, month.month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    after = (month + timedelta(days=31)).replace(day=1)
    end = datetime(after.year, after.month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    rows = []
    for number, (level, (begin, length), corrects) in enumerate(said, 1):
        at = start + begin * MINUTE
        rows.append(
            Interval(
                number=number,
                component=1,
                level=level,
                start=at,
                end=at + length * MINUTE,
                recorded_at=start,
                corrects=corrects if corrects < number else None,
            )
        )
    corrected = {each.corrects for each in rows}
    worst: dict[int, int] = {}
    whole = int((end - start) / MINUTE)
    for level, (begin, length), number in [
        (each, minutes, number) for number, (each, minutes, _) in enumerate(said, 1)
    ]:
        if number not in corrected:
            for minute in range(max(begin, 0), min(begin + length, whole)):
                worst[minute] = max(worst.get(minute, 0), WEIGHTS[level])
    evidence = Evidence(in_force(rows), [Use(client=1, component=1, start=start - 365 * 24 * HOUR)])
    found = uptime_of_client(
        1, evidence, month_in(zone, month.year, month.month), terms=Terms(weights=WEIGHTS)
    )
    assert found.measured_for == whole * MINUTE
    assert found.weighted_hundredths == sum(worst.values()) * MINUTE
    assert found.down_for == sum(weight > 0 for weight in worst.values()) * MINUTE
    exact = (100 * whole - sum(worst.values())) * 1000 // whole
    assert found.availability == Decimal(exact).scaleb(-3), "floored to three decimals"


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


@pytest.fixture
def over(world: World, estate: Estate, the_clock: Clock) -> Impact:
    """An hour in which the inbox was down; two hours ago it was restored."""
    world.kaveh.time_zone = "UTC"
    world.kaveh.save()
    found = confirmed(world, estate)
    at = the_clock.forward(hours=1)
    restore_interruption(found, text="It is back.", next_at=at + 24 * HOUR, by=world.kaveh)
    the_clock.forward(hours=2)
    return found.impacts.get()


def said(impact: Impact, **more: str) -> dict[str, str]:
    ended = impact.ended_at or NOON
    return {
        "level": impact.level,
        "began_at": f"{impact.began_at:%Y-%m-%dT%H:%M:%S}",
        "ended_at": f"{ended:%Y-%m-%dT%H:%M:%S}",
        "excluded_because": "",
        "because": "The log of the balancer says so.",
    } | more


@pytest.mark.django_db
def test_uptime_bars_and_statement_follow_a_correction_and_the_history_keeps_both(
    world: World, over: Impact, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    osprey = client(world, "osprey", "UTC")
    promises = list(Promise.objects.order_by("pk").values())
    lead = as_(world.kaveh)
    path = f"/desk/interruptions/{over.interruption_id}/"
    code = over.component.code

    def down() -> tuple[timedelta, tuple[str, ...]]:
        track = tracks(zone="UTC", now=the_clock.now, terms=Terms())[code]
        return stated(osprey, NOVEMBER, now=the_clock.now).whole.down_for, track.words

    assert down() == (HOUR, ("24 November: partly down 1 h",))
    page = lead.get(f"{path}impacts/{over.pk}/correction/").content.decode()
    assert "Correct how Messages: Inbox, Frankfurt was" in page
    longer = said(over, ended_at=f"{NOON + 90 * MINUTE:%Y-%m-%dT%H:%M:%S}")
    assert lead.post(f"{path}impacts/{over.pk}/correction/", longer).status_code == 302
    assert down() == (90 * MINUTE, ("24 November: partly down 1 h 30 min",))
    newest = Impact.objects.get()
    shown = lead.get(path).content.decode()
    assert "<del" in shown and "Corrected by" in shown and "The log of the balancer says so." in shown
    statement = as_(world.orla).get("/service-status/statement/").content.decode()
    assert "Corrected: The log of the balancer says so." in statement

    none = said(newest, level=NOTHING, because="A monitor was wrong.")
    assert lead.post(f"{path}impacts/{newest.pk}/correction/", none).status_code == 302
    assert down() == (timedelta(), ())
    statement = as_(world.orla).get("/service-status/statement/").content.decode()
    assert "Nothing was wrong" in statement and "Corrected: A monitor was wrong." in statement
    assert as_(world.orla).get(f"/status/{over.interruption.code}/").status_code == 200, "what was said stays"
    last = Impact.recorded.get(level=NOTHING)
    exact = last.began_at + timedelta(milliseconds=250)
    Impact.recorded.filter(pk=last.pk).update(began_at=exact)
    excluded = said(last, level="major", excluded_because="Their own network.", because="It was theirs.")
    assert lead.post(f"{path}impacts/{last.pk}/correction/", excluded).status_code == 302
    assert down()[0] == timedelta()
    assert Impact.objects.get().began_at == exact, "what nobody touched stays as exact as it was"
    rows = {each.number for each in in_force(interval_of(row) for row in Impact.recorded.all())}
    assert rows == set(Impact.recorded.in_force().values_list("pk", flat=True)), "one row of the four"
    assert len(rows) == 1 and Impact.recorded.count() == 4
    assert trail().count("ImpactCorrected") == 3
    about = {"component": "", "level": "", "began_at": "", "ended_at": "", "because": ""}
    told = ImpactCorrected(interruption=over.interruption_id, impact=1, corrects=1, **about).topics
    assert {topic.partition("-")[0] for topic in told} & CHANGED_BY, "the kept status page is stale"
    assert list(Promise.objects.order_by("pk").values()) == promises, "no promise changes"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ended_at", "2026-11-24T11:59:00", "It ended after it began."),
        ("ended_at", "2026-11-24T16:00:00", "have ended in the future."),
        ("began_at", "2026-11-23T11:59:00", "outside the interruption: it began 2026-11-24 12:00 UTC"),
        ("because", " ", "This field is required."),
        ("level", "awful", "Select a valid choice"),
        ("began_at", "yesterday", "Write it like"),
        ("ended_at", "", "This field is required."),
    ],
)
def test_what_cannot_have_been_is_refused_at_its_field(
    world: World, over: Impact, field: str, value: str, words: str
) -> None:
    path = f"/desk/interruptions/{over.interruption_id}/impacts/{over.pk}/correction/"
    answer = as_(world.kaveh).post(path, said(over, **{field: value}))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert Impact.recorded.count() == 1


@pytest.mark.django_db
def test_only_what_is_over_and_counts_is_corrected_once(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    at = the_clock.forward(hours=1)
    impact = found.impacts.get()
    shorter = Correction(level="partial", began_at=NOON, ended_at=NOON + 10 * MINUTE)

    def refused(code: str) -> None:
        with pytest.raises(Refused) as why:
            correct_impact(impact, shorter, because="So it was.", by=world.kaveh)
        assert why.value.code == code

    refused("still_lasts")
    restore_interruption(found, text="It is back.", next_at=at + 24 * HOUR, by=world.kaveh)
    correct_impact(impact, shorter, because="So it was.", by=world.kaveh)
    refused("corrected_meanwhile")
    impact = found.impacts.get()
    refused("nothing_new")
    shorter = Correction(level="degraded", began_at=NOON, ended_at=at)
    Interruption.objects.filter(pk=found.pk).update(state=State.CLOSED, ended_at=at - MINUTE)
    refused("outside")
    Interruption.objects.filter(pk=found.pk).update(state=State.RETRACTED)
    refused("wrong_stage")
