"""The public pages under a rush: each made once for everybody, whole, and given out from memory before Django is asked.

What is kept can't be private, by how it is made: the application is asked for it as somebody without a cookie, and it is
kept only where its answer says itself that anybody may keep it. Whoever brings a session's cookie is answered by Django.

A kept answer is made anew after `FRESH_FOR`, and at once when a hint says that something public changed; so a hint that
got lost costs seconds. Where it can't be made, for the database is away, the last one is given on: it says of when it is.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

from holdfast.project.bridge import Answer, Scope, Send

FRESH_FOR: Final = 15.0
CHANGED_BY: Final = frozenset({"interruptions", "maintenance", "service", "component", "vendor"})
"""The hints, by their kinds, after which the public may read something else of services."""
_TAKES_GZIP: Final = re.compile(rb"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
_SERVER_ERROR: Final = 500


@dataclass(frozen=True)
class Room:
    """Pages that are kept together: a rush for one room takes nothing from another."""

    addresses: re.Pattern[str]
    changed_by: frozenset[str]
    at_most: int
    """How many are kept."""


STATUS: Final = Room(
    re.compile(
        r"/status/(history/(2\d{3}-\d\d/)?|[a-z2-7]{26}/(maintenance\.ics)?)?|/api/v2/[a-z0-9/-]+\.json"
        r"|/history\.(atom|rss)|/maintenance\.ics"
    ),
    CHANGED_BY,
    128,
)
HELP: Final = Room(
    re.compile(r"/help/(sitemap\.xml|[a-z]{2}/(category/[\w-]{1,80}/|(?!search/)[\w-]{1,90}/)?)", re.ASCII),
    frozenset({"help", "vendor", "product", "service"}),
    512,
)

Header = tuple[bytes, bytes]
Make = Callable[[Scope, io.BytesIO], Answer]


@dataclass(frozen=True)
class Variant:
    """One way of writing an answer, ready to be sent."""

    headers: list[Header]
    body: bytes


@dataclass(frozen=True)
class Kept:
    """An answer that anybody may have."""

    plain: Variant
    packed: Variant
    etag: bytes
    unchanged: list[Header]
    """The headers of a 304."""
    until: float


class PublicPages:
    """The kept answers of one process; lives in its event loop, and makes them in `pool`."""

    def __init__(
        self,
        make: Make,
        pool: Executor | None = None,
        room: Room = STATUS,
        *,
        is_tls: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.room = room
        self._ask, self._pool, self._is_tls, self._clock = make, pool, is_tls, clock
        self._kept: dict[str, Kept] = {}
        self._making: dict[str, asyncio.Future[Kept | Answer]] = {}

    def forget(self, topics: Iterable[str]) -> None:
        """Something changed: if it may be public, everything is made anew, also what is being made just now."""
        if any(topic.partition("-")[0] in self.room.changed_by for topic in topics):
            self.forget_all()

    def forget_all(self) -> None:
        """Let nothing count as fresh any more."""
        self._making.clear()
        self._kept = {path: _stale(kept) for path, kept in self._kept.items()}

    async def find(self, path: str) -> Kept | Answer:
        """The answer at that address: kept, or as it was made just now where it is not to be kept."""
        kept = self._kept.get(path)
        if kept is not None and self._clock() < kept.until:
            return kept
        making = self._making.get(path)
        if making is None:
            making = self._making[path] = asyncio.ensure_future(self._find_anew(path))
        return await asyncio.shield(making)

    async def _find_anew(self, path: str) -> Kept | Answer:
        me = asyncio.current_task()
        try:
            made = await asyncio.get_running_loop().run_in_executor(self._pool, self.make, path)
            if isinstance(made, Answer):
                old = self._kept.get(path)
                return old if old is not None and made.status >= _SERVER_ERROR else made
            if (
                self._making.get(path) is me
            ):  # else something changed meanwhile: whoever waits has it, no one else
                self._kept.pop(path, None)
                self._kept[path] = made
                while len(self._kept) > self.room.at_most:
                    del self._kept[next(iter(self._kept))]
            return made
        finally:
            if self._making.get(path) is me:
                del self._making[path]

    def make(self, path: str) -> Kept | Answer:
        """Ask the application as nobody in particular: an answer to keep where it says so, else as it is."""
        answer = self._ask(_scope_of(path, is_tls=self._is_tls), io.BytesIO())
        headers = dict(answer.headers)
        may_be_kept = (
            answer.status == 200
            and answer.file is None
            and headers.get(b"cache-control", b"").startswith(b"public,")
            and b"etag" in headers
            and b"set-cookie" not in headers
            and b"content-encoding" not in headers
        )
        return _ready(answer, until=self._clock() + FRESH_FOR) if may_be_kept else answer


def is_for_anybody(scope: Scope, room: Room, session_cookie: bytes) -> bool:
    """Whether a request is for a page of the room, and by nobody in particular."""
    if scope["method"] not in ("GET", "HEAD") or room.addresses.fullmatch(scope["path"]) is None:
        return False
    return not any(name == b"cookie" and session_cookie + b"=" in value for name, value in scope["headers"])


async def send_kept(kept: Kept, scope: Scope, send: Send) -> None:
    """The variant that the reader takes; only the headers to whom has it, or asks for no more."""
    asked = dict(scope["headers"])
    if _matches(asked.get(b"if-none-match", b""), kept.etag):
        await send({"type": "http.response.start", "status": 304, "headers": kept.unchanged})
        await send({"type": "http.response.body", "body": b""})
        return
    variant = kept.packed if _TAKES_GZIP.search(asked.get(b"accept-encoding", b"")) else kept.plain
    await send({"type": "http.response.start", "status": 200, "headers": variant.headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else variant.body})


def _matches(told: bytes, etag: bytes) -> bool:
    """Whether the reader has these words, in whatever bytes (RFC 9110, 8.8.3.2 and 13.1.2)."""
    return bool(told) and (
        told.strip() == b"*" or etag in (each.strip().removeprefix(b"W/") for each in told.split(b","))
    )


def _ready(answer: Answer, *, until: float) -> Kept:
    """Both ways of writing it; it is the same for everybody, so it varies by how it is written alone."""
    own = (b"content-length", b"vary", b"etag")
    same = [(name, value) for name, value in answer.headers if name not in own]
    same.append((b"vary", b"Accept-Encoding"))
    etag = next(value for name, value in answer.headers if name == b"etag").removeprefix(b"W/")
    weak = (b"etag", b"W/" + etag)
    packed = gzip.compress(answer.body, 9, mtime=0)
    encoding = (b"content-encoding", b"gzip")
    return Kept(
        plain=Variant([*same, (b"etag", etag), _length(answer.body)], answer.body),
        packed=Variant([*same, weak, encoding, _length(packed)], packed),
        etag=etag,
        unchanged=[*((name, value) for name, value in same if name != b"content-type"), weak],
        until=until,
    )


def _length(body: bytes) -> Header:
    return b"content-length", str(len(body)).encode()


def _stale(kept: Kept) -> Kept:
    return Kept(kept.plain, kept.packed, kept.etag, kept.unchanged, until=float("-inf"))


def _scope_of(path: str, *, is_tls: bool) -> Scope:
    """Somebody of whom nothing is known asks for the page."""
    scheme = "https" if is_tls else "http"
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"localhost"), (b"x-forwarded-proto", scheme.encode())],
        "scheme": scheme,
        "http_version": "1.1",
    }
