"""A visitor's stream: opened by the token alone, it goes on from the number it had, and ends with the right."""

import asyncio
import json
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

    def __init__(
        self, stream: ChatStream, said: object = None, *, method: str = "POST", **headers: str
    ) -> None:
        self.sent: list[dict[str, Any]] = []
        body = said if isinstance(said, bytes) else json.dumps(said or {"token": TOKEN}).encode()
        self.asks = [{"type": "http.request", "body": body}]
        self.left = asyncio.Event()
        scope = {
            "type": "http",
            "method": method,
            "path": "/chat/stream",
            "query_string": b"token=" + TOKEN.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        self.task = asyncio.ensure_future(stream(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        if self.asks:
            return self.asks.pop()
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
        back, again, other = (
            Browser(stream, {"token": TOKEN, "conversation": conversation, "after": after})
            for conversation, after in ((3, 1), (3, 2), (2, 2))
        )
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
        evil = {"token": "v7.1.evil", "conversation": 3}
        refused = [
            Browser(stream, said) for said in (b"", b"[[", [TOKEN], {"token": 7}, {"token": "v7"}, evil)
        ]
        refused.append(Browser(stream, origin="https://elsewhere.example"))
        refused += [Browser(stream, b" " * 2000), Browser(stream, method="GET")]
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
    assert statuses == [403] * 7 + [413, 405]
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
