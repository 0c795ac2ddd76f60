import asyncio
import tempfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest

from holdfast.project import bridge
from holdfast.project.bridge import Bridge, Scope


def scope_of(method: str = "GET", path: str = "/", headers: Iterable[tuple[bytes, bytes]] = ()) -> Scope:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"q=1",
        "http_version": "1.1",
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 5),
    }


def ask(application: Callable[..., Any], scope: Scope, *pieces: bytes) -> tuple[int, list, bytes]:
    """One request through the bridge: status, headers, body."""
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # the browser stays, and has no more to say
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Bridge(application, threads=1)(scope, receive, send))
    return sent[0]["status"], sent[0]["headers"], b"".join(message["body"] for message in sent[1:])


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))]


def test_a_body_in_pieces_arrives_whole():
    body = ask(echo, scope_of("POST"), b"one ", b"two")[2]
    assert body == b"one two"


def test_a_body_over_the_limit_is_refused_before_any_page_is_made(monkeypatch):
    monkeypatch.setattr(bridge, "LARGEST_BODY", 5)
    assert ask(echo, scope_of("POST"), b"123456")[0] == 413
    assert ask(echo, scope_of("POST", headers=[(b"content-length", b"6")]))[0] == 413
    assert ask(echo, scope_of("POST", headers=[(b"content-length", b"many")]))[0] == 400


def test_a_body_that_stops_arriving_holds_no_thread(monkeypatch):
    monkeypatch.setattr(bridge, "PATIENCE", 0.01)
    made = []
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Bridge(lambda *_: made.append(1), threads=1)(scope_of("POST"), receive, send))
    assert (sent[0]["status"], made) == (408, [])


def test_a_header_with_an_underscore_cannot_pass_for_one_with_a_hyphen():
    seen = {}

    def look(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return []

    headers = [(b"x_forwarded_for", b"6.6.6.6"), (b"x-forwarded-proto", b"https")]
    ask(look, scope_of(headers=headers))
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["HTTP_X_FORWARDED_PROTO"] == "https"


def test_cookies_in_several_lines_are_joined_as_cookies():
    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2")]
    assert bridge.environ_of(scope_of(headers=headers), BytesIO())["HTTP_COOKIE"] == "a=1; b=2"


@pytest.mark.parametrize("path", ["/plain", "/Grüße", "/\udcff"])
def test_paths_come_as_the_bytes_that_were_sent(path):
    environ = bridge.environ_of(scope_of(path=path), BytesIO())
    assert environ["PATH_INFO"].encode("latin-1") == path.encode("utf-8", "surrogateescape")


def test_a_file_is_sent_whole_after_the_thread_is_free_again():
    content = b"0123456789" * 20_000
    closed = []

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the application closes it
        file.write(content)
        file.seek(0)
        start("200 OK", [("Content-Length", str(len(content)))])
        wrapped = environ["wsgi.file_wrapper"](file)
        wrapped.close = lambda: (closed.append(True), file.close())
        return wrapped

    assert ask(answer, scope_of())[2] == content
    assert closed == [True]


def test_an_answer_made_piece_by_piece_is_sent_whole_after_the_thread_is_free_again():
    closed = []

    class Pieces:
        streaming = True

        def __iter__(self) -> Iterator[bytes]:
            return iter([b"a", b"b"])

        def close(self) -> None:
            closed.append(True)

    def answer(_: dict[str, Any], start: Callable[..., Any]) -> Pieces:
        start("200 OK", [])
        return Pieces()

    assert ask(answer, scope_of())[2] == b"ab"
    assert closed == [True]
