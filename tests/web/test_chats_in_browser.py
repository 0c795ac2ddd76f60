"""Several chats side by side in a real browser: an article is put into one, a slash lists what there is to say."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.canning import TAKEN, save_canned
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.taking import take
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.models import Conversation, Seat
from holdfast.kernel import clock
from holdfast.project.demo.world import World
from holdfast.tickets.models import Channel, Message
from tests.access import faults_of_access
from tests.knowledge.articles import published
from tests.web.browsing import Visit


def _chat(world: World, text: str) -> Conversation:
    word = Word(text=text, client_id="question-1", is_there=True)
    chat = say(begin_visit(person=None, language="en"), word).conversation
    take(chat, by=world.tobin)
    return chat


def test_three_chats_stand_side_by_side_and_each_has_its_answers_and_articles_at_hand(
    visit: Callable[..., Visit], world: World
) -> None:
    published(world, "Export more rows", "The monthly archive has no limit.")
    save_canned(name="hello", text="Hello {visitor}, {agent} here.", by=world.tobin)
    save_canned(name="hours", text="We are there from nine to five.", by=world.tobin)
    Seat.objects.create(person=world.tobin, seen_at=clock.now())
    chats = [_chat(world, text) for text in ("Zebra?", "Is it down?", "And now?")]
    window = visit(world.tobin)
    page = window.open("/desk/chats/")
    first, second, third = (page.locator(f"#chat-{each.pk}") for each in chats)
    for pane in (first, second, third):
        expect(pane.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    _an_article_goes_where_it_was_asked_for(page, first, second)
    _a_slash_lists_what_can_be_said(page, first)
    assert window.troubles == []


def _an_article_goes_where_it_was_asked_for(page: Page, first: Locator, second: Locator) -> None:
    first.get_by_role("button", name="Put in an article").click()
    expect(first.locator(".articles")).to_contain_text("Nothing")
    page.keyboard.type("export")
    expect(first.locator(".articles [data-insert]")).to_contain_text("Export more rows")
    page.keyboard.press("Enter")
    expect(first.get_by_role("textbox", name="Message to")).to_have_value(
        re.compile("^Export more rows: http")
    )
    expect(second.locator("header b")).to_be_visible()


def _a_slash_lists_what_can_be_said(page: Page, first: Locator) -> None:
    text, options = first.get_by_role("textbox", name="Message to"), first.get_by_role("option")
    chosen = first.get_by_role("option", selected=True)
    text.fill("")
    expect(text).to_have_attribute("placeholder", re.compile("/"))
    text.press_sequentially("/")
    commands = sorted(TAKEN, reverse=True)
    expect(options).to_have_text([re.compile(f"^/{name} ") for name in ("hello", "hours", *commands)])
    assert faults_of_access(page) == []
    text.press("ArrowUp")
    expect(chosen).to_contain_text("/end")
    text.press_sequentially("h")
    expect(options).to_have_count(2)
    text.press("ArrowDown")
    expect(chosen).to_contain_text("/hours")
    assert text.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    text.press("Escape")
    expect(options).to_have_count(0)
    text.fill("/ho")
    text.press("Enter")
    expect(text).to_have_value("/hours")
    text.fill("On Sunday too?")
    first.get_by_role("button", name="/ Answers").click()
    options.filter(has_text="/hello").click()
    expect(text).to_have_value("/hello On Sunday too?")
    expect(text).to_be_focused()
    text.fill("/hello")
    text.press("Enter")
    expect(text).to_have_value("")
    first.get_by_text("Whisper").click()
    expect(text).to_have_attribute("placeholder", "Only your team sees this")
    text.fill("/h")
    expect(options).to_have_count(0)
    text.press("Enter")
    expect(text).to_have_attribute("placeholder", "Write, or / for answers")
    said = Message.objects.filter(channel=Channel.CHAT).order_by("-pk").values_list("text", flat=True)
    assert said[0] == "Hello Visitor, Tobin here."
