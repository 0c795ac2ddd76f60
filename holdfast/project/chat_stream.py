"""The stream of a visitor's chat: POST /chat/stream with {"token", "conversation", "after"}, from any page of any site.

Server-sent events that hold what is new in the visitor's own conversation, each with the conversation and the number it
leads up to as its id: whoever comes back goes on from there, and nothing is missed, for numbers are given under the lock
of the conversation's row. Who is asked is said by the signed token alone; a cookie is never looked at (T46, T87). It is
asked for as everything else of the chat is (`portal/chat/calls.py`): addresses stand in the logs of whatever is in between.
A hint makes the conversation be read again, with the token asked anew, so a stream ends when the right does.
"""

import asyncio
import io
import json
import logging
import random
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from holdfast.project.bridge import BodyRefused, Receive, Scope, Send, take_in
from holdfast.project.handfuls import Handfuls
from holdfast.project.hub import RESYNC, Hub, Stream

_log = logging.getLogger(__name__)

PING_EVERY = 15
LONGEST = (600, 900)
STREAMS_PER_VISITOR = 12
NOTE_EVERY = 20
TOGETHER = 0.25
"""Seconds within which those who come are noted in one statement: after a restart thousands come at once."""
LARGEST = 1024
"""Bytes of what is asked; a token has less than a hundred."""
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
        if scope["method"] != "POST":
            return await _refuse(send, 405)
        if self.hub.closed:
            return await _refuse(send, 503)
        origin = _header(scope, b"origin")
        may_read = self.may_read(origin, _header(scope, b"host"))
        if origin and not may_read:
            return await _refuse(send, 403)
        try:
            token, place = await _asked(scope, receive)
        except BodyRefused as refused:
            return await _refuse(send, refused.status)
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


async def _asked(scope: Scope, receive: Receive) -> tuple[str, Place]:
    """The token, and up to where the browser has which conversation."""
    body = io.BytesIO()
    await take_in(scope, receive, body, largest=LARGEST)
    try:
        told = json.loads(body.getvalue())
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        return "", Place()
    token = told.get("token")
    place = Place(_number(told.get("conversation")), _number(told.get("after")))
    return token[:200] if isinstance(token, str) else "", place


def _number(told: object) -> int:
    return told if type(told) is int and 0 <= told < 2**31 else 0


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
