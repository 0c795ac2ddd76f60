"""Live hints in a browser: a part is fetched again, never over typed text; a lost line is said."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route

from holdfast.look import assets
from holdfast.look.guide import desk_frame

PAGE = """{% extends "desk.html" %}{% load look %}{% block content %}
<section id="plain" data-live="ticket-412" data-src="/plain/">old</section>
<section id="other" data-live="ticket-7" data-src="/other/">old</section>
<section id="typed" data-live="ticket-412 queue" data-src="/typed/">
<label for="words">Words</label><textarea id="words"></textarea></section>
{% endblock %}"""


class Server:
    """Answers a browser from here: pages, assets, parts, and a stream that carries one hint."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.topics: list[str] = []
        self.hints = ""
        self.line_is_up = True
        self.line_may_stand = True
        """Until one does: what is asked for after that is held, as a line that stands is."""
        self.held: list[Route] = []
        self.slow: list[Route] | None = None
        """Requests for parts that wait for their answer, while there are any to wait."""
        self.files = {f"/static/{asset.name}": asset.content for asset in assets.everything()}

    def __call__(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        self.asked[address.path] += 1
        if address.path in self.files:
            route.fulfill(
                body=self.files[address.path],
                content_type="text/javascript" if ".js" in address.path else "text/css",
            )
        elif address.path == "/events":
            self.topics = parse_qs(address.query)["topics"][0].split(",")
            if not self.line_is_up:
                route.abort()
            elif self.line_may_stand:
                self.line_may_stand = False
                self.stand(route)
            else:
                self.held.append(route)
        elif address.path == "/":
            frame = replace(desk_frame(datetime.now(UTC)), events_url="/events")
            page = engines["django"].from_string(PAGE).render({"frame": frame}, RequestFactory().get("/"))
            route.fulfill(body=page, content_type="text/html")
        elif self.slow is not None:
            self.slow.append(route)
        else:
            self.give(route)

    def give(self, route: Route) -> None:
        name = urlsplit(route.request.url).path.strip("/")
        live = f'id="{name}" data-live="ticket-412" data-src="/{name}/"'
        body = f"<section {live}>new {self.asked[f'/{name}/']}{use_of_an_icon()}</section>"
        body += '<i id="other" hx-swap-oob="true">other</i><i id="of-later" hx-swap-oob="true">later</i>'
        route.fulfill(body=body, content_type="text/html")

    def stand(self, line: Route) -> None:
        line.fulfill(body=f"event: here\ndata: still\n\n{self.hints}", content_type="text/event-stream")

    def let_the_line_stand(self) -> None:
        """Nothing is fetched before it does, however slowly the test comes along."""
        self.line_may_stand = not self.held
        for line in self.held:
            self.stand(line)
        self.held = []


def use_of_an_icon() -> str:
    return '<svg class="icon"><use href="#i-anchor"/></svg>'


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page_at(browser: Browser, server: Server) -> Iterator[Page]:
    page = browser.new_context().new_page()
    page.route("**/*", server)
    yield page
    page.context.close()


def opened(page: Page) -> Page:
    page.clock.install()
    page.goto("http://localhost/")
    page.wait_for_function("window.htmx !== undefined")
    return page


def let_pass(page: Page, *, until: str) -> None:
    """Let seconds pass in the browser until something is so; answers from the network come in between."""
    patience = time.monotonic() + 30  # of ours, as the network does not go by the browser's clock
    while not page.evaluate(until):
        assert time.monotonic() < patience, f"it never came to {until}"
        page.clock.run_for(500)


def let_all_be_asked_for(page: Page, server: Server) -> None:
    """The three parts, which then wait for their answers; the page knows of its requests before the server does."""
    let_pass(page, until="document.querySelectorAll('.htmx-request').length === 3")
    while len(server.slow or ()) < 3:
        page.evaluate("0")


def test_a_page_asks_for_the_topics_that_it_shows_and_for_its_parts_once_the_line_stands(
    page_at: Page, server: Server
) -> None:
    page = opened(page_at)
    let_pass(page, until="document.querySelector('#plain').textContent.includes('new')")
    assert server.topics == ["queue", "ticket-412", "ticket-7"]


def test_a_part_with_typed_text_is_left_alone_until_it_is_free(page_at: Page, server: Server) -> None:
    server.line_may_stand = False
    page = opened(page_at)
    page.locator("#words").fill("half a sentence")
    server.let_the_line_stand()
    let_pass(page, until="document.querySelector('#plain').textContent.includes('new')")
    page.clock.run_for(10_000)
    assert page.locator("#words").input_value() == "half a sentence"
    assert server.asked["/typed/"] == 0
    page.locator("#words").fill("")
    page.locator("#words").blur()
    let_pass(page, until="document.querySelector('#typed').textContent.includes('new')")


def test_an_icon_that_a_later_part_brings_is_fetched_once(page_at: Page, server: Server) -> None:
    page = opened(page_at)
    let_pass(page, until="document.querySelector('#sprite #i-anchor') !== null")
    assert sum(count for path, count in server.asked.items() if path.endswith(".svg")) == 1


def test_a_lost_line_is_said_and_its_return_takes_that_back(page_at: Page, server: Server) -> None:
    server.line_is_up = False
    page = opened(page_at)
    assert page.locator("#offline").is_hidden()
    let_pass(page, until="!document.querySelector('#offline').hidden")
    server.line_is_up = True
    let_pass(page, until="document.querySelector('#offline').hidden")


def test_a_line_that_fails_again_and_again_is_said_all_the_same(page_at: Page, server: Server) -> None:
    page = opened(page_at)
    for _ in range(2):
        page.evaluate("document.dispatchEvent(new CustomEvent('hint', { detail: { up: false } }))")
        page.clock.run_for(3_000)
    assert page.locator("#offline").is_visible()


def test_a_hint_that_comes_while_a_part_is_on_its_way_has_it_fetched_once_more(
    page_at: Page, server: Server
) -> None:
    page = opened(page_at)
    let_pass(page, until="document.querySelector('#plain').textContent.includes('new')")
    server.slow, before = [], server.asked["/plain/"]
    for _ in range(2):
        page.evaluate(
            "document.dispatchEvent(new CustomEvent('hint', { detail: { topics: ['ticket-412'] } }))"
        )
        page.clock.run_for(400)
    slow, server.slow = server.slow, None
    for route in slow:
        server.give(route)
    let_pass(page, until=f"document.querySelector('#plain').textContent.includes('new {before + 2}')")


def test_what_a_newer_server_sends_for_a_place_that_the_page_has_not_is_left_out(
    page_at: Page, server: Server
) -> None:
    troubles: list[str] = []
    page_at.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page = opened(page_at)
    let_pass(page, until="document.querySelector('#plain').textContent.includes('new')")
    let_pass(page, until="document.querySelector('#other').textContent === 'other'")
    assert page.locator("#of-later").count() == 0
    assert troubles == []


def test_an_answer_for_a_place_that_was_swapped_meanwhile_is_let_go(page_at: Page, server: Server) -> None:
    troubles: list[str] = []
    page_at.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    server.slow = []
    page = opened(page_at)
    let_all_be_asked_for(page, server)
    late = next(each for each in server.slow if each.request.url.endswith("/other/"))
    plain = next(each for each in server.slow if each.request.url.endswith("/plain/"))
    server.slow = None
    server.give(plain)
    let_pass(page, until="document.querySelector('#other').localName === 'i'")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/other/")):
        server.give(late)
    page.clock.run_for(5000)
    assert page.locator("#other").text_content() == "other"
    assert troubles == []


def test_a_press_is_not_taken_away_by_an_answer_that_comes_before_its_release(
    page_at: Page, server: Server
) -> None:
    server.slow = []
    page = opened(page_at)
    let_all_be_asked_for(page, server)
    plain = next(each for each in server.slow if each.request.url.endswith("/plain/"))
    page.evaluate(
        "document.querySelector('#plain').addEventListener('click', () => { document.title = 'clicked' })"
    )
    page.locator("#plain").hover(position={"x": 3, "y": 3})
    page.mouse.down()
    server.slow = None
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/plain/")):
        server.give(plain)
    page.clock.run_for(1000)
    page.mouse.up()
    assert page.title() == "clicked"
    let_pass(page, until="document.querySelector('#plain').textContent.includes('new')")
