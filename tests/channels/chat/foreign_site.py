"""Somebody's own site, on another origin, under a strict policy of its own: it allows our script, and no style at all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page

_OF_EVERYTHING = """
* { font: 40px/3 serif !important; letter-spacing: 9px !important; color: red !important; padding: 30px !important }
* { --ink: red !important; visibility: hidden !important; pointer-events: none; text-transform: uppercase; float: right }
"""
_STYLED = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def style_all(page: Page) -> None:
    """Let the site say of every element what no part of ours would bear."""
    page.evaluate(_STYLED, _OF_EVERYTHING)


@contextmanager
def foreign_site(
    script: str, *, attributes: str = "", token: Callable[[], str] = lambda: ""
) -> Iterator[str]:
    """The address of its one page, which embeds the script; at `/token` the site says who is signed in there."""
    origin = script.rsplit("/", 1)[0]
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A shop</title>'
        '<meta name="viewport" content="width=device-width"><main><h1>A shop</h1><p>Words of the shop.</p></main>'
        f'<script src="{script}" {attributes}></script>'
    ).encode()
    policy = (
        f"default-src 'none'; script-src {origin}; connect-src 'self' {origin};"
        " require-trusted-types-for 'script'"
    )

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = token().encode() if self.path == "/token" else page if self.path == "/" else None
            self.send_response(404 if told is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(told or b"")

        def log_message(self, *_: object) -> None:
            """Nobody reads along."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
