"""A product's page, with a policy as strict as any, opens the form in a panel for somebody who is signed in there (A6)."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections
from django.test import Client
from playwright.sync_api import Page, Route, expect

from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.access import faults_of_access
from tests.channels.chat.foreign_site import style_all
from tests.channels.console.consoles import console_of, shared_key, signed
from tests.web.browsing import HOME, Visit

PRODUCT = "https://app.example"
POLICY = f"default-src 'none'; script-src {HOME}; frame-src {HOME}; connect-src 'self'; require-trusted-types-for 'script'"
THEIRS = f"""<!doctype html><html lang="en"><title>Reports</title><main><h1>Reports</h1>
<script src="{HOME}/support.js" defer></script>
<holdfast-support token-url="/support-token" label="Get help"></holdfast-support>
<holdfast-support id="stranger"></holdfast-support></main>"""


def test_a_user_of_a_product_writes_from_its_page_and_sees_what_is_promised(
    page: Page, world: World, visit: Callable[[], Visit]
) -> None:
    window = visit()
    window.client = Client()  # nobody is signed in here
    made = shared_key(world, console_of(world))
    given: list[str] = []

    def product(route: Route) -> None:
        connections["default"] = window.connection
        if route.request.url.endswith("/support-token"):
            given.append(signed(made))
            return route.fulfill(body=f"{given[-1]}\n", content_type="text/plain")
        return route.fulfill(
            body=THEIRS, content_type="text/html", headers={"Content-Security-Policy": POLICY}
        )

    page.route(f"{PRODUCT}/**", product)
    page.context.grant_permissions(["local-network-access"])  # ours is on this machine, as no other is
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{PRODUCT}/reports")
    expect(page.locator("#stranger")).to_be_hidden()
    _no_style_of_the_page_reaches_it(page)
    assert given == [], "nothing is asked before somebody opens it"
    page.get_by_role("button", name="Get help").click()
    form = page.frame_locator("iframe[title='Get help']")
    expect(form.get_by_text("Osprey Lane Clinics")).to_be_visible()
    inside = next(each for each in page.frames if "support/from" in each.url)
    assert given[0] not in inside.url, "the token has left the address"
    assert window.troubles == []
    assert faults_of_access(page) == []
    window.troubles.clear()  # looking at it speaks to every frame, and the frames of elsewhere say so
    form.get_by_label("In one line").fill("One in four goes wrong")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Get help").click()
    expect(form.get_by_label("In one line")).to_have_value("One in four goes wrong")
    # anybody may send the page such a message; only the form's own frame is heard
    page.evaluate("postMessage('holdfast-support:close', '*')")
    form.get_by_label("In one line").press("End")
    expect(page.get_by_role("dialog")).to_be_visible()
    form.get_by_label("In one line").press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Get help")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form.get_by_label("In one line")).to_have_value("One in four goes wrong")
    form.locator("input[name=scenario]").first.check()
    expect(form.locator("#offer")).to_contain_text("We promise a turnaround")
    form.get_by_label("What did you do").fill("I sent a message.")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("heading", name="We have it")).to_be_visible()
    ticket = Ticket.objects.get()
    expect(form.get_by_text(ticket.reference)).to_be_visible()
    assert (ticket.requester, ticket.channel) == (world.orla, "console")
    assert len(given) == 1
    assert not window.client.cookies
    assert page.context.cookies() == []
    assert window.troubles == []


_SEEN = """(element) => [element, ...element.shadowRoot.querySelectorAll("*")].flatMap((part) => {
    const style = getComputedStyle(part);
    return [...style].filter((name) => !name.startsWith("--")).map((name) => `${part.localName} ${name}: ${style[name]}`);
})"""


def _no_style_of_the_page_reaches_it(page: Page) -> None:
    element = page.locator("holdfast-support").first
    before = element.evaluate(_SEEN)
    style_all(page)
    assert [each for each in element.evaluate(_SEEN) if each not in before] == []
    expect(page.get_by_role("heading", name="Reports", include_hidden=True)).to_have_css(
        "letter-spacing", "9px"
    )
