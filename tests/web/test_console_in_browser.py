"""A product's page, with a policy as strict as any, opens the form in a panel for somebody who is signed in there (A6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.db import connections
from django.test import Client
from playwright.sync_api import Page, Route, expect

from holdfast.kernel import clock
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


class Product:
    """A product's site: who is signed in there, and what it gave for them."""

    def __init__(self, page: Page, world: World, window: Visit) -> None:
        window.client = Client()  # nobody is signed in here
        self.window, self.made = window, shared_key(world, console_of(world))
        self.given: list[str] = []
        self.says: dict[str, Any] = {}
        """What it claims of the one at the address, beside what is so; None for nothing at all."""
        page.route(f"{PRODUCT}/**", self.answer)
        page.context.grant_permissions(["local-network-access"])  # ours is on this machine, as no other is
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{PRODUCT}/reports")

    def answer(self, route: Route) -> None:
        connections["default"] = self.window.connection
        asked = urlsplit(route.request.url)
        if asked.path != "/support-token":
            return route.fulfill(
                body=THEIRS, content_type="text/html", headers={"Content-Security-Policy": POLICY}
            )
        said = self.says.get(asked.query, {})
        self.given.append(
            "" if said is None else said if isinstance(said, str) else signed(self.made, **said)
        )
        return route.fulfill(
            body=f"{self.given[-1]}\n", content_type="text/plain", status=503 if said is None else 200
        )


def test_a_user_of_a_product_writes_from_its_page_and_sees_what_is_promised(
    page: Page, world: World, visit: Callable[[], Visit]
) -> None:
    window = visit()
    product = Product(page, world, window)
    given = product.given
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
    _nobody_finds_what_was_anothers(page, product)
    _what_did_not_open_is_asked_for_anew(page, product)
    _a_token_that_is_renewed_keeps_what_is_typed(page, product)


_SIGNED_IN = """(element, who) => {
    element.tokenSource = who && (async () => (await fetch("/support-token?" + who)).text());
}"""


def _nobody_finds_what_was_anothers(page: Page, product: Product) -> None:
    element, dialog = page.locator("holdfast-support").first, page.get_by_role("dialog")
    form = page.frame_locator("iframe[title='Get help']")
    product.says = {"bram": {"email": "bram@ospreylane.example", "name": "Bram", "sub": "u-18"}}
    expect(dialog).to_be_visible()
    element.evaluate("element => element.removeAttribute('token-url')")
    expect(dialog).to_be_hidden()
    expect(element).to_be_hidden()
    for who, name in (("orla", "Orla"), ("bram", "Bram")):
        element.evaluate(_SIGNED_IN, who)
        page.get_by_role("button", name="Get help").click()
        expect(form.get_by_role("definition").first).to_contain_text(name)
        form.get_by_label("In one line").fill(f"What {name} alone should see")
        element.evaluate(_SIGNED_IN, None)
        expect(dialog).to_be_hidden()
        assert [each.url for each in page.frames if "support/from" in each.url] == []


def _what_did_not_open_is_asked_for_anew(page: Page, product: Product) -> None:
    dialog, button = page.get_by_role("dialog"), page.get_by_role("button", name="Get help")
    form, excuse = page.frame_locator("iframe[title='Get help']"), page.get_by_role("alert")
    given, asked = product.given, product.window.asked
    element = page.locator("holdfast-support").first
    element.evaluate("element => element.setAttribute('token-url', '/support-token?orla')")
    before = len(asked)
    product.says = {"orla": None}
    button.click()
    expect(excuse).to_contain_text("could not be opened")
    expect(excuse.get_by_role("link")).to_have_attribute("href", f"{HOME}/support/")
    assert asked[before:] == [], "no frame is loaded for nobody"
    product.says = {"orla": "not.a.token"}  # of no key of ours: no page of ours may stand in a frame for it
    dialog.get_by_role("button", name="Try again").click()
    expect(excuse).to_be_hidden()
    expect(excuse).to_be_visible()
    at = int(clock.now().timestamp())
    product.says = {"orla": {"iat": at - 400, "exp": at - 100}}
    dialog.get_by_role("button", name="Try again").click()
    expect(form.get_by_role("heading", name="We could not tell who you are")).to_be_visible()
    expect(excuse).to_be_hidden()
    product.says, many = {}, len(given)
    page.get_by_role("button", name="Close").click()
    button.click()
    expect(form.get_by_label("In one line")).to_have_value("")
    page.get_by_role("button", name="Close").click()
    button.click()
    expect(form.get_by_label("In one line")).to_be_visible()
    assert len(given) == many + 1, "the form that opened is kept"


def _a_token_that_is_renewed_keeps_what_is_typed(page: Page, product: Product) -> None:
    element, dialog = page.locator("holdfast-support").first, page.get_by_role("dialog")
    form, given = page.frame_locator("iframe[title='Get help']"), product.made
    renew = "(element, token) => element.setAttribute('token', token)"
    element.evaluate("element => element.removeAttribute('token-url')")
    element.evaluate(renew, signed(given, name="Örla"))
    page.get_by_role("button", name="Get help").click()
    form.get_by_label("In one line").fill("Half a sentence")
    file = {"name": "seen.txt", "mimeType": "text/plain", "buffer": b"as it was seen"}
    form.locator("input[type=file]").set_input_files([file])
    element.evaluate(renew, signed(given, name="Örla", page="https://app.example/other"))
    expect(dialog).to_be_visible()
    expect(form.get_by_label("In one line")).to_have_value("Half a sentence")
    assert form.locator("input[type=file]").evaluate("(it) => it.files.length") == 1
    element.evaluate(renew, signed(given, sub="u-18", email="bram@ospreylane.example", name="Bram"))
    expect(dialog).to_be_hidden()
    assert [each.url for each in page.frames if "support/from" in each.url] == []


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
