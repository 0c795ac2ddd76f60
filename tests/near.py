"""What a browser of the tests finds at http://localhost: the published files, and pages that a window's own test makes.

A file is given out by a thread, and the browser keeps it. A page is made where the test waits for its browser, in the
test's own thread and transaction: so it needs no server of its own, and leaves nothing to be cleaned up.
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page

from holdfast.look import assets

HOME: Final = "http://localhost"
_WINDOW: Final = "X-Window"
_PATIENCE: Final = 60
"""Seconds that a page may be in the making; a test that does something else meanwhile makes none."""


@dataclass(frozen=True)
class Asked:
    """What a window asks for."""

    method: str
    address: str
    """The path, and what stands behind the question mark."""
    headers: Message
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.address).path


@dataclass(frozen=True)
class Given:
    """What it is given."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Callable[[Asked], Given]


class Near(ThreadingHTTPServer):
    """Listens for the browsers of this process."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.files = {f"/static/{asset.name}": _file(asset) for asset in assets.everything()}
        self.windows: dict[str, tuple[asyncio.AbstractEventLoop, Answer]] = {}
        Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, page: Page, answer: Answer) -> None:
        """From now on the window of this page, and of what it opens, is answered so."""
        number = str(len(self.windows))
        self.windows[number] = (page._impl_obj._loop, answer)
        page.set_extra_http_headers({_WINDOW: number})

    def find(self, asked: Asked) -> Given:
        """The answer to what a browser asks; waits until the test's own thread has made it."""
        if (file := self.files.get(asked.path)) is not None:
            return file
        loop, answer = self.windows[asked.headers[_WINDOW]]
        given: Future[Given] = Future()

        def make() -> None:
            try:
                given.set_result(answer(asked))
            except BaseException as error:
                given.set_exception(error)

        loop.call_soon_threadsafe(make)
        return given.result(_PATIENCE)


@cache
def near() -> Near:
    """The one of this process."""
    return Near()


def way_there() -> str:
    """What a browser must be told to find it under its plain name, and nothing at addresses that nobody has."""
    return f"--host-resolver-rules=MAP localhost:80 127.0.0.1:{near().server_port},MAP *.example ~NOTFOUND"


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Near

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            given = self.server.find(Asked(self.command, self.path, self.headers, body))
        except Exception as error:  # the test that asked is over, or its page failed
            given = Given(500, repr(error).encode())
        self.send_response_only(given.status)
        for name, value in given.headers.items():
            self.send_header(name, value)
        if given.status not in (204, 304):
            self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        self.wfile.write(given.body)

    do_POST = do_GET


def _file(asset: assets.Asset) -> Given:
    kind = mimetypes.guess_type(asset.name)[0] or "application/octet-stream"
    return Given(
        200, asset.content, {"Content-Type": kind, "Cache-Control": "public, max-age=31536000, immutable"}
    )
