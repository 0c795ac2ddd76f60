"""A connection with one end for everything: however slowly the other side drips, it is over by then."""

from __future__ import annotations

import socket
import ssl
import time
from functools import cache
from typing import Any, Final

_CONNECT_WITHIN: Final = (
    5.0  # seconds for each address of a name, so that a dead one leaves time for the next
)


class _Bounded:
    """To be mixed into a socket: each read and write waits at most until the one deadline."""

    deadline = float("inf")

    def left(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline is over")
        return left


class _PlainLine(_Bounded, socket.socket):
    def recv_into(self, *args: Any, **more: Any) -> int:
        self.settimeout(self.left())
        return super().recv_into(*args, **more)

    def sendall(self, *args: Any, **more: Any) -> None:
        self.settimeout(self.left())
        super().sendall(*args, **more)


class _TlsLine(_Bounded, ssl.SSLSocket):
    def recv_into(self, *args: Any, **more: Any) -> int:
        self.settimeout(self.left())
        return super().recv_into(*args, **more)

    def send(self, *args: Any, **more: Any) -> int:
        self.settimeout(self.left())
        return super().send(*args, **more)


def open_line(addresses: list[tuple[Any, ...]], *, tls_name: str, deadline: float) -> _PlainLine | _TlsLine:
    """A connection to the first of the addresses that answers; with a name, over TLS that proves it."""
    trouble: OSError = ConnectionRefusedError("no address")
    for family, kind, protocol, _, address in addresses:
        line = _PlainLine(family, kind, protocol)
        try:
            line.deadline = deadline
            line.settimeout(min(line.left(), _CONNECT_WITHIN))
            line.connect(address)
            return _in_tls(line, tls_name, deadline) if tls_name else line
        except OSError as failed:
            line.close()
            trouble = failed
    raise trouble


def _in_tls(line: _PlainLine, name: str, deadline: float) -> _TlsLine:
    line.settimeout(line.left())
    wrapped = _context().wrap_socket(line, server_hostname=name)
    assert isinstance(wrapped, _TlsLine)
    wrapped.deadline = deadline
    return wrapped


@cache
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = _TlsLine
    return context
