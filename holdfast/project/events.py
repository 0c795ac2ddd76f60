"""The stream of hints that an open page listens to: GET /events?topics=ticket-412,queue.

Server-sent events (WHATWG HTML, 9.2) whose data is the name of what changed, and nothing more: the page
asks for the part again as itself. Who may hear of what is asked of the registered authoriser once,
and again whenever that person's rights change; of a client's people before each hint, for what they may see
of a ticket can end with its stage.
"""

import asyncio
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from holdfast.project.bridge import Receive, Scope, Send
from holdfast.project.hub import RESYNC, Hub, Stream

PING_EVERY = 15
LONGEST = (600, 900)  # seconds; drawn anew for each stream, so that they don't all come back at once
STREAMS_PER_PERSON = 40
TOPICS_PER_STREAM = 50
_TOPIC = re.compile(r"[a-z][a-z0-9-]{0,99}")  # no line end, and nothing that could mean more


@dataclass(frozen=True)
class Admission:
    """Who listens, and to which of the topics that were asked for."""

    person_id: int
    topics: frozenset[str]
    is_asked_each_time: bool = False
    """Whether what they may hear of can end while their rights stay: then it is asked before each hint."""


Authoriser = Callable[[dict[str, str], frozenset[str]], Admission | None]
"""Given the request's cookies and the topics asked for, says who it is and what they may hear of;
None for somebody who is not signed in. Called in a thread; it gives its database connection back."""

_authoriser: list[Authoriser] = []


def set_authoriser(authoriser: Authoriser) -> None:
    """Name who decides which topics a session may listen to."""
    _authoriser[:] = [authoriser]


async def authorise_stream(scope: Scope) -> Admission | None:
    """Who asks for this stream and what they may hear; nobody hears anything until somebody decides."""
    if not _authoriser:
        return None
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("topics", [""])[0].split(",")
    return await asyncio.to_thread(
        _authoriser[0], _cookies(scope), frozenset(filter(_TOPIC.fullmatch, asked[:TOPICS_PER_STREAM]))
    )


class Names:
    """Tells one browser what changed by its name alone."""

    def __init__(self, send: Send) -> None:
        self.send = send

    async def begin(self) -> None:
        """What is sent before anything has changed: nothing, for the page is as new as it is."""

    async def tell(self, topics: Sequence[str]) -> None:
        """These changed."""
        for topic in topics:
            await self.send(piece(f"data: {topic}\n\n"))

    async def tell_all(self) -> None:
        """Hints may have been lost: anything may have changed."""
        await self.send(piece("event: resync\ndata: everything\n\n"))


class Events:
    """The ASGI application for /events, over one process's hub."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def teller(self, scope: Scope, admission: Admission, send: Send) -> Names:
        """What tells this browser of the topics that it may hear of."""
        return Names(send)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            return await _refuse(send, 405)
        if self.hub.closed:
            return await _refuse(send, 503)
        if not comes_from_our_page(scope):
            return await _refuse(send, 403)
        admission = await authorise_stream(scope)
        if admission is None or not admission.topics:
            return await _refuse(send, 403)
        if self.hub.count_of(admission.person_id) >= STREAMS_PER_PERSON:
            return await _refuse(send, 429)
        await self._stream(scope, receive, send, admission)

    async def _stream(self, scope: Scope, receive: Receive, send: Send, admission: Admission) -> None:
        stream = Stream(admission.topics)
        self.hub.open(stream, person_id=admission.person_id)
        gone = asyncio.create_task(_wait_until_gone(receive, stream))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
            await send(_here())
            await self._pass_on(scope, stream, admission, send)
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.cancel()
            self.hub.close(stream, person_id=admission.person_id)

    async def _pass_on(self, scope: Scope, stream: Stream, admission: Admission, send: Send) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + random.uniform(*LONGEST)  # noqa: S311 - spreads load, guards nothing
        teller = self.teller(scope, admission, send)
        await teller.begin()
        while not stream.ended.is_set() and loop.time() < until:
            topic = await stream.next(within=PING_EVERY)
            topics = [topic, *stream.more()] if topic is not None else []
            is_asked = stream.rights_changed or (
                admission.is_asked_each_time and not stream.topics.isdisjoint(topics)
            )
            if is_asked and not await self._is_still_admitted(scope, stream, admission):
                return
            if not topics:
                await send(_here())
            elif RESYNC in topics:
                await teller.tell_all()
                if stream.last:
                    return
            else:
                await teller.tell([each for each in topics if each in stream.topics])

    async def _is_still_admitted(self, scope: Scope, stream: Stream, admission: Admission) -> bool:
        stream.rights_changed = False
        now = await authorise_stream(scope)
        if now is None or now.person_id != admission.person_id:
            return False
        self.hub.narrow(stream, now.topics)
        return bool(stream.topics)


def comes_from_our_page(scope: Scope) -> bool:
    """Whether a browser says that one of our own pages asks; what is no browser says nothing."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    site = headers.get(b"sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get(b"origin")
    return origin is None or urlsplit(origin).netloc == headers.get(b"host")


async def _wait_until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


def _cookies(scope: Scope) -> dict[str, str]:
    sent = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(sent.decode("latin-1")).items()}
    except CookieError:
        return {}


def _here() -> dict[str, object]:
    # a named event, for no browser tells a page of a comment
    return piece("event: here\ndata: still\n\n")


def piece(text: str) -> dict[str, object]:
    """Some of what a stream sends."""
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}


_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"No stream is given here.\n"})
