"""Credits: proposed by the bands of the agreement, decided by a person, and shown to the client only once given (E10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from holdfast.incidents.agreed_uptime import Agreed, Band
from holdfast.incidents.impact import Interval, Level, Span, Use
from holdfast.incidents.models import UptimeTerms
from holdfast.incidents.uptime import Evidence, uptime_of_client
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.reports.actions.credits import decide_credit
from holdfast.reports.credits import amount, percent_for
from holdfast.reports.models import Credit
from holdfast.reports.waiting import credits_waiting
from tests.incidents.estate import build_estate
from tests.portal.visiting import as_
from tests.reports.test_statement import HOUR, NOVEMBER, OCTOBER, client, down
from tests.world import NOON

START = datetime(2026, 10, 1, tzinfo=UTC)
LONG = timedelta(days=31)
_below = st.integers(1, 100_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3))
_bands = st.lists(st.tuples(_below, st.integers(1, 100)), max_size=4).map(
    lambda pairs: tuple(Band(*each) for each in pairs)
)


@given(down_for=st.timedeltas(timedelta(), LONG), bands=_bands)
def test_the_floor_of_a_figure_never_moves_it_into_another_band(
    down_for: timedelta, bands: tuple[Band, ...]
) -> None:
    interval = Interval(
        number=1,
        component=1,
        level=Level.MAJOR,
        start=START,
        end=START + down_for,
        recorded_at=START,
    )
    evidence = Evidence([interval], [Use(client=1, component=1, start=START)])
    uptime = uptime_of_client(1, evidence, Span(START, START + LONG))
    microseconds, whole = down_for // timedelta(microseconds=1), LONG // timedelta(microseconds=1)
    hit = [band for band in bands if 100 * (whole - microseconds) * 1000 < int(band.below * 1000) * whole]
    assert percent_for(uptime.availability, bands) == (min(hit).percent if hit else 0)


@given(fee=st.decimals("0.01", "999999.99", places=2), percent=st.integers(0, 100))
def test_an_amount_is_the_share_of_the_fee_to_the_nearest_hundredth(fee: Decimal, percent: int) -> None:
    said = amount(percent, Agreed(fee=fee, currency="EUR"))
    number = Decimal(said.removesuffix(" EUR").replace(",", ""))
    assert abs(number - fee * percent / 100) <= Decimal("0.005")
    assert amount(percent, Agreed()) == "", "without a fee per cent only"


def agreed(world: World, client_name: str, **more: object) -> None:
    said = {
        "partial": 30,
        "degraded": 0,
        "goal": Decimal("99.9"),
        "because": "x",
        "by": world.delphine,
        "at": START,
    }
    said |= {"bands": [["99.9", 10], ["99", 25]]}
    UptimeTerms.objects.create(
        organisation=world.organisations[client_name], from_month=date(2026, 9, 1), **said | more
    )


@pytest.mark.django_db
def test_what_is_proposed_is_decided_by_a_person_and_only_then_read_by_the_client(
    world: World, trail: Callable[[], list[str]]
) -> None:
    estate = build_estate(world)
    osprey = client(world, "osprey", "UTC")
    agreed(world, "osprey", fee=Decimal("1234.50"), currency="EUR")
    impact = down(estate.inbox, datetime(2026, 10, 5, tzinfo=UTC), HOUR)
    keeper = osprey.account_manager
    assert keeper is not None
    desk, portal = as_(keeper), as_(world.orla)
    path, its = f"/desk/clients/{osprey.pk}/statement/2026-10/", "/service-status/statement/2026-10/"
    page = desk.get(path).content.decode()
    assert "Proposed: 10 % of the month’s fee, 123.45 EUR" in page and "99.865 %" in page
    assert "10 % of the month’s fee below 99.9 %, 25 % below 99 %." in page and "744 h" in page
    assert "Credit" not in portal.get(its).content.decode(), "nothing is promised by itself"

    refused = desk.post(f"{path}credit/", {"percent": "15", "because": " "})
    assert refused.status_code == 422 and "because" in refused.context["form"].errors
    assert desk.post(f"{path}credit/", {"percent": "101", "because": "x"}).status_code == 422
    assert desk.post(f"{path}credit/", {"percent": "10"}).status_code == 302
    assert "10 % of the month’s fee, 123.45 EUR" in portal.get(its).content.decode()
    for door, address in ((desk, path), (portal, its)):
        answer = door.get(f"{address}statement.pdf")
        assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
        assert 'filename="statement-2026-10.pdf"' in answer.headers["Content-Disposition"]
    assert portal.get("/service-status/statement/2026-12/statement.pdf").status_code == 404
    late = desk.post(f"{path}credit/", {"percent": "25", "because": "More."})
    assert "Somebody decided it meanwhile" in late.content.decode()
    newest = Credit.objects.get()
    said = {"percent": "0", "because": "They chose a longer window.", "after": newest.pk}
    assert desk.post(f"{path}credit/", said).status_code == 302
    assert "Credit" not in portal.get(its).content.decode()
    page = desk.get(path).content.decode()
    assert "Declined" in page and "They chose a longer window." in page and "Given: 10 %" in page
    assert "What it was decided on has changed" not in page
    impact.ended_at = impact.began_at
    impact.save()
    page = desk.get(path).content.decode()
    assert "What it was decided on has changed" in page and "None is proposed" in page
    assert trail().count("CreditDecided") == 2


@pytest.mark.django_db
def test_a_credit_is_decided_of_a_month_that_is_over_by_whoever_looks_after_the_client(world: World) -> None:
    build_estate(world)
    osprey = client(world, "osprey", "UTC")

    def decide(by: Person, month: date = OCTOBER, percent: int = 5) -> Credit:
        return decide_credit(osprey, month, percent=percent, because="A bad week.", after=None, by=by)

    other = Person.objects.create(email="other@us.example", name="Other", roles=["account_manager"])
    for nobody in (other, world.tobin, world.kaveh):
        with pytest.raises(Forbidden):
            decide(nobody)
    with pytest.raises(Refused, match="The month is not over"):
        decide(world.delphine, NOVEMBER)
    made = decide(world.delphine)
    assert (made.proposed, made.percent, made.fee) == (0, 5, None), "also where nothing is proposed"
    page = as_(world.orla).get("/service-status/statement/2026-10/").content.decode()
    assert "5 % of the month’s fee" in page and "A bad week." not in page


WAITING = "/desk/clients/mine/"
ASKED_FOR_CREDITS = 8
"""Of the whole page; what any number of clients and months asks for."""


def asked(door: Client) -> int:
    with CaptureQueriesContext(connection) as told:
        door.get(WAITING)
    return len(told)


@pytest.mark.django_db
def test_what_waits_stands_in_the_daily_view_of_whoever_decides_it_until_it_is_decided(world: World) -> None:
    estate = build_estate(world)
    osprey, quillon = client(world, "osprey", "UTC"), client(world, "quillon", "UTC")
    keeper, manager = osprey.account_manager, world.delphine
    assert keeper is not None and quillon.account_manager not in (None, keeper)
    desk, above = as_(keeper), as_(manager)
    page = desk.get(WAITING).content.decode()
    assert "None waits" in page and "Nothing is proposed for your clients" in page
    assert "Credits to decide" not in as_(world.piotr).get(WAITING).content.decode()
    without = asked(desk)
    agreed(world, "osprey", fee=Decimal(1000), currency="EUR")
    agreed(world, "quillon")
    down(estate.inbox, datetime(2026, 10, 5, tzinfo=UTC), HOUR)
    down(estate.inbox, datetime(2026, 11, 2, tzinfo=UTC), HOUR)  # of a month that is not over
    page = desk.get(WAITING).content.decode()
    assert "1 waits" in page and 'Osprey Lane Clinics</b></a> <span class="muted">October 2026' in page
    assert "10 % of the month’s fee, 100.00 EUR" in page and "99.865 %" in page
    path = f"/desk/clients/{osprey.pk}/statement/2026-10/"
    assert f'href="{path}#s-credit"' in page and 'id="s-credit"' in desk.get(path).content.decode()
    one = asked(desk)
    assert one <= without + ASKED_FOR_CREDITS

    down(estate.inbox, datetime(2026, 9, 5, tzinfo=UTC), HOUR)
    down(estate.reports, datetime(2026, 10, 7, tzinfo=UTC), HOUR)
    told = [(each.client, each.month) for each in above.get(WAITING).context["credits"].waiting]
    ours = [(name, month) for name, month in told if name == "Osprey Lane Clinics"]
    assert ours == [("Osprey Lane Clinics", "September 2026"), ("Osprey Lane Clinics", "October 2026")]
    assert ("Quillon Freight", "October 2026") in told, "a manager sees those of all clients"
    assert {each.client for each in desk.get(WAITING).context["credits"].waiting} == {"Osprey Lane Clinics"}
    assert asked(desk) == one
    for each in credits_waiting([osprey, quillon], now=NOON):
        decide_credit(each.organisation, each.month, percent=each.percent, because="", after=None, by=manager)
    assert above.get(WAITING).context["credits"].count == 0
