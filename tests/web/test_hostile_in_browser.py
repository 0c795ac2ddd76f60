"""T33 beside mail: what hostile visitors say and are called in a chat and in a product's form runs nowhere."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from playwright.sync_api import expect

from holdfast.notices.models import Delivery
from holdfast.notices.queries import shown_letter
from holdfast.notices.sender import the_sender
from holdfast.project.demo.world import World
from holdfast.tickets.actions.assignment import assign_ticket
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Channel, Ticket
from tests.channels.chat.browsers import Browser
from tests.channels.console.consoles import console_of, shared_key, signed
from tests.once import once_in
from tests.web.browsing import Visit
from tests.web.test_in_browser import HOSTILE

NAME = "<img src=x onerror=window.pwned=21>"
PAGE = "javascript:window.pwned=22"


def _by_chat() -> None:
    browser = Browser()
    browser.ask("address", token=browser.token, address="ann@shop.example", name=NAME)
    browser.say(HOSTILE, "word-0001", page=PAGE)


def _by_console(world: World) -> None:
    newcomer = {"sub": "u-19", "email": "new@ospreylane.example", "name": NAME}
    token = signed(shared_key(world, console_of(world)), **newcomer, plan=NAME, page=PAGE)
    door = Client()
    form = door.get("/support/from/", {"token": token})["Location"]
    drawn = door.get(form).content.decode()
    assert NAME not in drawn
    said = {"scenario": "misrouted", "subject": NAME, "text": HOSTILE, "once": once_in(drawn)}
    assert door.post(form, said).status_code == 302


def test_t33_what_is_said_by_chat_and_by_console_runs_nothing_at_the_desk_and_in_no_mail(
    world: World, visit: Callable[..., Visit]
) -> None:
    _by_chat()
    _by_console(world)
    tickets = list(Ticket.objects.order_by("pk"))
    assert [each.channel for each in tickets] == [Channel.CHAT, Channel.CONSOLE]
    for ticket in tickets:
        assign_ticket(ticket, to=world.tobin, by=world.kaveh)
        send_message(ticket, Said(text=HOSTILE, author=world.tobin), by=world.tobin)
    at_desk = [f"/desk/tickets/{each.pk}/" for each in tickets]
    assert tickets[1].requester is not None
    for person, paths in (
        (world.tobin, ["/desk/", "/desk/chats/", *at_desk]),
        (tickets[1].requester, [f"/tickets/{tickets[1].pk}/"]),
    ):
        window = visit(person)
        for path in paths:
            page = window.open(path)
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            if path[-2].isdigit():
                expect(page.get_by_role("main")).to_contain_text("<script>window.pwned=1</script>")
            assert page.evaluate("window.pwned") is None, path
            assert page.locator("[onerror], iframe, [href^=javascript], form[action*=evil]").count() == 0
        assert window.troubles == []
        assert not [url for url in window.asked if "evil" in url]
    letters = [shown_letter(each, the_sender(), to=world.piotr) for each in Delivery.objects.all()]
    assert any("&lt;img src=x onerror" in each.html for each in letters)
    page.goto("about:blank")  # a mail program that runs all that it finds
    for letter in letters:
        page.set_content(letter.html)
        assert page.evaluate("window.pwned") is None, letter.subject
