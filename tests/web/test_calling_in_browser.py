"""The card of whoever calls comes onto the page that is open, and leaves it; an urgent call is a ticket beside it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_django.fixtures import Settings

from holdfast.kernel.actor import SYSTEM
from holdfast.people.actions.changing import change_person
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.channels.voice.provider import CALLER, Line, env_with_provider
from tests.channels.voice.test_urgent import pressed, urgent
from tests.web.browsing import Visit


def test_who_calls_is_shown_over_whatever_page_is_open_before_anybody_answers(
    visit: Callable[..., Visit], world: World, printer: Ticket, settings: Settings
) -> None:
    settings.ENV = env_with_provider()
    change_person(world.orla, phone=CALLER, by=SYSTEM)
    Ticket.objects.update(subject="The supervisors’ dashboard shows the totals of yesterday")
    line, window = Line(), visit()
    page = window.open("/desk/")
    assert page.locator("#calling").is_hidden()
    line.asks("incoming", CallStatus="ringing")
    window.hint("calls")
    card = page.get_by_role("region", name=f"{world.orla} calls")
    card.wait_for()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        card_box = card.bounding_box()
        button = card.get_by_role("button", name=f"Answer on #{printer.pk}").bounding_box()
        assert card_box and button and button["x"] + button["width"] < card_box["x"] + card_box["width"] - 8
    button = card.get_by_role("button", name=f"Answer on #{printer.pk}")
    card.get_by_role("heading").click()
    expect(button).to_be_hidden()
    folded = card.bounding_box()
    assert folded and folded["height"] < 80
    page = window.open("/desk/")
    Line(sid="CA" + "b" * 32, caller="+442079460999").asks("incoming", CallStatus="ringing")
    with page.expect_response("**/calls/**"):
        window.hint("calls")
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()
    expect(button).to_be_hidden()
    card.get_by_role("heading").click()
    expect(button).to_be_visible()
    line.status("completed", 3)
    window.hint("calls")
    card.wait_for(state="hidden")
    assert window.troubles == []


def test_a4_a_clients_call_on_the_line_for_priority_1_rings_the_one_on_duty_and_is_a_ticket_of_who_took_it(
    visit: Callable[..., Visit], world: World, settings: Settings
) -> None:
    settings.ENV = env_with_provider()
    line, window = Line(), visit(world.tobin)
    page = window.open("/desk/")
    call = urgent(world, line)
    window.hint("calls")
    card = page.get_by_role("region", name=f"{world.orla} calls")
    for told in ("Priority 1 line", f"the telephone of {world.tobin} rings"):
        expect(card).to_contain_text(told)
    ticket = Ticket.objects.get()
    assert pressed(line, call, world.tobin) == []  # both are joined
    window.hint("calls")
    expect(card).to_be_hidden()
    line.asks("duty/1", DialCallStatus="completed", DialCallDuration="420")
    line.status("completed", 3)
    page = window.open(f"/desk/tickets/{ticket.pk}/")
    expect(page.get_by_text(f"{world.tobin} spoke with {world.orla}")).to_be_visible()
    expect(page.locator("#holder")).to_contain_text("TA")
    expect(page.locator("#priority")).to_contain_text("1")
    assert window.troubles == []
