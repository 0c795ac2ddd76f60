"""A real HTTP server on the loopback that keeps what it is asked, and can be told to behave badly.

with StandIn() as far:
    far.answer(429, headers={"Retry-After": "30"}, times=1)
    ...
    far.asked[0].form["To"]
"""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Asked:
    """One request as it came over the line."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Behave = Callable[[socket.socket], None]


@dataclass
class StandIn:
    """Starts with `with`, listens on a free port of 127.0.0.1, and answers 200 until told otherwise."""

    asked: list[Asked] = field(default_factory=list)
    _said: list[tuple[Behave, int | None]] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def answer(
        self,
        status: int,
        body: bytes = b"",
        *,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
    ) -> None:
        """From now on answer so, or only so many times."""
        head = {"Content-Length": str(len(body)), **(headers or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        whole = f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode() + body
        self.behave(lambda line: line.sendall(whole), times=times)

    def behave(self, how: Behave, *, times: int | None = None) -> None:
        """Do that with the line after the request was read."""
        self._said.insert(0, (how, times))

    def hang(self, line: socket.socket) -> None:
        """Say nothing until the stand-in ends."""
        self._ending.wait(30)

    def drip(self, line: socket.socket) -> None:
        """Say one letter of a header every 50 ms, for as long as anybody listens."""
        line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self._ending.wait(0.05):
            line.sendall(b"a")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def __enter__(self) -> StandIn:
        far = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                far._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 64

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, line: socket.socket) -> None:
        try:
            if (asked := _read(line)) is None:
                return
            self.asked.append(asked)
            self._next()(line)
        except (OSError, UnicodeDecodeError):
            return  # whoever asked is gone, or speaks no HTTP

    def _next(self) -> Behave:
        for number, (how, times) in enumerate(self._said):
            if times is None:
                return how
            if times > 0:
                self._said[number] = (how, times - 1)
                return how
        return lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")


def _read(line: socket.socket) -> Asked | None:
    with line.makefile("rb") as reader:
        first = reader.readline().decode("ascii").split()
        if len(first) != 3:
            return None
        headers = {}
        while (header := reader.readline().decode("latin-1").strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        body = reader.read(int(headers.get("content-length", "0")))
    return Asked(first[0], first[1], headers, body)
