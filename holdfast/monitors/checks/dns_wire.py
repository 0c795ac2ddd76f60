"""Questions and answers of the DNS as bytes (RFC 1035): one question, the records that answer it, nothing else.

What comes over the line is hostile until it is read: every length is checked, and a name that points anywhere but
back ends the reading.
"""

from __future__ import annotations

import ipaddress
import secrets
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

TYPES: Final[Mapping[str, int]] = {"A": 1, "NS": 2, "CNAME": 5, "MX": 15, "TXT": 16, "AAAA": 28}
_IN: Final = 1
_SAYS: Final = {1: "format error", 2: "server failure", 3: "no such name", 4: "not implemented", 5: "refused"}


class Malformed(Exception):
    """Not an answer as the DNS has them."""


class Refusal(Exception):
    """The server answers that it has none; the text says which kind."""


@dataclass(frozen=True)
class Question:
    packet: bytes
    kind: int


def ask(name: str, record: str) -> Question:
    """One question, with recursion desired, under an unguessable number."""
    labels = [label.encode("idna") for label in name.rstrip(".").split(".")]
    named = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    head = secrets.token_bytes(2) + struct.pack(">HHHHH", 0x0100, 1, 0, 0, 0)
    return Question(head + named + struct.pack(">HH", TYPES[record], _IN), TYPES[record])


def answers(question: Question, packet: bytes) -> bool:
    """Whether the packet is the answer to this question: its number, and the question itself."""
    asked = question.packet[12:]
    return (
        len(packet) >= 12
        and packet[:2] == question.packet[:2]
        and bool(packet[2] & 0x80)
        and packet[12 : 12 + len(asked)].lower() == asked.lower()
    )


def is_truncated(packet: bytes) -> bool:
    return bool(packet[2] & 0x02)


def read(question: Question, packet: bytes) -> list[str]:
    """The records of the kind that was asked for, as one writes them; raises `Refusal` or `Malformed`."""
    if not answers(question, packet):
        raise Malformed
    if code := packet[3] & 0x0F:
        raise Refusal(_SAYS.get(code, f"error {code}"))
    (count,) = struct.unpack_from(">H", packet, 6)
    at, found = len(question.packet), []
    try:
        for _ in range(count):
            _, at = _name(packet, at)
            kind, group, _, size = struct.unpack_from(">HHIH", packet, at)
            at += 10
            if at + size > len(packet):
                raise Malformed
            if kind == question.kind and group == _IN:
                found.append(_READERS[kind](packet, at, size))
            at += size
    except (struct.error, IndexError, ValueError) as trouble:
        raise Malformed from trouble
    return found


def _name(packet: bytes, at: int) -> tuple[str, int]:
    """The name that stands there, and where what follows it stands."""
    labels: list[str] = []
    after, limit = 0, at
    while size := packet[at]:
        if size >= 0xC0:
            to = struct.unpack_from(">H", packet, at)[0] & 0x3FFF
            after = after or at + 2
            if to >= limit:
                raise Malformed  # a pointer leads back, or it could go round for ever
            at = limit = to
            continue
        if size > 63 or len(labels) > 127:
            raise Malformed
        labels.append(packet[at + 1 : at + 1 + size].decode("ascii", "backslashreplace"))
        at += 1 + size
    return ".".join(labels), after or at + 1


def _address(packet: bytes, at: int, size: int) -> str:
    return str(ipaddress.ip_address(packet[at : at + size]))


def _named(packet: bytes, at: int, size: int) -> str:
    return _name(packet, at)[0]


def _mail_server(packet: bytes, at: int, size: int) -> str:
    return f"{struct.unpack_from('>H', packet, at)[0]} {_name(packet, at + 2)[0]}"


def _text(packet: bytes, at: int, size: int) -> str:
    pieces, end = [], at + size
    while at < end:
        pieces.append(packet[at + 1 : min(at + 1 + packet[at], end)])
        at += 1 + packet[at]
    text = b"".join(pieces).decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "�" for each in text)


_READERS: Final[Mapping[int, Callable[[bytes, int, int], str]]] = {
    1: _address,
    2: _named,
    5: _named,
    15: _mail_server,
    16: _text,
    28: _address,
}
