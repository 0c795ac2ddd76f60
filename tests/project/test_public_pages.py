"""The public pages under a rush: made once, given to everybody, and nothing that is somebody's own among them."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from typing import Any

import pytest
from django.test import Client

from holdfast.project.asgi import Front
from holdfast.project.bridge import Scope
from holdfast.project.hub import Hub
from holdfast.project.public_pages import FRESH_FOR, Kept, PublicPages
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_maintenance import announced
from tests.statuspage.test_page import EVERYWHERE, confirmed

PUBLIC = [("Cache-Control", "public, max-age=30"), ("ETag", '"one"'), ("Vary", "Cookie")]
PAGE = b"<p>All is well.</p>" * 100


class Here(Executor):
    """Works in the thread of whoever asks, where the test's own transaction is."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Pages:
    """An application whose every page is the same, and counts how often one is made."""

    def __init__(self, headers: Iterable[tuple[str, str]] = PUBLIC, status: str = "200 OK") -> None:
        self.headers, self.status, self.body = list(headers), status, PAGE
        self.asked: list[dict[str, Any]] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.asked.append(environ)
        self.meanwhile()
        start(self.status, self.headers)
        return [self.body]


class Reader:
    """Asks the front of a web process, and hears what it answers."""

    def __init__(self, pages: Any, *, at: Callable[[], float] = lambda: 0.0) -> None:
        self.front = Front(pages, Hub(), threads=2)
        self.front.public = PublicPages(self.front.pages.make, Here(), clock=at)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[bytes, bytes], bytes]:
        return asyncio.run(self._ask(path, method, headers))

    def rush(self, path: str, count: int) -> list[tuple[int, dict[bytes, bytes], bytes]]:
        async def all_at_once() -> list[tuple[int, dict[bytes, bytes], bytes]]:
            return await asyncio.gather(*(self._ask(path, "GET", {}) for _ in range(count)))

        return asyncio.run(all_at_once())

    async def _ask(
        self, path: str, method: str, headers: dict[str, str]
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope: Scope = {
            **{"type": "http", "method": method, "path": path, "query_string": b"", "headers": told},
            **{"http_version": "1.1", "scheme": "http"},
        }
        heard: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            heard.append(message)

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        await self.front(scope, receive, send)
        body = b"".join(message.get("body", b"") for message in heard[1:])
        return heard[0]["status"], dict(heard[0]["headers"]), body


def test_a_rush_has_a_page_made_once() -> None:
    pages = Pages()
    reader = Reader(pages)
    assert {body for _, _, body in reader.rush("/status/", 200)} == {PAGE}
    assert len(pages.asked) == 1
    reader.ask("/status/")
    assert len(pages.asked) == 1


def test_a_kept_page_is_the_same_for_everybody_in_the_form_that_each_takes() -> None:
    reader = Reader(Pages())
    plain = reader.ask("/status/")
    packed = reader.ask("/status/", accept_encoding="br, gzip")
    assert (plain[0], plain[2]) == (200, PAGE)
    assert gzip.decompress(packed[2]) == PAGE
    assert packed[1][b"content-encoding"] == b"gzip"
    assert (plain[1][b"etag"], packed[1][b"etag"]) == (b'"one"', b'W/"one"')
    for _, headers, body in (plain, packed):
        assert headers[b"content-length"] == str(len(body)).encode()
        assert headers[b"vary"] == b"Accept-Encoding"
        assert headers[b"cache-control"] == b"public, max-age=30"
    assert b"content-encoding" not in reader.ask("/status/", accept_encoding="gzip;q=0")[1]


def test_who_has_it_gets_304_and_who_asks_for_the_head_gets_the_head() -> None:
    reader = Reader(Pages())
    for told in ('"one"', 'W/"one"', '"another", W/"one"', "*"):
        status, headers, body = reader.ask("/status/", if_none_match=told)
        assert (status, body, headers[b"etag"]) == (304, b"", b'W/"one"')
        assert headers[b"cache-control"] == b"public, max-age=30"
        assert b"content-length" not in headers
    assert reader.ask("/status/", if_none_match='"another"')[0] == 200
    status, headers, body = reader.ask("/status/", "HEAD")
    assert (status, body, headers[b"content-length"]) == (200, b"", str(len(PAGE)).encode())


@pytest.mark.parametrize("topic", ["interruptions", "component-7", "service-1", "vendor-1", "maintenance"])
def test_a_hint_that_something_public_changed_has_it_made_anew(topic: str) -> None:
    pages = Pages()
    reader = Reader(pages)
    reader.ask("/status/")
    reader.front.hear(["ticket-412", "wake-notices"])
    assert reader.ask("/status/")[2] == PAGE and len(pages.asked) == 1
    reader.front.hear(["ticket-412", topic])
    pages.body = b"<p>It is down.</p>"
    assert reader.ask("/status/")[2] == b"<p>It is down.</p>"
    reader.front.may_have_missed()
    reader.ask("/status/")
    assert len(pages.asked) == 3


def test_what_was_made_while_it_changed_is_not_kept() -> None:
    pages = Pages()
    reader = Reader(pages)
    pages.meanwhile = lambda: reader.front.hear(["interruptions"])
    reader.ask("/status/")
    pages.meanwhile = lambda: None
    reader.ask("/status/")
    reader.ask("/status/")
    assert len(pages.asked) == 2


def test_a_lost_hint_costs_seconds() -> None:
    now = [0.0]
    pages = Pages()
    reader = Reader(pages, at=lambda: now[0])
    reader.ask("/status/")
    now[0] = FRESH_FOR
    reader.ask("/status/")
    assert len(pages.asked) == 2


def test_while_it_can_not_be_made_the_last_one_is_given_on() -> None:
    pages = Pages()
    reader = Reader(pages)
    reader.ask("/status/")
    reader.front.may_have_missed()
    pages.status, pages.headers = "503 Service Unavailable", []
    assert reader.ask("/status/")[0] == 200
    assert reader.ask("/history.atom")[0] == 503


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Cache-Control", "private, no-store"), ("ETag", '"one"')],
        [*PUBLIC, ("Set-Cookie", "csrftoken=abc")],
        [*PUBLIC, ("Content-Encoding", "br")],
    ],
)
def test_what_does_not_say_that_anybody_may_keep_it_is_not_kept(headers: list[tuple[str, str]]) -> None:
    pages = Pages(headers)
    reader = Reader(pages)
    reader.ask("/status/")
    reader.ask("/status/")
    assert len(pages.asked) == 2


