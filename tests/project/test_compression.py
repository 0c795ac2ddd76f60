"""Pages travel compressed; what is no page travels as it is (interface.md, 11)."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from holdfast.project.compression import PADDING, Compression

PAGE = b"<!doctype html>" + b"<p>Chats are misrouted.</p>" * 100


def answered(response: HttpResponse, accepts: str = "gzip, deflate, br") -> HttpResponse:
    """What the middleware makes of a page's answer."""
    request = RequestFactory().get("/", headers={"accept-encoding": accepts})
    return Compression(lambda _: response)(request)


def test_a_page_is_the_same_after_the_journey_and_of_another_length_each_time() -> None:
    sizes = set()
    for _ in range(200):
        answer = answered(HttpResponse(PAGE, headers={"ETag": '"abc"'}))
        assert gzip.decompress(answer.content) == PAGE
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert answer.headers["ETag"] == 'W/"abc"'
        assert answer.headers["Vary"] == "Accept-Encoding"
        sizes.add(len(answer.content))
    assert len(sizes) > 40  # what a guess changes by a byte is lost in it
    assert max(sizes) - min(sizes) <= PADDING


@pytest.mark.parametrize("accepts", ["", "br", "identity", "gzip;q=0", "gzip; q=0.0, br", "xgzipx"])
def test_who_does_not_take_gzip_gets_it_plain_and_caches_know(accepts: str) -> None:
    answer = answered(HttpResponse(PAGE), accepts)
    assert answer.content == PAGE
    assert not answer.has_header("Content-Encoding")
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse(PAGE, content_type="text/csv"),
        lambda: HttpResponse(PAGE, content_type="image/png"),
        lambda: HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        lambda: HttpResponse(b"<p>Short.</p>"),
        lambda: StreamingHttpResponse([PAGE], content_type="text/html"),
    ],
)
def test_what_is_no_whole_page_travels_as_it_is(make: Callable[[], HttpResponse]) -> None:
    made = make()
    before = None if made.streaming else made.content
    answer = answered(made)
    assert answer.headers.get("Content-Encoding") in (None, "br")
    assert (b"".join(answer) if answer.streaming else answer.content) == (before or PAGE)
