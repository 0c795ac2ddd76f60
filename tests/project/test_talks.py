"""The desk's stream of talks: what is said comes as it is said, to whom may hear it, from where their log stands."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from holdfast.project import events
from holdfast.project.events import Admission
from holdfast.project.hub import Hub
from holdfast.project.talks import Place, Talks
from tests.project.streams import Browser


class Said:
    """What stands in the chats, by chat; and who may hear of which."""

    def __init__(self) -> None:
        self.lines = {1: ["one", "two"], 2: ["other"]}
        self.marks = {1: 0, 2: 0}
        self.waiting: set[int] = set()
        self.allowed = {"chat-1", "chat-2"}
        self.asked: list[Sequence[Place]] = []

    def news(self, places: Sequence[Place]) -> list[dict[str, Any] | None]:
        self.asked.append(places)
        return [self._of(chat, after) for _, chat, after in places]

    def _of(self, chat: int, after: int) -> dict[str, Any] | None:
        if chat not in self.lines:
            return None
        said = self.lines[chat]
        lines = " ".join(said[after:])
        return {
            "chat": chat,
            "after": after,
            "last": len(said),
            "lines": lines,
            "marks": self.marks[chat],
            "foot": "",
            "waits": chat in self.waiting,
        }

    def admit(self, cookies: dict[str, str], asked: frozenset[str]) -> Admission | None:
        return Admission(7, asked & self.allowed) if self.allowed else None


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    said = Said()
    monkeypatch.setattr(events, "_authoriser", [said.admit])
    return said


def test_t46_a_log_gets_what_it_lacks_and_nobody_what_they_may_not_hear(said: Said) -> None:
    async def scene() -> tuple[str, str]:
        hub = Hub()
        talks = Talks(hub, said.news)
        browser = Browser(hub, "chat-1,chat-2,chat-3,queue&at=1,0,0,0", application=talks)
        await browser.has(lambda text: '"two"' in text and '"other"' in text)
        said.lines[1] += ["three", "four"]
        hub.publish(["chat-1", "chat-3"])
        before = await browser.has(lambda text: '"three four"' in text)
        hub.publish(["chat-1"])  # nothing of it is new
        said.marks[2] = 3
        hub.publish(["chat-2"])
        await browser.has(lambda text: '"marks":3' in text)
        said.waiting.add(2)
        hub.publish(["chat-2"])
        await browser.has(lambda text: '"waits":true' in text)
        said.allowed = set()
        said.lines[1].append("secret")
        hub.publish(["rights-7", "chat-1"])
        await asyncio.wait_for(browser.stream, 5)
        return before, browser.text

    before, text = asyncio.run(scene())
    assert '"one' not in before, "it stood there"
    assert text.count('"chat":1') == 2 and text.count('"chat":2') == 3 and '"chat":3' not in text
    assert "secret" not in text
    assert all(chat in (1, 2) for places in said.asked for _, chat, _ in places)
    assert len(said.asked[0]) == 2, "all logs of a page are looked at together"
