import asyncio

import pytest

from holdfast.project import events
from holdfast.project.events import Admission, comes_from_our_page
from holdfast.project.hub import WAITING_AT_MOST, Hub
from holdfast.project.listening import topics_of
from tests.project.streams import Browser


@pytest.fixture
def rights(monkeypatch) -> dict[str, set[str]]:
    """What person 7 may hear of; emptied, they are signed out."""
    allowed = {"topics": {"queue", "ticket-1"}}

    def decide(cookies: dict[str, str], asked: frozenset[str]) -> Admission | None:
        return Admission(7, asked & allowed["topics"]) if allowed["topics"] else None

    monkeypatch.setattr(events, "_authoriser", [decide])
    return allowed


async def soon() -> None:
    """Let everything happen that is about to; the authoriser is asked in a thread."""
    await asyncio.sleep(0.05)


def test_only_names_of_allowed_topics_travel_and_signs_of_life(rights, monkeypatch):
    async def scene() -> str:
        hub = Hub()
        browser = Browser(hub, "queue,ticket-2")
        await soon()
        hub.publish(["queue", "ticket-1", "ticket-2"])
        await soon()
        monkeypatch.setattr(events, "PING_EVERY", 0.001)
        hub.publish(["queue"])
        await browser.has(lambda text: text.endswith("event: here\ndata: still\n\n"))
        browser.left.set()
        await browser.stream
        return browser.text

    text = asyncio.run(scene())
    assert text.startswith("event: here\ndata: still\n\n")
    assert "data: queue\n\n" in text
    assert "ticket" not in text


def test_t46_a_stream_without_rights_or_from_a_foreign_page_is_refused(rights):
    async def scene() -> list[int]:
        hub = Hub()
        rights_less = Browser(hub, "ticket-9")
        foreign = Browser(hub, headers=[(b"host", b"desk.example"), (b"origin", b"https://evil.example")])
        cross = Browser(hub, headers=[(b"sec-fetch-site", b"cross-site")])
        admitted = Browser(hub)
        await soon()
        admitted.left.set()
        for browser in (rights_less, foreign, cross, admitted):
            await browser.stream
        return [browser.status for browser in (rights_less, foreign, cross, admitted)]

    assert asyncio.run(scene()) == [403, 403, 403, 200]


def test_t46_a_stream_stops_when_the_right_is_taken_away(rights):
    async def scene() -> tuple[str, bool]:
        hub = Hub()
        browser = Browser(hub, "queue,ticket-1")
        await soon()
        rights["topics"] = {"queue"}
        hub.publish(["rights-7"])
        await soon()
        hub.publish(["ticket-1", "queue"])
        await soon()
        rights["topics"] = set()
        hub.publish(["rights-7"])
        await asyncio.wait_for(browser.stream, 5)
        return browser.text, browser.sent[-1].get("more_body", False)

    text, more = asyncio.run(scene())
    assert "data: queue" in text
    assert "ticket-1" not in text
    assert not more


def test_a_browser_that_does_not_keep_up_is_told_to_fetch_everything_and_let_go(rights):
    async def scene() -> str:
        hub = Hub()
        topics = [f"topic-{number}" for number in range(50)]
        rights["topics"] = set(topics)
        browser = Browser(hub, ",".join(topics))
        await soon()
        (stream,) = hub._streams
        stream.topics = frozenset(f"topic-{number}" for number in range(WAITING_AT_MOST + 1))
        for number in range(WAITING_AT_MOST + 1):
            stream.put(f"topic-{number}")
        await asyncio.wait_for(browser.stream, 5)
        return browser.text

    assert asyncio.run(scene()).endswith("event: resync\ndata: everything\n\n")


def test_a_lost_ear_makes_everybody_fetch_again(rights):
    async def scene() -> str:
        hub = Hub()
        browser = Browser(hub)
        await soon()
        hub.resync()
        await soon()
        browser.left.set()
        await browser.stream
        return browser.text

    assert "event: resync" in asyncio.run(scene())


def test_stopping_ends_every_stream_and_opens_none(rights):
    async def scene() -> tuple[bool, int]:
        hub = Hub()
        browser = Browser(hub)
        await soon()
        hub.end_all()
        await asyncio.wait_for(browser.stream, 1)
        late = Browser(hub)
        await late.stream
        return browser.sent[-1].get("more_body", False), late.status

    assert asyncio.run(scene()) == (False, 503)


def test_one_person_cannot_hold_every_stream(rights, monkeypatch):
    monkeypatch.setattr(events, "STREAMS_PER_PERSON", 2)

    async def scene() -> list[int]:
        hub = Hub()
        browsers = []
        for _ in range(3):
            browsers.append(Browser(hub))
            await soon()
        for browser in browsers:
            browser.left.set()
            await browser.stream
        return [browser.status for browser in browsers]

    assert asyncio.run(scene()) == [200, 200, 429]


def test_nobody_hears_anything_until_somebody_decides(monkeypatch):
    monkeypatch.setattr(events, "_authoriser", [])

    async def scene() -> int:
        browser = Browser(Hub())
        await browser.stream
        return browser.status

    assert asyncio.run(scene()) == 403


@pytest.mark.parametrize(
    ("headers", "ours"),
    [
        ([], True),
        ([(b"sec-fetch-site", b"same-origin")], True),
        ([(b"sec-fetch-site", b"same-site")], False),
        ([(b"host", b"desk.example:8000"), (b"origin", b"http://desk.example:8000")], True),
        ([(b"host", b"desk.example"), (b"origin", b"null")], False),
    ],
)
def test_t46_where_a_request_comes_from(headers, ours):
    assert comes_from_our_page({"headers": headers}) is ours


@pytest.mark.parametrize(
    ("payload", "topics"),
    [('["queue", "ticket-1"]', ["queue", "ticket-1"]), ("nonsense", []), ('{"a": 1}', []), ("[1]", [])],
)
def test_a_payload_that_names_nothing_says_nothing(payload, topics):
    assert topics_of(payload) == topics
