"""What counts as down and what the goal is are settings with a month from which they hold (E10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from holdfast.incidents.agreed_uptime import Band, agreed_for
from holdfast.incidents.models import Level, UptimeTerms
from holdfast.project.demo.world import World
from tests.incidents.estate import build_estate
from tests.portal.visiting import as_
from tests.reports.test_statement import MINUTE, NOVEMBER, client, down, stated
from tests.world import Clock

pytestmark = pytest.mark.django_db

DECEMBER = date(2026, 12, 1)
SAID = {
    "goal": "99.9",
    "partial": "0.5",
    "degraded": "0.1",
    "any_down_is_down": "on",
    "bands": "99 25\n99.9 10",
    "because": "As the board decided.",
}
AT = datetime(2026, 10, 5, tzinfo=UTC)


def test_terms_hold_from_their_month_on_and_never_for_one_that_is_over(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    estate = build_estate(world)
    quillon, osprey = client(world, "quillon", "UTC"), client(world, "osprey", "UTC")
    down(estate.reports, AT, 10 * MINUTE, Level.PARTIAL)
    down(estate.reports, AT + timedelta(days=31), 10 * MINUTE, Level.PARTIAL)
    before = stated(quillon).whole
    desk = as_(world.delphine)
    assert "As shipped" in desk.get("/desk/clients/uptime/").content.decode()
    answer = desk.post("/desk/clients/uptime/new/", SAID | {"from_month": "2026-10-01"})
    assert answer.status_code == 422 and not UptimeTerms.objects.exists(), "October is over"
    assert desk.post("/desk/clients/uptime/new/", SAID | {"from_month": "2026-11-01"}).status_code == 302
    assert stated(quillon).whole == before
    present = stated(quillon, NOVEMBER).whole
    assert (present.weighted_for, present.target) == (5 * MINUTE, Decimal("99.9"))
    page = desk.get("/desk/clients/uptime/").content.decode()
    assert "Holds now" in page and "10 % of the month’s fee below 99.9 %, 25 % below 99 %." in page

    own = SAID | {"from_month": "2026-12-01", "goal": "99.5", "bands": "", "fee": "1200", "currency": "eur"}
    path = f"/desk/clients/{quillon.pk}/uptime/"
    assert desk.post(f"{path}new/", own).status_code == 302
    assert not agreed_for(quillon, NOVEMBER).is_own
    agreed = agreed_for(quillon, DECEMBER)
    assert (agreed.terms.target, agreed.bands, agreed.fee, agreed.currency) == (
        Decimal("99.5"),
        (),
        Decimal(1200),
        "EUR",
    )
    assert agreed_for(osprey, DECEMBER).bands == (Band(Decimal("99.9"), 10), Band(Decimal(99), 25))
    the_clock.set(datetime(2027, 1, 15, tzinfo=UTC))
    assert "Agreed with Quillon" in desk.get(path).content.decode()
    ended = {"from_month": "2027-02-01", "because": "A new contract."}
    assert desk.post(f"{path}end/", ended).status_code == 302
    assert agreed_for(quillon, date(2027, 1, 1)).terms.target == Decimal("99.5")
    assert agreed_for(quillon, date(2027, 2, 1)).terms.target == Decimal("99.9")
    answer = desk.post(f"{path}end/", ended)
    assert answer.status_code == 422 and "from_month" in answer.context["form"].errors, "ended already"
    assert trail().count("ClientUptimeTermsSet") == 2 and "UptimeTermsSet" in trail()
    page = as_(world.nell).get("/desk/trail/").content.decode()
    assert "set a goal of 99.9" in page


def test_a_month_is_over_for_everybody_where_it_is_over_first_and_for_a_client_in_its_own_zone(
    world: World, the_clock: Clock
) -> None:
    the_clock.set(datetime(2026, 11, 30, 11, tzinfo=UTC))  # it is December in Kiritimati
    apia = client(world, "quillon", "Pacific/Pago_Pago")
    desk = as_(world.delphine)
    november = SAID | {"from_month": "2026-11-01"}
    answer = desk.post("/desk/clients/uptime/new/", november)
    assert "A month that is over stays as it was stated" in answer.content.decode()
    assert desk.post(f"/desk/clients/{apia.pk}/uptime/new/", november).status_code == 302


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("goal", "0"),
        ("goal", "100.1"),
        ("goal", "99.9999"),
        ("goal", "NaN"),
        ("partial", "1.5"),
        ("partial", "0.333"),
        ("partial", "-1"),
        ("degraded", "0.6"),
        ("bands", "99.9"),
        ("bands", "x 10"),
        ("bands", "inf 10"),
        ("bands", "99.9 0"),
        ("bands", "99.9 101"),
        ("bands", "99.8888 10"),
        ("bands", "99.95 10"),
        ("bands", "99 10\n99.00 20"),
        ("bands", "99.9 25\n99 10"),
        ("bands", "\n".join(f"{90 - each} {each + 1}" for each in range(13))),
        ("fee", "-1"),
        ("fee", "1.005"),
        ("fee", ""),
        ("currency", ""),
        ("currency", "€€€"),
        ("because", " "),
        ("from_month", "2026-12-02"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(world: World, field: str, said: str) -> None:
    all_said = SAID | {"from_month": "2026-12-01", "fee": "1200", "currency": "EUR"} | {field: said}
    answer = as_(world.delphine).post(
        f"/desk/clients/{world.organisations['quillon'].pk}/uptime/new/", all_said
    )
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not UptimeTerms.objects.exists()


def test_the_goal_of_everybody_stands_on_the_status_page_and_the_clients_own_in_its_portal(
    world: World,
) -> None:
    estate = build_estate(world)
    client(world, "osprey", "UTC")
    assert estate.inbox.is_public
    desk = as_(world.delphine)
    november = SAID | {"from_month": "2026-11-01"}
    desk.post("/desk/clients/uptime/new/", november)
    desk.post(f"/desk/clients/{world.osprey.pk}/uptime/new/", november | {"goal": "99.95", "bands": ""})
    assert "Goal: 99.9 %" in as_(world.tobin).get("/status/").content.decode()
    assert "goal 99.95 %" in as_(world.orla).get("/service-status/").content.decode()
    assert as_(world.ines).post("/desk/clients/uptime/new/", november).status_code == 403
