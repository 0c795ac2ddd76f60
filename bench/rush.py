"""Readers of a public page under a rush: as small as it gets, so that they take little of the two cores themselves."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

SECONDS = 8.0
_WARM = 1.5
_TIMEOUT = 30.0


@dataclass(frozen=True)
class Asked:
    """One request, as bytes on the wire."""

    port: int
    wire: bytes


def request(port: int, path: str, **headers: str) -> Asked:
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return Asked(port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{told}\r\n".encode())


def rate(asked: Sequence[Asked], *, status: int = 200, seconds: float = SECONDS) -> float:
    """Answers a second, of one reader for each of these, in a closed loop, each in a process of its own."""
    begins = time.perf_counter() + 1
    with multiprocessing.get_context("spawn").Pool(len(asked)) as pool:
        counts = pool.starmap(_read, [(each, status, begins, seconds) for each in asked], chunksize=1)
    return sum(counts) / seconds


def _read(asked: Asked, status: int, begins: float, seconds: float) -> int:
    line = socket.create_connection(("127.0.0.1", asked.port), timeout=_TIMEOUT)
    expects, count = f"HTTP/1.1 {status} ".encode(), 0
    time.sleep(max(0.0, begins - time.perf_counter()))
    counts_from = begins + _WARM
    until = counts_from + seconds
    while (now := time.perf_counter()) < until:
        line.sendall(asked.wire)
        head = _answer(line)
        assert head.startswith(expects), head[:300]
        count += now >= counts_from
    return count


def _answer(line: socket.socket) -> bytes:
    """The head of an answer whose body was read to its end."""
    got = bytearray(line.recv(262_144))
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += line.recv(262_144)
    head = bytes(got[:end]).lower()
    at = head.find(b"content-length: ")
    missing = (int(head[at + 16 :].split(b"\r\n", 1)[0]) if at >= 0 else 0) - (len(got) - end - 4)
    while missing > 0:
        missing -= len(line.recv(262_144))
    return bytes(got[:end])
