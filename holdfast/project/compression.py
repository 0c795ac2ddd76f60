"""Pages travel compressed: HTML shrinks to a fifth, for about half a millisecond (interface.md, 11).

What is compressed shows its content a little by its length (BREACH): who can make a browser ask for a page with words
of their choosing, and sees how long each answer is, may guess a secret in it letter by letter. Three things stand
against that. The token of the forms, the one secret that every page holds, is masked anew in each answer by Django.
The session's cookie is SameSite, so another site can have whole pages opened, in sight, and fetch none. And each
answer is longer by up to PADDING bytes, drawn at random, so that one guess takes thousands of tries.

Only whole HTML pages are compressed, here and not at the proxy, which would know nothing of this: streams of live
updates never pass by, stylesheets and scripts lie compressed on the disk, attachments and files are sent as they are.
"""

from __future__ import annotations

import re
import secrets
import zlib
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

LEVEL: Final = 4
SHORTEST: Final = 600  # bytes; what is shorter fits into one packet anyway
PADDING: Final = 100
_HEADER: Final = b"\x1f\x8b\x08\x08\0\0\0\0\0\xff"  # RFC 1952: a name follows, no time, whatever system
_TAKES_GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


class Compression:
    """Middleware: the outermost, so that whatever the others write is compressed with the page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.streaming or response.has_header("Content-Encoding") or not _is_html(response):
            return response
        if len(response.content) < SHORTEST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            response.content = compress(response.content)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
            etag = response.headers.get("ETag", "")
            if etag.startswith('"'):
                response.headers["ETag"] = f"W/{etag}"  # the same page, in other bytes (RFC 9110, 8.8.3)
        return response


def compress(page: bytes) -> bytes:
    """The page as a gzip file whose name is of a random length."""
    name = b"p" * secrets.randbelow(PADDING + 1) + b"\0"
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = deflate.compress(page) + deflate.flush()
    sums = zlib.crc32(page).to_bytes(4, "little") + (len(page) & 0xFFFFFFFF).to_bytes(4, "little")
    return _HEADER + name + body + sums


def _is_html(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
