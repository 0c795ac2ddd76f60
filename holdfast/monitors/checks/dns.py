"""DNS: a name has the records that it should, as a name server tells it."""

from __future__ import annotations

import socket
import time
from datetime import datetime
from typing import Any, Literal

import msgspec

from holdfast.monitors.checks import dns_wire as wire
from holdfast.monitors.checks.finding import Failed, Reach, Well, line_to

Record = Literal["A", "AAAA", "CNAME", "MX", "NS", "TXT"]
_CONF = "/etc/resolv.conf"
_OWN = Reach(allows_inside=True)


class Dns(msgspec.Struct, frozen=True, kw_only=True, tag="dns", tag_field="kind", omit_defaults=True):
    """Asked of the server that is named, or of those that this machine asks; UDP, and TCP for what is too long."""

    name: str
    record: Record = "A"
    holds: str = ""
    """What one of the answers must be; empty: there must be one at all."""
    server: str = ""
    port: int = 53

    @property
    def target(self) -> str:
        asked = f" at {self.server}" if self.server else ""
        return f"{self.record} of {self.name}{asked}"

    def look(self, within: float, reach: Reach, now: datetime) -> Well:
        """Raises `Failed`."""
        deadline = time.monotonic() + within
        found = self._answers(deadline, reach)
        shown = ", ".join(found)[:200]
        if not found:
            raise Failed(f"{self.name} has no {self.record} record.")
        if self.holds and self.holds.lower().rstrip(".") not in (each.lower().rstrip(".") for each in found):
            raise Failed(f"It answers {shown}, without “{self.holds}”.")
        return Well(f"It answers {shown}.")

    def _answers(self, deadline: float, reach: Reach) -> list[str]:
        question = wire.ask(self.name, self.record)
        with line_to(self.server or "The name server"):
            try:
                return self._from_first(question, deadline, reach)
            except wire.Malformed:
                raise Failed("The name server’s answer can't be read.") from None
            except wire.Refusal as refusal:
                raise Failed(f"The name server says of {self.name}: {refusal}.") from None

    def _from_first(self, question: wire.Question, deadline: float, reach: Reach) -> list[str]:
        """Of the first of the servers that answers; each has its share of the time."""
        servers = self._servers(deadline, reach)
        for nth, server in enumerate(servers):
            until = time.monotonic() + (deadline - time.monotonic()) / (len(servers) - nth)
            try:
                return wire.read(question, _exchange(server, question, until))
            except OSError:
                if nth + 1 == len(servers):
                    raise
        raise Failed("This machine has no name server.")

    def _servers(self, deadline: float, reach: Reach) -> list[tuple[Any, ...]]:
        """Those of this machine are the operator's own, and may be inside."""
        left = max(0.0, deadline - time.monotonic())
        if self.server:
            return reach.addresses_of(self.server, self.port, left)
        return [each for host in _own_servers() for each in _OWN.addresses_of(host, self.port, left)]


def _own_servers() -> list[str]:
    with open(_CONF, encoding="utf-8", errors="replace") as lines:
        words = (line.split() for line in lines)
        return [each[1] for each in words if len(each) > 1 and each[0] == "nameserver"][:3]


def _exchange(server: tuple[Any, ...], question: wire.Question, until: float) -> bytes:
    family, _, _, _, address = server
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.connect(address)  # what others send is dropped by the kernel
        line.send(question.packet)
        while True:
            line.settimeout(_left(until))
            packet = line.recv(65535)
            if wire.answers(question, packet):
                break
    if not wire.is_truncated(packet):
        return packet
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(_left(until))
        line.connect(address)
        line.sendall(len(question.packet).to_bytes(2) + question.packet)
        size = int.from_bytes(_exactly(line, 2, until))
        return _exactly(line, size, until)


def _exactly(line: socket.socket, size: int, until: float) -> bytes:
    found = b""
    while len(found) < size:
        line.settimeout(_left(until))
        piece = line.recv(size - len(found))
        if not piece:
            raise ConnectionResetError("it ended early")
        found += piece
    return found


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    return left
