"""The statement of a client's month: its figures, the lines behind them, and who reads it (E10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue.importing.carrying_out import carry_out, plan_import
from holdfast.catalogue.models import Component, Use
from holdfast.clients.actions.organisations import change_organisation
from holdfast.clients.models import Organisation
from holdfast.incidents.impact import Level as Shown
from holdfast.incidents.models import Bulletin, BulletinKind, Impact, Interruption, Level, State
from holdfast.incidents.periods import months_after
from holdfast.incidents.zones import Zones
from holdfast.monitors.models import Stretch
from holdfast.project.demo.world import World
from holdfast.promises.figures import Kept
from holdfast.promises.models import Promise
from holdfast.reports.lines import ANNOUNCED, NOT_ANNOUNCED, WEIGHS_NOTHING
from holdfast.reports.statement import Statement, statement_of
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_maintenance import HOUR, START, running
from tests.monitors.watching import entered
from tests.portal.visiting import as_
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

ZONES = ("UTC", "Pacific/Auckland", "Pacific/Honolulu", "America/New_York", "Pacific/Kiritimati")
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def down(
    component: Component,
    start: datetime,
    length: timedelta | None,
    level: str = Level.MAJOR,
    *,
    title: str = "Messages arrive late",
    state: str = State.CLOSED,
    **more: str,
) -> Impact:
    found = Interruption.objects.create(title=title, state=state, began_at=start, suspected_at=start)
    end = start + length if length else None
    return Impact.objects.create(
        interruption=found, component=component, level=level, began_at=start, ended_at=end, **more
    )


def client(world: World, name: str, zone: str) -> Organisation:
    found: Organisation = world.organisations[name]
    found.time_zone = zone
    found.save()
    return found


def stated(organisation: Organisation, month: date = OCTOBER, *, now: datetime = NOON) -> Statement:
    return statement_of(organisation, month, now=now)


def test_a_month_is_that_of_the_clients_zone_with_the_hour_that_its_clock_gives_back(
    world: World, estate: Estate
) -> None:
    quillon = client(world, "quillon", "Europe/Berlin")
    starts = datetime(2026, 9, 30, 22, tzinfo=UTC)
    down(estate.reports, starts - 2 * MINUTE, 3 * MINUTE)
    down(estate.reports, datetime(2026, 10, 31, 22, 58, tzinfo=UTC), 5 * MINUTE)
    found = stated(quillon)
    assert found.whole.measured_for == timedelta(days=31, hours=1)
    assert found.is_over
    assert [line.length for line in found.counted] == [MINUTE, 2 * MINUTE], (
        "what is of other months is theirs"
    )
    assert found.whole.down_for == 3 * MINUTE
    assert found.whole.availability == Decimal("99.993"), "99.99328, floored"
    assert found.whole.budget == timedelta(minutes=4, seconds=28, microseconds=200_000)
    new_york = client(world, "quillon", "America/New_York")
    assert stated(new_york, date(2026, 3, 1)).whole.measured_for == timedelta(days=31, hours=-1)


def test_a_month_that_is_over_stays_when_the_client_moves_to_another_zone_and_the_months_follow_without_a_gap(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    """By the form and by a file alike."""
    quillon = client(world, "quillon", "Pacific/Auckland")
    down(
        estate.reports, datetime(2026, 9, 30, 11, 30, tzinfo=UTC), HOUR
    )  # October in Auckland, September in UTC
    path = f"/desk/clients/{quillon.pk}/statement/2026-10/"
    desk = as_(world.delphine)

    def page() -> str:
        shown = desk.get(path).content.decode()
        return shown[shown.index("by the clock of") : shown.index('id="s-credit"')]

    before = page()
    assert "1 Oct 00:30 NZDT" in before and "Pacific/Auckland" in before
    october = stated(quillon).period
    change_organisation(
        quillon, name=quillon.name, time_zone="UTC", calendar=None, domains=[], note="", by=world.delphine
    )
    the_clock.forward(days=1)
    content = b"client,time_zone\nQuillon Freight,Pacific/Honolulu\n"
    assert carry_out(content, digest=plan_import(content).digest, by=world.delphine).is_written
    quillon = Organisation.objects.get(pk=quillon.pk)
    assert quillon.time_zone == "Pacific/Honolulu"
    assert page() == before
    assert stated(quillon).period == october
    now = the_clock.set(datetime(2027, 1, 15, tzinfo=UTC))
    november, december = (stated(quillon, month, now=now) for month in (NOVEMBER, date(2026, 12, 1)))
    assert november.period.start == october.end, "what Auckland called October is no part of November as well"
    assert november.period.end == december.period.start == datetime(2026, 12, 1, 10, tzinfo=UTC)
    assert (november.zone, december.zone) == ("Pacific/Honolulu", "Pacific/Honolulu")


@given(
    moves=st.lists(st.tuples(st.integers(1, 24 * 400), st.sampled_from(ZONES)), max_size=4),
    last=st.sampled_from(ZONES),
    hour=st.integers(0, 24 * 420),
)
def test_each_instant_is_of_one_month_wherever_a_client_moves_and_later_moves_change_none_that_is_over(
    moves: list[tuple[int, str]], last: str, hour: int
) -> None:
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    former = tuple((begins + each * HOUR, zone) for each, zone in sorted(moves))
    at, zones = begins + hour * HOUR, Zones(former, last)
    month = zones.month_of(at)
    span = zones.span_of(month)
    assert span.start <= at < span.end
    known = [each for each in former if each[0] <= at]
    then = Zones(tuple(known), former[len(known)][1] if len(known) < len(former) else last)
    assert then.month_of(at) == month and then.start_of(month) == span.start
    earlier = months_after(month, -1)
    assert then.span_of(earlier) == zones.span_of(earlier)
    assert then.zone_of(earlier) == zones.zone_of(earlier)


def test_a_month_that_is_not_over_ends_now(world: World, estate: Estate) -> None:
    quillon = client(world, "quillon", "UTC")
    down(estate.reports, NOON - HOUR, None, state=State.CONFIRMED)
    found = stated(quillon, NOVEMBER)
    assert not found.is_over
    assert found.whole.measured_for == NOON - datetime(2026, 11, 1, tzinfo=UTC)
    assert [(line.length, line.lasts) for line in found.counted] == [(HOUR, True)]
    assert found.whole.down_for == HOUR
    assert not found.whole.is_met


def test_each_line_says_what_it_weighs_and_what_is_left_out_says_why(world: World, estate: Estate) -> None:
    quillon = client(world, "quillon", "UTC")
    at = datetime(2026, 10, 5, 9, tzinfo=UTC)
    down(estate.reports, at, 10 * MINUTE, Level.PARTIAL, title="Some reports fail")
    down(estate.reports, at + HOUR, 10 * MINUTE, Level.DEGRADED)
    down(estate.reports, at + 2 * HOUR, 10 * MINUTE, excluded_because="Their own network was down.")
    down(estate.reports, at + 3 * HOUR, 10 * MINUTE, state=State.RETRACTED)
    down(estate.inbox, at, HOUR)
    told = Bulletin.objects.create(
        interruption=Interruption.objects.get(title="Some reports fail"),
        kind=BulletinKind.CAUSE,
        state=State.CAUSE_KNOWN,
        said={"text": "A disk was full."},
        at=at,
        by=world.kaveh,
    )
    found = stated(quillon)
    assert [(line.title, line.weight, line.why) for line in found.counted] == [
        ("Some reports fail", 30, told.said["text"])
    ]
    assert [(line.weight, line.why) for line in found.left_out] == [
        (0, WEIGHS_NOTHING[Shown.DEGRADED]),
        (None, "Their own network was down."),
    ]
    assert found.whole.down_for == 10 * MINUTE
    assert found.whole.weighted_for == 3 * MINUTE
    assert found.whole.excluded_for == 10 * MINUTE
    assert (found.whole.availability, found.whole.unweighted) == (Decimal("99.993"), Decimal("99.977"))


def test_figures_stand_for_each_service_and_for_all_together(world: World, estate: Estate) -> None:
    quillon = client(world, "quillon", "UTC")
    widget = world.components["Chat: Widget"]
    Use.objects.filter(organisation=quillon).exclude(component=estate.reports).delete()
    Use.objects.create(organisation=quillon, component=widget, since_at=datetime(2026, 10, 16, tzinfo=UTC))
    at = datetime(2026, 10, 20, tzinfo=UTC)
    down(estate.reports, at, 2 * MINUTE)
    down(widget, at + MINUTE, 2 * MINUTE)
    down(widget, datetime(2026, 10, 2, tzinfo=UTC), HOUR)
    found = stated(quillon)
    services = dict(found.services)
    assert {name: each.down_for for name, each in services.items()} == {
        "Messages": 2 * MINUTE,
        "Chat": 2 * MINUTE,
    }
    assert services["Chat"].measured_for == timedelta(days=16), "while it was used"
    assert found.whole.down_for == 3 * MINUTE, "what is down at the same time counts once"


def test_a_place_that_the_client_does_not_use_is_no_line_and_two_uses_are_one(
    world: World, estate: Estate
) -> None:
    at = datetime(2026, 10, 5, tzinfo=UTC)
    down(estate.inbox, at, MINUTE, place="Virginia")
    down(estate.inbox, at + HOUR, MINUTE)
    velda = client(world, "velda", "UTC")
    assert [line.component for line in stated(velda).counted] == ["Messages: Inbox"]
    Use.objects.create(
        organisation=velda,
        component=estate.inbox,
        place="Virginia",
        since_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert [(line.component, line.length) for line in stated(velda).counted] == [
        ("Messages: Inbox, Virginia", MINUTE),
        ("Messages: Inbox", MINUTE),
    ]


def test_of_maintenance_what_was_told_in_time_is_left_out_and_the_rest_counts(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    running(world, estate, the_clock)
    now = the_clock.set(START + 2 * HOUR + 3 * MINUTE)
    osprey = client(world, "osprey", "UTC")
    found = statement_of(osprey, START.date().replace(day=1), now=now)
    assert [(line.length, line.why, line.level) for line in found.left_out] == [
        (2 * HOUR, ANNOUNCED, Shown.MAINTENANCE)
    ]
    assert [(line.length, line.why, line.lasts) for line in found.counted] == [
        (3 * MINUTE, NOT_ANNOUNCED, True)
    ]
    assert found.whole.excluded_for == 2 * HOUR


def test_what_no_monitor_knew_stands_by_itself(world: World, estate: Estate) -> None:
    monitor = entered(estate.reports, world.kaveh)
    at = datetime(2026, 10, 5, tzinfo=UTC)
    Stretch.objects.create(monitor=monitor, state="unknown", began_at=at, ended_at=at + HOUR)
    found = stated(client(world, "quillon", "UTC"))
    assert [(each.component, each.length) for each in found.unknown] == [("Messages: Reports", HOUR)]
    assert found.whole.unknown_for == HOUR
    assert found.lines == []


def test_promises_stand_in_the_month_in_which_they_were_kept_or_broke(world: World, the_clock: Clock) -> None:
    osprey = client(world, "osprey", "UTC")
    ticket = ticket_by_mail(world)
    rows = Promise.objects.filter(ticket=ticket)
    kept, broken, late = (rows.get(clause=name) for name in ("acknowledge", "first_response", "turnaround"))
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    for row, state, ended_at, broken_at in (
        (kept, "kept", ends - MINUTE, None),
        (broken, "broken", None, ends - MINUTE),
        (late, "kept_late", ends + 2 * MINUTE, ends),
    ):
        rows.filter(pk=row.pk).update(state=state, ended_at=ended_at, broken_at=broken_at, next_at=None)
    now = the_clock.set(ends + HOUR)
    assert stated(osprey, NOVEMBER, now=now).kept == {"acknowledge": Kept(1, 0), "first_response": Kept(0, 1)}
    assert stated(osprey, date(2026, 12, 1), now=now).kept == {"turnaround": Kept(0, 1)}


def test_the_client_reads_its_own_and_nothing_of_others(world: World, estate: Estate) -> None:
    client(world, "osprey", "Europe/Berlin")
    client(world, "velda", "UTC")
    down(estate.inbox, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), HOUR, place="Virginia")
    page = as_(world.orla).get("/service-status/statement/2026-10/").content.decode()
    assert "Statement of October 2026" in page and "Messages arrive late" in page
    assert "25 Oct 02:30 CEST to 25 Oct 02:30 CET" in page, "an hour that the clock shows twice"
    assert "The month is not over" not in page
    page = as_(world.persons["lutz"]).get("/service-status/statement/2026-10/").content.decode()
    assert "Velda" in page and "Messages arrive late" not in page
    assert "Nothing was down that we know of." in page


def test_a_month_to_come_or_before_all_that_is_known_has_no_statement(world: World, estate: Estate) -> None:
    orla, quillon = as_(world.orla), world.organisations["quillon"]
    assert orla.get("/service-status/statement/2026-12/").status_code == 404
    assert orla.get("/service-status/statement/2001-01/").status_code == 404
    assert orla.get("/service-status/statement/2026-13/").status_code == 404
    desk = as_(world.tobin)
    assert desk.get(f"/desk/clients/{quillon.pk}/statement/2026-12/").status_code == 404
    present = desk.get(f"/desk/clients/{quillon.pk}/statement/").content.decode()
    assert "Statement of November 2026" in present and "The month is not over" in present
    assert "October 2026" in present and "December 2026" not in present


def test_a_client_that_uses_nothing_has_a_page_that_says_so(world: World) -> None:
    alder = Organisation.objects.create(name="Alder Mills", time_zone="Europe/Oslo")
    page = as_(world.tobin).get(f"/desk/clients/{alder.pk}/statement/").content.decode()
    assert "No service was used in this month" in page
    assert "None was kept or broken in this month." in page
    assert "not measured yet" in page
