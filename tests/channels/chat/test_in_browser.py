"""The panel on a foreign site: typed, lost, found again, answered, by keyboard, under the site's own strict policy."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from holdfast.channels.chat import loop
from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.blocking import block
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.seeing import agent_types, note_read_by_us
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.models import ChatMessage, Conversation, Greeting, Seat, Visitor
from holdfast.kernel import clock
from holdfast.knowledge.models import ReadBefore
from holdfast.notices.models import Delivery
from holdfast.portal.chat.giving_out import packed
from holdfast.project.demo.world import World, build_world
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import the_vendor
from tests.access import faults_of_access
from tests.channels.chat.foreign_site import foreign_site, style_all
from tests.channels.chat.killable import Killable
from tests.channels.chat.pictures import picture
from tests.channels.console.consoles import console_of, shared_key, signed
from tests.knowledge.articles import published
from tests.notices.test_translation import catalogue, install
from tests.portal.visiting import as_
from tests.world import Clock

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


PASTED = """([field, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const told = new DataTransfer();
    told.items.add(new File([bytes], "screen.png", { type: "image/png" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: told, bubbles: true, cancelable: true }));
}"""


def test_all_that_travels_is_15_kilobytes_at_most() -> None:
    assert len(packed("br")) <= 15 * 1024 and len(packed("gzip")) <= 15 * 1024
    assert len(packed("br")) < len(packed("gzip"))


def _open(context: Any, address: str, complaints: list[str]) -> Page:
    page: Page = context.new_page()
    page.set_default_timeout(8_000)
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page


def _attach(page: Page, name: str, content: bytes) -> None:
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Attach a file").click()
    chosen.value.set_files({"name": name, "mimeType": "text/plain", "buffer": content})


def _until(page: Page, claim: Callable[[], bool]) -> None:
    """Let the page go on until the claim holds."""
    for _ in range(200):
        if claim():
            return
        page.wait_for_timeout(25)
    raise AssertionError("it does not come true")


_SCROLLED_AND_GROWN = """(log, text) => {
  log.scrollTop -= 1;
  log.getRootNode().getElementById("t").value = text;
}"""
"""The scroll is told of only when the field has grown and the log is smaller already."""


PERSIAN = {
    "Send": "فرستادن",
    "Close this message": "بستن این پیام",
    "One file at a time, %(megabytes)s MB at most.": "هر بار یک پرونده، حداکثر %(megabytes)s مگابایت.",
}


@pytest.mark.django_db(transaction=True)
def test_a2_a_stranger_on_a_foreign_site_loses_the_network_comes_back_and_is_answered(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Clock()
    install(catalogue(PERSIAN), tmp_path, monkeypatch, language="fa")
    world = build_world()
    clock.set_for_test(None)
    Seat.objects.create(person=world.tobin, seen_at=clock.now())
    article = published(world, "Export <more> rows", "The monthly archive has no limit.")
    complaints: list[str] = []
    asked: list[tuple[str, bytes]] = []
    with Killable() as server, foreign_site(f"http://127.0.0.1:{server.port}/chat.js") as address:
        server.wait()
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        context.on("request", lambda each: asked.append((each.url, each.post_data_buffer or b"")))
        page = _open(context, address, complaints)
        style_all(page)
        button = page.get_by_role("button", name="Chat with us")
        expect(button).to_be_visible()
        assert (context.cookies(), page.evaluate("Object.keys(localStorage)")) == ([], [])

        button.click()
        box = page.get_by_role("textbox", name="Message")
        expect(box).to_be_focused()
        for name, value in (("font-size", "15px"), ("letter-spacing", "normal"), ("text-transform", "none")):
            expect(box).to_have_css(name, value)
        expect(box).not_to_have_css("color", "rgb(255, 0, 0)")
        page.keyboard.type("Our export stops at 20 000 rows.")
        found = page.get_by_role("region", name="Does one of these answer it?").get_by_role("link")
        expect(found).to_have_text("Export <more> rows")
        expect(found).to_have_attribute("href", f"http://127.0.0.1:{server.port}{article.path}")
        with context.expect_event("page") as opened:
            found.click()
        opened.value.close()
        page.bring_to_front()
        box.focus()
        page.keyboard.press("Enter")
        expect(found).to_have_count(0)
        expect(page.locator(".mark")).to_have_text("Delivered")
        talk = Conversation.objects.get()
        assert talk.page == address
        assert ReadBefore.objects.get().ticket == talk.ticket_id
        answer(talk, "Yes: the archive has no limit.", client_id="answer-01", by=world.tobin)
        talk.refresh_from_db()
        note_read_by_us([talk])
        expect(page.locator(".log")).to_contain_text("Tobin: Yes: the archive has no limit.")
        expect(page.locator("header")).to_contain_text("In this chat with you")
        expect(page.locator("header")).to_contain_text(f"Your reference: {talk.ticket.reference}")
        expect(page.locator(".mark")).to_have_text("Read")
        agent_types(talk)
        expect(page.locator(".typing")).to_be_visible()
        _until(page, lambda: Conversation.objects.get().visitor_read == 2)
        _who_types_is_seen_at_the_desk_until_it_is_said(browser, world, server.port, page)

        page.route("**/chat/**", lambda route: route.abort())
        server.kill()
        box.fill("Written without a network")
        page.keyboard.press("Enter")
        expect(page.locator(".pending")).to_have_count(1)
        expect(page.locator(".told")).to_contain_text("No connection")
        expect(page.locator(".mark")).to_have_text("Not sent yet")
        _attach(page, "log.txt", b"what it says")
        expect(page.locator(".pending").last).to_contain_text("log.txt")
        page.locator(".log").evaluate(_SCROLLED_AND_GROWN, "many words " * 100)
        expect(page.locator(".mark")).to_be_in_viewport(ratio=1)
        box.fill("a draft")
        server.wait()  # for the script itself; what it asks is lost until the network is back
        page.reload()
        answer(talk, "Shall I switch it on?", client_id="answer-02", by=world.kaveh)
        page.unroute("**/chat/**")

        button = page.get_by_role("button", name="Chat with us, 1 unread")
        button.click()
        expect(page.locator(".log .say:not(.typing)")).to_have_count(8)
        expect(page.locator(".pending")).to_have_count(0)
        expect(page.locator(".by")).to_have_text(["Tobin: ", "Kaveh: "])
        expect(page.locator(".say.me").nth(2)).to_contain_text("Written without a network")
        expect(page.locator(".say.me").nth(3).get_by_role("link")).to_have_text("log.txt")
        expect(page.get_by_role("textbox", name="Message")).to_have_value("a draft")
        other = _open(context, address, complaints)
        other.get_by_role("button", name="Chat with us").click()
        expect(other.locator(".log .say:not(.typing)")).to_have_count(8)
        other.get_by_role("textbox", name="Message").fill("From the other tab")
        other.keyboard.press("Enter")
        expect(page.locator(".say.me")).to_have_count(5)

        page.bring_to_front()
        page.route("**/chat/*/", lambda route: route.fulfill(status=502, body="<html>"))
        page.get_by_role("button", name="Mail me this chat").click()
        page.get_by_label("Your mail address").fill("ann@shop.example")
        page.get_by_role("button", name="Keep it").click()
        expect(page.locator(".told")).to_contain_text("No connection")
        page.unroute("**/chat/*/")
        expect(page.locator(".told")).to_have_text("It is on its way to your mailbox.")
        context.route("**/chat/file/", lambda route: route.fulfill(status=503))
        _attach(page, "screen.txt", b"what I see")
        expect(page.locator(".told")).to_contain_text("No connection")
        box.fill("Said while it waits")
        box.press("Enter")
        expect(page.locator(".say.me:not(.pending)").last).to_contain_text("Said while it waits")
        context.unroute("**/chat/file/")
        expect(page.get_by_role("link", name="screen.txt")).to_be_visible()
        field = page.get_by_role("textbox", name="Message").element_handle()
        page.evaluate(PASTED, [field, base64.b64encode(picture()).decode()])
        expect(page.get_by_role("img", name="screen.png")).to_be_visible()
        assert faults_of_access(page) == []
        page.evaluate(
            "now = Date.now, Date.now = () => now() + 9e6"
        )  # an address that stands there for long is renewed
        with page.expect_request("**/chat/fetch/"), context.expect_event("page"):
            page.get_by_role("link", name="screen.txt").click()
        page.evaluate("Date.now = now")
        page.get_by_role("button", name="End chat").click()
        expect(page.get_by_role("button", name="End chat")).to_be_hidden()
        expect(page.get_by_role("textbox", name="Message")).to_be_focused()
        page.get_by_role("button", name="5 good").click()
        expect(page.locator(".told")).to_have_text("Thank you.")
        page.get_by_role("textbox", name="Message").press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(page.get_by_role("button", name="Chat with us")).to_be_focused()
        _until(page, lambda: Conversation.objects.get().visitor_got >= 3)
        talk.refresh_from_db()
        assert (talk.visitor_got >= 3, talk.rating, talk.visitor.person.email) == (
            True,
            5,
            "ann@shop.example",
        )
        mailed = Delivery.objects.get(address="ann@shop.example", notice__event__startswith="transcript-")
        assert "the archive has no limit" in mailed.notice.said["text"]
        assert "Written without" not in mailed.notice.said["text"], "nobody confirmed the address"
        block(talk, because="A test", by=world.tobin)
        expect(page.locator(".told")).to_have_text("This chat is closed.")
        page.get_by_role("button", name="Chat with us").click()
        box.fill("Here I am again")
        box.press("Enter")
        expect(page.locator(".failed")).to_contain_text("This chat is closed.")
        assert Visitor.objects.count() == 1, "who is kept out is no new stranger by going on"
        context.close()
        _no_address_holds_a_token(asked)
        words = [each.message.text for each in ChatMessage.objects.order_by("number")]
        assert words[-6:] == [
            "Written without a network",
            "",
            "From the other tab",
            "Said while it waits",
            "",
            "",
        ]
        assert Ticket.objects.count() == 1

        _a_user_of_a_product_finds_their_talk(browser, world, server.port, complaints)
        _a_stranger_is_greeted_once_on_a_phone_that_reads_from_right_to_left(browser, server.port, complaints)
        _who_waits_when_the_last_of_us_leaves_gives_an_address(browser, address, complaints)
    assert complaints == []
    connections.close_all()


def _who_waits_when_the_last_of_us_leaves_gives_an_address(
    browser: Browser, address: str, complaints: list[str]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = _open(context, address, complaints)
    page.get_by_role("button", name="Chat with us").click()
    page.keyboard.type("Is anybody there?")
    page.keyboard.press("Enter")
    note, away = page.locator(".note").first, page.locator(".away")
    expect(note).to_contain_text("in the queue.")
    Seat.objects.update(seen_at=clock.now() - timedelta(minutes=2))
    loop.run_once()
    expect(note).to_contain_text("A first answer is promised by")
    expect(away).to_contain_text(
        "Nobody is here right now; we answer by mail and here. Everything down? Call"
    )
    expect(away.get_by_role("link", name=the_vendor().phone)).to_be_visible()
    page.get_by_label("Your mail address").fill("bo@shop.example")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".told")).to_have_text("The answer comes here, and by mail to bo@shop.example.")
    expect(page.get_by_label("Your mail address")).to_have_count(0)
    expect(away).to_contain_text("Nobody is here right now")
    Seat.objects.update(seen_at=clock.now())
    loop.run_once()
    expect(away).to_have_text("We are here now.")
    context.close()


def _no_address_holds_a_token(asked: list[tuple[str, bytes]]) -> None:
    """Whatever stands in between writes addresses into its log."""
    told = [
        (url, found[1].decode()) for url, said in asked if (found := re.search(rb'"token":"([^"]+)', said))
    ]
    secrets = {token.rpartition(".")[2] for _, token in told}
    assert "stream" in {url.rpartition("/")[2] for url, _ in told}
    assert [url for url, _ in asked if any(secret in unquote(url) for secret in secrets)] == []


def _who_types_is_seen_at_the_desk_until_it_is_said(
    browser: Browser, world: World, port: int, page: Page
) -> None:
    desk = browser.new_context()
    cookie = as_(world.tobin).cookies["sessionid"]
    desk.add_cookies([{"name": cookie.key, "value": cookie.value, "url": f"http://127.0.0.1:{port}"}])
    pane = desk.new_page()
    with pane.expect_response("**/events**"):
        pane.goto(f"http://127.0.0.1:{port}/desk/chats/")
    pane.get_by_role("button", name="Put in an article").click()
    pane.keyboard.type("exprot rows")
    expect(pane.locator("[data-into] [data-insert]")).to_contain_text("Export <more> rows")
    pane.keyboard.press("Enter")
    expect(pane.get_by_label("Message to")).to_have_value(re.compile("^Export <more> rows: http"))
    pane.get_by_label("Message to").fill("")
    typing = pane.locator(".chat-typing > span")
    page.get_by_role("textbox", name="Message").type("And the audio?")
    expect(typing).to_be_visible()
    page.keyboard.press("Enter")
    expect(pane.get_by_role("log")).to_contain_text("And the audio?")
    expect(typing).to_be_hidden(timeout=1_000)
    waits = pane.locator("#chat-queue").get_by_text("Waits", exact=True)
    expect(waits).to_be_visible()
    _an_answer_empties_the_composer_and_is_seen_to_be_read(pane, page)
    desk.close()


def _an_answer_empties_the_composer_and_is_seen_to_be_read(pane: Page, page: Page) -> None:
    box = pane.get_by_label("Message to")
    for words in ("The audio too.", "And the pictures."):
        box.fill(words)
        box.press("Enter")
        expect(box).to_have_value("")
        expect(box).to_be_focused()
        answer = pane.locator(".chat-said.me").filter(has_text=words)
        expect(answer).to_have_count(1)
        expect(page.locator(".say").filter(has_text=words)).to_be_visible()
        expect(answer.locator("[data-mark]")).to_have_text("Read")
    expect(pane.locator("#chat-queue").get_by_text("Waits", exact=True)).to_be_hidden()
    box.fill("/nothing")
    box.press("Enter")
    expect(pane.get_by_role("alert")).to_contain_text("There is no answer /nothing")
    box.fill("Ask Kaveh first.")
    pane.get_by_text("Whisper").click()
    box.press("Enter")
    expect(pane.locator(".chat-said.note")).to_contain_text("Ask Kaveh first.")
    expect(pane.get_by_role("alert")).to_have_count(0)


def _a_user_of_a_product_finds_their_talk(
    browser: Browser, world: World, port: int, complaints: list[str]
) -> None:
    """Its page says who is signed in there each time that it is asked; what another user left is theirs alone."""
    made = shared_key(world, console_of(world))
    talk = say(begin_visit(person=world.orla, language="en"), Word(text="By phone", client_id="word-0001"))
    ready = [signed(made, email=each.email) for each in (world.bram, world.orla)]
    script = f"http://127.0.0.1:{port}/chat.js"
    with foreign_site(script, attributes='data-token-url="/token"', token=ready.pop) as address:
        context = browser.new_context()
        page = _open(context, address, complaints)
        button = page.get_by_role("button", name="Chat with us")
        expect(button).to_be_visible()
        assert len(ready) == 2, "nobody is named before the panel is opened"
        button.click()
        expect(page.locator(".say.me")).to_contain_text(["By phone"])
        box = page.get_by_role("textbox", name="Message")
        box.fill("And by desktop")
        box.press("Enter")
        expect(page.locator(".say.me:not(.pending)")).to_have_count(2)
        _until(page, lambda: Conversation.objects.get(pk=talk.conversation_id).last_number == 2)
        box.fill("only mine")
        assert page.evaluate("Object.keys(localStorage)") == []

        page.reload()
        page.get_by_role("button", name="Chat with us").click()
        expect(page.get_by_role("textbox", name="Message")).to_be_focused()
        _until(page, lambda: not ready)
        _until(page, lambda: "only mine" not in page.evaluate("JSON.stringify({...sessionStorage})"))
        expect(page.get_by_role("textbox", name="Message")).to_have_value("")
        expect(page.locator(".say.me")).to_have_count(0)
        context.close()


def _a_stranger_is_greeted_once_on_a_phone_that_reads_from_right_to_left(
    browser: Browser, port: int, complaints: list[str]
) -> None:
    """On the pages that a rule names, after its time, and only while somebody is there to be talked to."""
    for where, seconds in (("#prices", 20), ("#help", 0)):
        Greeting.objects.create(page=where, after_seconds=seconds, text=f"A word about <b>{where}</b>?")
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.clock.install()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/token", lambda route: route.fulfill(status=204))  # no answer is cached where one is routed
    greeting, button = page.locator(".greeting"), page.locator(".fab")

    def come(where: str) -> None:
        Seat.objects.update(seen_at=clock.now(), is_taking=True)
        page.goto("about:blank")
        page.goto(address + where)
        expect(button).to_be_visible()

    def after(seconds: int) -> None:
        """What is asked then is answered, and nothing else is under way."""
        with page.expect_response("**/chat/about/**") as asked:
            page.clock.run_for(seconds * 1000)
        asked.value.finished()
        page.evaluate("() => fetch('/token')")

    script = f"http://127.0.0.1:{port}/chat.js"
    with foreign_site(script, attributes='data-language="fa"') as address:
        come("#prices")
        page.clock.run_for(19_000)
        expect(greeting).to_be_hidden()
        Seat.objects.update(is_taking=False)
        after(2)
        expect(greeting).to_be_hidden()
        assert page.evaluate("Object.keys(localStorage)") == []
        come("#prices")
        after(21)
        expect(greeting).to_have_text("A word about <b>#prices</b>?")
        greeting.get_by_role("button", name="بستن این پیام").click()
        expect(greeting).to_be_hidden()
        expect(button).to_be_focused()

        asked: list[str] = []
        page.on("request", lambda each: asked.append(each.url))
        for where in ("#prices", "#other"):
            come(where)
            page.clock.run_for(30_000)
            expect(greeting).to_be_hidden()
        assert sum("/about/" in each for each in asked) == 2, "it was said, or there is nothing to say"
        come("#help")
        page.clock.run_for(1)
        greeting.get_by_text("#help").click()
        expect(greeting).to_be_hidden()
        _the_panel_fills_the_phone(page)
        with page.expect_file_chooser() as choosing:
            page.get_by_role("button", name="Attach a file").click()
        large = b"0" * (5 * 1024 * 1024 + 1)
        choosing.value.set_files({"name": "all.bin", "mimeType": "application/x-all", "buffer": large})
        expect(page.locator(".why")).to_have_text("هر بار یک پرونده، حداکثر 5 مگابایت.")
    context.close()


def _the_panel_fills_the_phone(page: Page) -> None:
    panel, box = page.get_by_role("dialog"), page.locator("textarea")
    expect(box).to_be_focused()
    assert panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 800}
    sends = page.locator(".send").bounding_box()
    assert sends and sends["x"] < 100, "the line ends on the left"
    heights = []
    for words in ("", "many words " * 10, "many words " * 200):
        box.fill(words)
        heights.append(box.evaluate("(it) => it.offsetHeight"))
    assert heights[0] < heights[1] < heights[2] < 200
    for scheme in ("dark", "light"):
        page.evaluate("(it) => { document.documentElement.style.colorScheme = it }", scheme)
        expect(panel).to_have_css("color-scheme", scheme)