def test_what_is_not_there_is_not_kept_either() -> None:
    pages = Pages(status="404 Not Found")
    reader = Reader(pages)
    assert {reader.ask("/api/v2/none.json")[0] for _ in range(2)} == {404}
    assert len(pages.asked) == 2


@pytest.mark.parametrize(
    ("path", "method", "cookie"),
    [
        ("/status/", "GET", "a=b; sessionid=abc"),
        ("/status/", "POST", ""),
        ("/status/subscription/", "GET", ""),
        ("/tickets/", "GET", ""),
        ("/api/v2/../../tickets/", "GET", ""),
    ],
)
def test_whoever_is_somebody_and_whatever_is_no_public_page_goes_to_django(
    path: str, method: str, cookie: str
) -> None:
    pages = Pages()
    reader = Reader(pages)
    reader.ask("/status/")
    reader.ask(path, method, **({"cookie": cookie} if cookie else {}))
    assert len(pages.asked) == 2
    assert pages.asked[1].get("HTTP_COOKIE", "") == cookie


def test_a_page_is_made_for_nobody_whatever_the_first_reader_brought() -> None:
    pages = Pages()
    Reader(pages).ask("/status/", cookie="csrftoken=abc", accept_language="de", x_forwarded_for="192.0.2.1")
    (asked,) = pages.asked
    assert not {"HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_FOR"} & asked.keys()


@pytest.fixture
def estate(world: Any) -> Estate:
    return build_estate(world)


def django(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    """Our own pages and middleware, on the test's own connection."""
    answer = Client().get(environ["PATH_INFO"])
    start(f"{answer.status_code} {answer.reason_phrase}", list(answer.headers.items()))
    return [answer.content]


@pytest.mark.django_db
def test_every_public_page_of_ours_may_be_kept(world: Any, estate: Estate) -> None:
    found, planned = confirmed(world, estate), announced(world, estate)
    public = Reader(django).front.public
    paths = [*EVERYWHERE, f"/status/{found.code}/", f"/api/v2/components/{estate.inbox.code}.json"]
    paths += [f"/status/{planned.code}/", f"/status/{planned.code}/maintenance.ics"]
    for path in paths:
        kept = public.make(path)
        assert isinstance(kept, Kept) and kept.plain.body, path
        headers = dict(kept.plain.headers)
        assert headers[b"cache-control"] == b"public, max-age=30, stale-while-revalidate=60"
