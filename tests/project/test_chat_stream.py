"""A visitor's stream: opened by the token alone, it goes on from the number it had, and ends with the right."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Any

import pytest

from holdfast.project import chat_stream
from holdfast.project.chat_stream import ChatStream, Glimpse, Sight
from holdfast.project.hub import Hub

TOKEN = "v7.1.good"


def most_sites(origin: str, host: str) -> str:
    return "" if origin == "https://elsewhere.example" else "*"


class Talk:
    """A conversation as the database would give it, and who may read it."""

    def __init__(self) -> None:
        self.words = ["one", "two"]
        self.is_shut = False
        self.noted: list[list[int]] = []

    def look(self, sights: Sequence[Sight]) -> list[Glimpse | None]:
        return [self._look(each) for each in sights]

    def _look(self, sight: Sight) -> Glimpse | None:
        if sight.token != TOKEN or self.is_shut:
            return None
        start = sight.after if sight.conversation == 3 else 0
        said = [{"number": nth + 1, "text": text} for nth, text in enumerate(self.words) if nth >= start]
        return Glimpse(7, 9, {"conversation": 3, "last": len(self.words), "messages": said[:2]})


class Browser:
    """Somebody who listens, from any site."""

    def __init__(self, stream: ChatStream, query: str = f"token={TOKEN}", **headers: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/chat/stream",
            "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        self.task = asyncio.ensure_future(stream(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    async def has(self, claim: Callable[[str], bool]) -> str:
        """Return what came once the claim holds."""
        async with asyncio.timeout(5):
            while not claim(self.text):
                await asyncio.sleep(0.005)
        return self.text

    @property
    def text(self) -> str:
        return b"".join(message.get("body", b"") for message in self.sent).decode()


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_it_goes_on_from_the_number_that_the_browser_had(talk: Talk) -> None:
    async def scene() -> list[str]:
        hub = Hub()
        stream = ChatStream(hub, talk.look, lambda visitors: talk.noted.append(list(visitors)), most_sites)
        fresh = Browser(stream)
        back = Browser(stream, f"token={TOKEN}&conversation=3&after=1")
        again = Browser(stream, last_event_id="3.2")
        other = Browser(stream, last_event_id="2.2")
        for each, number in ((fresh, 2), (back, 2), (again, 2), (other, 2)):
            await each.has(lambda text, number=number: f"id: 3.{number}" in text)  # type: ignore[misc]
        talk.words += ["three", "four", "five"]
        hub.publish(["visitor-7", "visitor-8"])
        hub.publish(["typing-visitor-7"])
        async with asyncio.timeout(5):
            while not talk.noted:
                await asyncio.sleep(0.005)
        for each in (fresh, back, again, other):
            await each.has(lambda text: "id: 3.5" in text and "event: typing" in text)
            each.left.set()
            await each.task
        assert not stream.open
        return [each.text for each in (fresh, back, again, other)]

    texts = asyncio.run(scene())
    heard = [[word for word in ("one", "two", "three", "five") if f'"{word}"' in text] for text in texts]
    assert heard == [
        ["one", "two", "three", "five"],
        ["two", "three", "five"],
        ["three", "five"],
        ["one", "two", "three", "five"],
    ]
    assert all(text.count('"four"') == 1 for text in texts)
    assert talk.noted == [[7]]


def test_t46_a_stream_without_the_token_is_refused_and_one_ends_with_the_right(talk: Talk) -> None:
    async def scene() -> tuple[list[int], str, bool]:
        hub = Hub()
        stream = ChatStream(hub, talk.look, lambda visitors: None, most_sites)
        refused = [Browser(stream, query) for query in ("", "token=v7", "token=v7.1.evil&conversation=3")]
        refused.append(Browser(stream, origin="https://elsewhere.example"))
        admitted = Browser(stream, cookie="sessionid=whatever", origin="https://shop.example")
        await admitted.has(lambda text: "id: 3.2" in text)
        for each in refused:
            await each.task
        talk.is_shut = True
        talk.words.append("secret")
        hub.publish(["rights-9"])
        await asyncio.wait_for(admitted.task, 5)
        statuses = [each.sent[0]["status"] for each in refused]
        return statuses, admitted.text, admitted.sent[-1].get("more_body", False)

    statuses, text, is_open = asyncio.run(scene())
    assert statuses == [403, 403, 403, 403]
    assert "event: shut" in text and "secret" not in text
    assert not is_open


def test_who_is_there_is_noted_again_once_the_database_is_back(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_stream, "NOTE_EVERY", 0.001)
    is_away = True

    def note(visitors: Collection[int]) -> None:
        nonlocal is_away
        if talk.noted and is_away:
            is_away = False
            raise OSError("the database is away")
        talk.noted.append(list(visitors))

    async def scene() -> None:
        stream = ChatStream(Hub(), talk.look, note, most_sites)
        browser, noting = Browser(stream), asyncio.ensure_future(stream.keep_noting())
        async with asyncio.timeout(5):
            while is_away or len(talk.noted) < 3:
                await asyncio.sleep(0.001)
        noting.cancel()
        browser.left.set()
        await browser.task

    asyncio.run(scene())
    assert talk.noted[:3] == [[7], [7], [7]]
