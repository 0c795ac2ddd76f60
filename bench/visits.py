"""What the clients of `bench.desk` ask for, one request each."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from bench.browser import Answer, Browser
from bench.load import APART

T = TypeVar("T")


def page(browser: Browser, _: int, *, path: str) -> Answer:
    """The same page each time."""
    return browser.get(path)


def ticket(browser: Browser, number: int, *, tickets: Sequence[int], inside: str = "") -> Answer:
    """The page of any ticket, or a part that it fetches."""
    chosen = Random(number).choice(tickets)
    return browser.get(f"/desk/tickets/{chosen}/{inside}", {"HX-Request": "true"} if inside else None)


def public_form(browser: Browser, number: int, *, started: str) -> Answer:
    """A ticket by the public form, each from an address and a source of its own, so that no limit is reached."""
    said = {
        "name": f"Writer {number}",
        "address": f"w{number}@elsewhere.example",
        "subject": f"Report {number} shows the wrong total",
        "text": _TEXT,
        "started": started,
        "scenario": "",
        "product": "",
        "website": "",
    }
    source = f"2001:db8:{number >> 16:x}:{number & 0xFFFF:x}::1"
    return browser.post("/support/", said, {"X-Forwarded-For": source})


def desk_form(browser: Browser, number: int, *, contacts: Sequence[int]) -> Answer:
    """A ticket that an agent opens for a caller."""
    said = {
        "whose": "client",
        "contact": str(_each_in_turn(contacts, number)),
        "channel": "phone",
        "subject": f"Report {number} shows the wrong total",
        "text": _TEXT,
        "kind": "issue",
    }
    return browser.post("/desk/tickets/new/", said)


def portal_form(browser: Browser, number: int, *, sessions: Sequence[str]) -> Answer:
    """A ticket that a client opens in the portal, each time another one."""
    browser.cookies["sessionid"] = _each_in_turn(sessions, number)
    said = {"scenario": "none", "subject": f"Report {number} shows the wrong total", "text": _TEXT}
    return browser.post("/tickets/new/", said)


def _each_in_turn(many: Sequence[T], number: int) -> T:
    """Another one each time: every client begins at a quarter of its own."""
    client, nth = divmod(number, APART)
    return many[(client * len(many) // 4 + nth) % len(many)]


_TEXT = """Since this morning the total of the daily report is that of yesterday.
We have tried two browsers and signed in again."""
