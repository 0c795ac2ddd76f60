"""The planner in a real browser: it answers while one chooses, on a phone and in the dark too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from holdfast.incidents.actions.asking import Shortening
from holdfast.incidents.actions.confirming import Hit
from holdfast.incidents.actions.planning import Plan, plan_maintenance
from holdfast.incidents.models import Level, Maintenance
from holdfast.kernel import clock
from holdfast.notices.models import Delivery
from holdfast.project.demo.world import World
from tests.access import faults_of_access
from tests.incidents.estate import Estate, build_estate
from tests.web.browsing import Visit

Come = Callable[..., Visit]


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def test_a_maintenance_is_planned_while_the_page_answers_each_choice(
    estate: Estate, world: World, visit: Come
) -> None:
    window = visit(world.kaveh)
    page = window.open("/desk/maintenance/plan/")
    page.get_by_label("What happens").fill("Database upgrade")
    page.get_by_label("What is done, and what clients notice").fill("Messages come late.")
    page.get_by_label("Messages: Inbox, Frankfurt", exact=True).check()
    expect(page.get_by_role("heading", name="Notice check")).to_be_visible()
    expect(page.get_by_label("Start, UTC")).not_to_have_value("")
    page.get_by_role("button", name="Use it").first.click()
    expect(page.get_by_text("Chosen", exact=True)).to_be_visible()
    expect(page.get_by_label("What happens")).to_have_value("Database upgrade")
    page.get_by_role("button", name="Send notice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Database upgrade")
    assert Maintenance.objects.get().announced_at is not None
    assert Delivery.objects.filter(notice__kind="maintenance_notice").count() == 2
    assert window.troubles == []


def test_the_planner_fits_a_phone_and_can_be_used_by_whoever_cannot_see_it(
    estate: Estate, world: World, visit: Come
) -> None:
    window = visit(world.kaveh)
    page = window.page
    for width, scheme in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        window.open("/desk/maintenance/plan/")
        page.get_by_label("Messages: Inbox, Frankfurt", exact=True).check()
        expect(page.get_by_role("heading", name="Notice check")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults_of_access(page) == []
    assert window.troubles == []


def test_a_manager_decides_on_a_phone_what_a_shorter_notice_costs_whom(
    estate: Estate, world: World, visit: Come
) -> None:
    start = clock.now() + timedelta(hours=3)
    plan = Plan(
        title="Database upgrade",
        text="Messages come late.",
        hits=[Hit(estate.inbox, Level.MAJOR, "Frankfurt")],
        start_at=start,
        end_at=start + timedelta(hours=2),
    )
    shortening = Shortening("A disk is failing.", world.delphine)
    found = plan_maintenance(plan, shortening=shortening, by=world.kaveh)
    window = visit(world.delphine)
    page = window.page
    for width, scheme in ((1280, "dark"), (390, "light")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        window.open(f"/desk/maintenance/{found.pk}/approval/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert faults_of_access(page) == []
    page.get_by_label("Why not").fill("Not today.")
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(page.get_by_text("Not today.")).to_be_visible()
    assert Maintenance.objects.get().approved_by is None
    assert window.troubles == []
