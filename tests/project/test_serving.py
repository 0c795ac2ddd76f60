"""The bridge behind the server that is shipped: what only a real one shows."""

import asyncio
import http.client
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from holdfast.project.bridge import Bridge
from tests.project.installation import free_port

LARGE = 64 * 1024 * 1024  # more than the kernel holds for a reader who does not read


class Pieces:
    """A streamed answer as Django gives one."""

    streaming = True

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self.pieces

    def close(self) -> None:
        """Nothing is open."""


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    start("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/large":
        return Pieces(b"x" * 65536 for _ in range(LARGE // 65536))
    if environ["PATH_INFO"] == "/lines":
        return Pieces(f"{number}\n".encode() for number in range(20_000))
    return [b"a page"]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A web process with one page thread."""
    chosen, ready = free_port(), threading.Event()
    running: list[tuple[asyncio.AbstractEventLoop, Server]] = []

    async def serve() -> None:
        server = Server(
            Bridge(application, threads=1),
            address="127.0.0.1",
            port=chosen,
            interface=Interfaces.ASGINL,
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels.error,
        )
        running.append((asyncio.get_running_loop(), server))
        ready.set()
        await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    ready.wait(10)
    until(lambda: get(chosen, "/") == b"a page")
    yield chosen
    loop, server = running[0]
    loop.call_soon_threadsafe(server.stop)
    thread.join(10)


def until(claim: Callable[[], bool]) -> None:
    """Wait until the claim holds."""
    end = time.monotonic() + 20
    while not _holds(claim):
        assert time.monotonic() < end
        time.sleep(0.02)


def _holds(claim: Callable[[], bool]) -> bool:
    try:
        return claim()
    except ConnectionError:
        return False


def get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path)
    try:
        return connection.getresponse().read()
    finally:
        connection.close()


def unread(port: int) -> socket.socket:
    """A reader who asks for the large answer, and takes only its beginning."""
    asking = socket.create_connection(("127.0.0.1", port))
    asking.sendall(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
    assert asking.recv(12) == b"HTTP/1.1 200"
    return asking


def nameless_files() -> int:
    """How many files without a name this process holds open."""
    found = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found += "(deleted)" in os.readlink(descriptor)
        except OSError:
            continue
    return found


def test_a_streamed_answer_arrives_whole(port: int) -> None:
    assert get(port, "/lines").split() == [str(number).encode() for number in range(20_000)]
    assert len(get(port, "/large")) == LARGE


def test_a_reader_who_does_not_read_holds_neither_the_thread_nor_memory(port: int) -> None:
    before = nameless_files()
    with unread(port):
        assert get(port, "/") == b"a page"
        assert nameless_files() == before + 1  # what waits for the reader waits on the disk
    until(lambda: nameless_files() == before)


def test_when_the_reader_leaves_in_the_middle_nothing_is_left_open(port: int) -> None:
    before = nameless_files()
    for _ in range(5):
        unread(port).close()
    until(lambda: nameless_files() == before)
    assert get(port, "/") == b"a page"
