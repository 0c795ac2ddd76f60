"""Web processes as an operator starts them behind a proxy of their own: `holdfast web`, several on one database."""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psutil


@contextmanager
def web_processes(number: int) -> Iterator[tuple[Sequence[int], Sequence[psutil.Process]]]:
    """Start so many and wait until they answer; gives their ports, and them."""
    from tests.project.installation import free_port

    ports = [free_port() for _ in range(number)]
    running = [_start(port) for port in ports]
    try:
        for port in ports:
            _wait(port)
        yield ports, running
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait(10)


def _start(port: int) -> psutil.Popen:
    surroundings = {**os.environ, "HOLDFAST_PORT": str(port), "HOLDFAST_TRUSTED_PROXY": "1"}
    return psutil.Popen([sys.executable, "-m", "holdfast.project.cli", "web"], env=surroundings)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            line.request("GET", "/")
            if line.getresponse().status < 500:
                return
        except OSError:
            assert time.monotonic() < until, "a web process does not answer"
            time.sleep(0.1)
        finally:
            line.close()
