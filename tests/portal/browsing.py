"""The site served to a browser from this process, with its own policy for content and no stream of hints."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = False

    def process_request_thread(self, request: object, client_address: object) -> None:
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            connections.close_all()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads along."""


@contextmanager
def served() -> Iterator[str]:
    """The address of the site while it is served."""
    is_over = threading.Event()
    site = _without_hints(get_wsgi_application(), is_over)
    server = make_server("127.0.0.1", 0, site, server_class=_Threads, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def browsing(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A fresh page, and what it complained of: scripts that failed, content that the policy refused."""
    context: BrowserContext = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(8_000)
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page, complaints
    finally:
        context.close()


def _without_hints(site: WSGIApplication, is_over: threading.Event) -> WSGIApplication:
    """A line that stands, and on which nothing comes.

    It is drawn here: a browser whose requests pass through the driver keeps no file that it has fetched.
    """

    def stand() -> Iterator[bytes]:
        yield b":\n\n"
        is_over.wait()

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/events":
            return site(environ, start)
        start("200 OK", [("Content-Type", "text/event-stream")])
        return stand()

    return answer
