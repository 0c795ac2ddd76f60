"""Words about an interruption in a real browser: written by two, previewed as they are typed, on a phone and in the dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.models import Draft, Interruption, Level
from holdfast.project.demo.world import World
from tests.access import faults_of_access
from tests.incidents.estate import Estate, build_estate
from tests.web.browsing import Visit
from tests.web.doors import At
from tests.web.test_words import type_in

Come = Callable[..., Visit]


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


@pytest.fixture
def found(estate: Estate, world: World) -> Interruption:
    suspected = suspect_interruption(title="Messages arrive late", by=world.kaveh.actor)
    return confirm_interruption(suspected, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)


def test_two_write_the_same_word_and_see_each_other(
    found: Interruption, world: World, visit: Come, at_desk: At
) -> None:
    kaveh, window = at_desk(world.kaveh), visit(world.tobin)
    page = window.open(f"/desk/interruptions/{found.pk}/report/")
    expect(page.locator("#people")).to_contain_text(str(world.tobin))
    noticed, who = page.get_by_label("What clients notice"), page.get_by_label("Who is affected")
    noticed.fill("Messages are slow.")
    expect(page.locator("#note-noticed")).to_contain_text("Kept")
    assert Draft.objects.get().text == "Messages are slow."
    type_in(kaveh, found, "Whoever works in Frankfurt.", name="who")
    type_in(kaveh, found, "Messages are very slow.", seen=1)
    window.hint(
        f"draft-{found.about}-report",
        f"draft-{found.about}-report-who",
        f"draft-{found.about}-report-noticed",
    )
    expect(who).to_have_value("Whoever works in Frankfurt.")
    expect(page.locator("#note-noticed")).to_contain_text(f"{world.kaveh} wrote here")
    expect(noticed).to_have_value("Messages are slow.")
    noticed.fill("Messages are slow in Frankfurt.")
    expect(page.get_by_role("alert")).to_contain_text("Messages are very slow.")
    page.get_by_role("button", name="Put mine in its place").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert Draft.objects.get(name="noticed").text == "Messages are slow in Frankfurt."
    expect(page.get_by_text("Nothing is missing")).to_have_count(0)
    page.reload()
    expect(noticed).to_have_value("Messages are slow in Frankfurt.")
    assert window.troubles == []


def test_the_war_room_shows_everything_on_one_screen_in_both_lights(
    found: Interruption, world: World, visit: Come
) -> None:
    window = visit(world.kaveh)
    page = window.page
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        window.open(f"/desk/interruptions/{found.pk}/")
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for name in ("Interruption report", "What they will read", "Whom it reaches", "Timeline"):
                expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
            expect(page.frame_locator("iframe.letter").locator("body")).to_contain_text(
                "Messages arrive late"
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert window.troubles == []
        assert faults_of_access(page) == []
        window.troubles.clear()  # axe asks the letter's frame too, which hears nobody
