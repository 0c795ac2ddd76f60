"""Gives a WSGI application the requests of an ASGI server, in a small pool of threads.

A thread is held only while a page is made: the request's body is taken in before, and the finished
page is sent after, so that no slow client at either end keeps anybody else waiting. So is an answer
that the application makes piece by piece: it is put into a file first, and only a whole one is sent.
What never ends is no page; the stream of live updates has an ASGI application of its own.
"""

import asyncio
import logging
import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LARGEST_BODY = 64 * 1024 * 1024
KEPT_IN_MEMORY = 256 * 1024
PATIENCE = 30  # seconds for the next piece of a request's body
PIECE = 64 * 1024

log = logging.getLogger(__name__)


class BodyRefused(Exception):
    """The request's body is too large, too slow, or was never finished; carries the HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class FileOfResponse:
    """What the application answers with when it answers with a file."""

    def __init__(self, file: IO[bytes], block_size: int = PIECE) -> None:
        self.file = file
        self.block_size = block_size
        self.close = file.close

    def __iter__(self) -> Iterable[bytes]:
        return iter(lambda: self.file.read(PIECE), b"")


@dataclass
class Answer:
    """A response, made: its pieces lie in memory, or in an open file."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    file: int | None = None

    @property
    def start(self) -> dict[str, Any]:
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Whole(ABC):
    """An ASGI application that answers whole requests with whole answers."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY) as body:
            try:
                await take_in(scope, receive, body, largest=LARGEST_BODY)
            except BodyRefused as refused:
                return await _say_no(send, refused.status)
            answer = await self.answer(scope, body)
        await deliver(answer, receive, send)

    @abstractmethod
    async def answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        """What is answered to a request whose body is taken in."""


class Bridge(Whole):
    """An ASGI application around a WSGI one; at most `threads` pages are made at a time."""

    def __init__(self, application: WSGIApplication, *, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def answer(self, scope: Scope, body: IO[bytes]) -> Answer:
        """The page for a request whose body is taken in, made in one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self.pool, self.make, scope, body)

    def make(self, scope: Scope, body: IO[bytes]) -> Answer:
        """The answer; where the application fails outside its own pages, a word without any of the reason."""
        try:
            return self._make(scope, body)
        except Exception:
            log.exception("A page could not be made.")
            return Answer(500, [(b"content-type", b"text/plain; charset=utf-8")], b"A fault on our side.\n")

    def _make(self, scope: Scope, body: IO[bytes]) -> Answer:
        """Run the application to its end in this one thread: its database connection belongs to it."""
        answer = Answer()

        def start_response(
            status: str, headers: list[tuple[str, str]], _: object = None
        ) -> Callable[..., None]:
            answer.status = int(status[:3])
            answer.headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in headers]
            return _no_write

        response = self.application(environ_of(scope, body), start_response)
        try:
            if isinstance(response, FileOfResponse) and _is_plain_file(response.file):
                answer.file = os.dup(response.file.fileno())
            elif getattr(response, "streaming", isinstance(response, FileOfResponse)):
                answer.file = _kept(response)
            else:
                answer.body = b"".join(response)
        finally:
            if close := getattr(response, "close", None):
                close()
        return answer


def _no_write(_: bytes) -> None:
    raise TypeError("write() is not offered; return the pieces instead")


def _is_plain_file(file: IO[bytes]) -> bool:
    try:
        return file.fileno() >= 0 and type(file).__module__ in ("io", "_io") and file.tell() == 0
    except (OSError, ValueError, AttributeError):
        return False


def _kept(pieces: Iterable[bytes]) -> int:
    """All the pieces in a file that has no name and is gone with its descriptor."""
    with tempfile.TemporaryFile() as file:
        file.writelines(pieces)
        file.seek(0)
        return os.dup(file.fileno())


async def take_in(scope: Scope, receive: Receive, body: IO[bytes], *, largest: int) -> None:
    """Write the request's body to that file and rewind it; raises BodyRefused (413, 408, 400 if cut off)."""
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not declared.isdigit() or int(declared) > largest:
        raise BodyRefused(413 if declared.isdigit() else 400)
    if scope["method"] in ("GET", "HEAD") and declared == b"0":
        return
    taken = 0
    more = True
    while more:
        try:
            message = await asyncio.wait_for(receive(), PATIENCE)
        except TimeoutError:
            raise BodyRefused(408) from None
        if message["type"] == "http.disconnect":
            raise BodyRefused(400)
        piece = message.get("body", b"")
        taken += len(piece)
        if taken > largest:
            raise BodyRefused(413)
        body.write(piece)
        more = message.get("more_body", False)
    scope["body_size"] = taken
    body.seek(0)


def environ_of(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The request in WSGI's words (PEP 3333)."""
    server, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", ""),
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server),
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": str(client[0]),
        "REMOTE_PORT": str(client[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": _Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FileOfResponse,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:
            continue  # would pass for the same name with hyphens, which a proxy may vouch for
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        joined = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{joined}{value}" if name in environ else value
    if "body_size" in scope:
        environ["CONTENT_LENGTH"] = str(scope["body_size"])  # also of a body that came in chunks
    return environ


class _Errors:
    """Where WSGI says errors go: to this process's own."""

    def write(self, text: str) -> None:
        os.write(2, text.encode("utf-8", "replace"))

    def writelines(self, lines: Iterable[str]) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        """Nothing waits to be written."""


async def deliver(answer: Answer, receive: Receive, send: Send) -> None:
    """Send an answer that is made."""
    if answer.file is None:
        await send(answer.start)
        await send({"type": "http.response.body", "body": answer.body})
        return
    gone = asyncio.ensure_future(_wait_until_gone(receive))
    try:
        await send(answer.start)
        # to somebody who left, the server takes everything at once and throws it away
        while not gone.done() and (piece := await asyncio.to_thread(os.read, answer.file, PIECE)):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        os.close(answer.file)


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say_no(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": _REASONS[status]})


_REASONS = {
    400: b"The request was cut off.\n",
    408: b"The request took too long to arrive.\n",
    413: b"The request is larger than 64 MB.\n",
}
