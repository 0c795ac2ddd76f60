"""The stream of the desk's open chats: GET /desk/chats/stream?topics=chat-12,chat-13&at=345,0.

Who may hear is asked as for /events; but what is said comes as it is said, drawn for its reader, and not its name alone:
a desk with many chats would fetch each log anew at each word. `at` names the message up to which each log stands.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs

from holdfast.project.bridge import Scope, Send
from holdfast.project.events import Admission, Events, Names, piece
from holdfast.project.handfuls import Handfuls
from holdfast.project.hub import Hub

PATH = "/desk/chats/stream"
_CHAT = "chat-"

Place = tuple[int, int, int]
"""Who looks at which chat (both by key), and the message up to which their log stands."""
News = Callable[[Sequence[Place]], Sequence[dict[str, Any] | None]]
"""What each of the logs lacks; called in a thread."""


class Talks(Events):
    """The ASGI application for it."""

    def __init__(self, hub: Hub, news: News) -> None:
        super().__init__(hub)
        self.news = Handfuls(news)

    def teller(self, scope: Scope, admission: Admission, send: Send) -> Names:
        """What tells this browser what is said in its chats."""
        return _Logs(send, self.news, admission, _places(scope))


class _Logs(Names):
    """The logs that one browser shows."""

    def __init__(
        self,
        send: Send,
        news: Handfuls[Place, dict[str, Any] | None],
        admission: Admission,
        places: dict[str, int],
    ) -> None:
        super().__init__(send)
        self.news, self.person = news, admission.person_id
        self.places = {topic: place for topic, place in places.items() if topic in admission.topics}
        self._told: dict[str, dict[str, Any]] = {}

    async def begin(self) -> None:
        """What was said since the page was made, and whatever is said while one looks comes with the next."""
        await self.tell_all()

    async def tell_all(self) -> None:
        await self.tell(list(self.places))

    async def tell(self, topics: Sequence[str]) -> None:
        known = [topic for topic in topics if topic in self.places]
        asked = [(self.person, int(topic.removeprefix(_CHAT)), self.places[topic]) for topic in known]
        for topic, its in zip(known, await asyncio.gather(*map(self.news.ask, asked)), strict=True):
            if its is not None and not self._knows(topic, its):
                self.places[topic] = its["last"]
                await self.send(piece(f"data: {json.dumps(its, separators=(',', ':'))}\n\n"))

    def _knows(self, topic: str, its: dict[str, Any]) -> bool:
        """Whether nothing of it is new: a hint also tells of what no log shows."""
        shown = {name: its[name] for name in ("marks", "foot", "waits")}
        knew, self._told[topic] = self._told.get(topic), shown
        return not its["lines"] and knew == shown


def _places(scope: Scope) -> dict[str, int]:
    told = parse_qs(scope["query_string"].decode("latin-1"))
    topics, at = (told.get(name, [""])[0].split(",") for name in ("topics", "at"))
    return {
        topic: int(place)
        for topic, place in zip(topics, at, strict=False)
        if _is_number(topic.removeprefix(_CHAT)) and topic.startswith(_CHAT) and _is_number(place)
    }


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16
