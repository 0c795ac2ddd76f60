"""The stream of a visitor's chat: GET /chat/stream?token=…&conversation=…&after=…, from any page of any site.

Server-sent events that hold what is new in the visitor's own conversation, each with the conversation and the number it
leads up to as its id: whoever comes back goes on from there, and nothing is missed, for numbers are given under the lock
of the conversation's row. Who is asked is said by the signed token alone; a cookie is never looked at (T46, T87).
A hint makes the conversation be read again, with the token asked anew, so a stream ends when the right does.
"""

import asyncio
import json
import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from holdfast.project.bridge import Receive, Scope, Send
from holdfast.project.handfuls import Handfuls
from holdfast.project.hub import RESYNC, Hub, Stream

_log = logging.getLogger(__name__)

PING_EVERY = 15
LONGEST = (600, 900)
STREAMS_PER_VISITOR = 12
NOTE_EVERY = 20
TOGETHER = 0.25
"""Seconds within which those who come are noted in one statement: after a restart thousands come at once."""
_PLACE = re.compile(r"(\d{1,18})\.(\d{1,9})")
_NAMED = re.compile(r"v(\d{1,18})\.")
"""The visitor whose token it is, if it is one."""


@dataclass(frozen=True)
class Glimpse:
    """Whose token it is, who is behind it, and what their conversation says from the number that was asked for."""

    visitor: int
    person: int | None
    said: dict[str, Any]


@dataclass(frozen=True)
class Sight:
    """Whose token looks at which conversation, behind which number."""

    token: str
    conversation: int
    after: int


Look = Callable[[Sequence[Sight]], Sequence[Glimpse | None]]
"""For all who look at once, in order; None for a token that opens nothing. Called in a thread."""


MayRead = Callable[[str, str], str]
"""Given a page's origin and our own host, which origin may read the stream; empty for none."""


@dataclass
class Place:
    """Up to where the browser has the conversation."""

    conversation: int = 0
    number: int = 0
    is_queued: bool = False


class ChatStream:
    """The ASGI application for /chat/stream, over one process's hub."""

    def __init__(
        self, hub: Hub, look: Look, note: Callable[[Collection[int]], None], may_read: MayRead
    ) -> None:
        self.hub, self.note, self.may_read = hub, note, may_read
        self.looks = Handfuls(look)
        self.open: Counter[int] = Counter()
        self._came: set[int] = set()
        self._noting: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            return await _refuse(send, 405)
        if self.hub.closed:
            return await _refuse(send, 503)
        origin = _header(scope, b"origin")
        may_read = self.may_read(origin, _header(scope, b"host"))
        if origin and not may_read:
            return await _refuse(send, 403)
        token, place = _asked(scope)
        named = _NAMED.match(token)
        if named is None:
            return await _refuse(send, 403)
        visitor = int(named[1])
        # it hears before anybody looks, so that nothing said in between is missed and one look is enough
        stream = Stream(frozenset({f"visitor-{visitor}", f"typing-visitor-{visitor}"}))
        self.hub.open(stream, person_id=-visitor)
        try:
            glimpse = await self._look(token, place)
            if glimpse is None:
                return await _refuse(send, 403)
            if self.open[visitor] >= STREAMS_PER_VISITOR:
                return await _refuse(send, 429)
            if glimpse.person is not None:
                self.hub.widen(stream, f"rights-{glimpse.person}")
                glimpse = None  # what was taken from them in between is seen by a second look
            await self._stream(receive, send, stream, token, place, visitor, may_read, glimpse)
        finally:
            self.hub.close(stream, person_id=-visitor)

    async def keep_noting(self) -> None:
        """Say for ever whose streams are open here, all in one statement."""
        while True:
            await asyncio.sleep(NOTE_EVERY)
            if self.open:
                await self._noted(list(self.open))

    async def _stream(
        self,
        receive: Receive,
        send: Send,
        stream: Stream,
        token: str,
        place: Place,
        visitor: int,
        may_read: str,
        first: Glimpse | None,
    ) -> None:
        self.open[visitor] += 1
        gone = asyncio.create_task(_wait_until_gone(receive, stream))
        try:
            if self.open[visitor] == 1:
                self._note_soon(visitor)
            await send(
                {
                    "type": "http.response.start",
                    "status": 200,
                    "headers": [*_HEADERS, *_shared_with(may_read)],
                }
            )
            await send(_piece(f"retry: {random.randint(500, 2500)}\n\n"))  # noqa: S311
            await self._pass_on(stream, token, place, send, first)
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self.open[visitor] -= 1
            if not self.open[visitor]:
                del self.open[visitor]

    def _note_soon(self, visitor: int) -> None:
        self._came.add(visitor)
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note_together())

    async def _note_together(self) -> None:
        while self._came:
            await asyncio.sleep(TOGETHER)
            came, self._came = list(self._came), set()
            await self._noted(came)

    async def _noted(self, visitors: Collection[int]) -> None:
        try:
            await asyncio.to_thread(self.note, visitors)
        except Exception:  # the database is away for a moment; the next time says it anew
            _log.exception("Whose streams are open could not be noted.")

    async def _pass_on(
        self, stream: Stream, token: str, place: Place, send: Send, first: Glimpse | None
    ) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + random.uniform(*LONGEST)  # noqa: S311 - spreads load, guards nothing
        if not await self._send_news(token, place, send, first):  # what was said before
            return
        while not stream.ended.is_set() and loop.time() < until:
            topic = await stream.next(within=PING_EVERY)
            if topic is None and not place.is_queued:  # in the queue one moves on without a word of one's own
                await send(_piece(": still here\n\n"))
            elif topic and topic.startswith("typing-"):
                await send(_piece("event: typing\ndata: {}\n\n"))
            elif not await self._send_news(token, place, send) or (topic == RESYNC and stream.last):
                return

    async def _send_news(self, token: str, place: Place, send: Send, seen: Glimpse | None = None) -> bool:
        """Send all that is new, what was seen already first; False when the token opens nothing any more."""
        while True:
            glimpse, seen = seen or await self._look(token, place), None
            if glimpse is None:
                await send(_piece("event: shut\ndata: {}\n\n"))
                return False
            said = glimpse.said
            place.is_queued = "position" in said
            place.number = said["messages"][-1]["number"] if said["messages"] else place.number
            if place.conversation != said["conversation"]:
                place.conversation = said["conversation"]
                place.number = said["messages"][-1]["number"] if said["messages"] else 0
            await send(_piece(f"id: {place.conversation}.{place.number}\ndata: {_json(said)}\n\n"))
            if place.number >= said.get("last", 0):
                return True

    async def _look(self, token: str, place: Place) -> Glimpse | None:
        return await self.looks.ask(Sight(token, place.conversation, place.number))


def _asked(scope: Scope) -> tuple[str, Place]:
    """The token, and from where on; what the browser had last counts more than where its page began."""
    told = parse_qs(scope["query_string"].decode("latin-1"))
    given = f"{told.get('conversation', ['0'])[0]}.{told.get('after', ['0'])[0]}"
    last = _header(scope, b"last-event-id")
    found = _PLACE.fullmatch(last) or _PLACE.fullmatch(given)
    place = Place(int(found[1]), int(found[2])) if found else Place()
    return told.get("token", [""])[0][:200], place


async def _wait_until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _piece(text: str) -> dict[str, object]:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _shared_with(may_read: str) -> list[tuple[bytes, bytes]]:
    return [(b"access-control-allow-origin", may_read.encode("latin-1"))] if may_read else []


async def _refuse(send: Send, status: int) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"No stream is given here.\n"})
