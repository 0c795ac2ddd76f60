"""ClamAV's daemon, spoken to by its INSTREAM command: the content goes over the line, and no path is told.

Two of its commands are all that is needed. Each question has a line of its own and a time by which
it is answered.
"""

from __future__ import annotations

import re
import select
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from holdfast.files.models import Verdict
from holdfast.files.scanning.clamd_address import Address
from holdfast.files.scanning.scanner import Answer, Silent, Undecided

_PIECE: Final = 64 * 1024
_LONGEST_ANSWER: Final = 4096
_FOUND: Final = re.compile(r"stream: (.+) FOUND")


@dataclass(frozen=True)
class Clamd:
    """One clamd; `patience` is the seconds that a whole question may take."""

    address: Address
    patience: float = 45.0  # less than the minute for which the database lets a transaction stand idle

    def ask(self) -> None:
        with self._line() as line:
            try:
                line.socket.sendall(b"zPING\0")
                answer = line.answer()
            except OSError as trouble:
                raise Silent(type(trouble).__name__) from None
        if answer != "PONG":
            raise Silent("something else answers there")

    def scan(self, content: BinaryIO) -> Answer:
        with self._line() as line:
            try:
                line.give(content)
                answer = line.answer()
            except OSError as trouble:
                raise Undecided(type(trouble).__name__) from None
        return _understood(answer)

    def _line(self) -> _Line:
        try:
            return _Line(_connected(self.address, self.patience), time.monotonic() + self.patience)
        except OSError as trouble:
            raise Silent(type(trouble).__name__) from None


@dataclass
class _Line:
    """A connection for one question."""

    socket: socket.socket
    until: float
    _heard: bytes = field(default=b"")

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def give(self, content: BinaryIO) -> None:
        """Send the content in pieces, each behind its length; stop when clamd answers before the end."""
        # where it hung up on us, even over the last piece, what it said first can often still be read
        with suppress(BrokenPipeError, ConnectionResetError):
            self._send(b"zINSTREAM\0")
            while piece := content.read(_PIECE):
                if self._is_answered():
                    return
                self._send(struct.pack(">I", len(piece)) + piece)
            self._send(struct.pack(">I", 0))

    def answer(self) -> str:
        """The one answer, without the NUL at its end."""
        while b"\0" not in self._heard and len(self._heard) < _LONGEST_ANSWER:
            self._take_time()
            piece = self.socket.recv(_LONGEST_ANSWER)
            if not piece:
                break
            self._heard += piece
        return self._heard.split(b"\0")[0].decode("utf-8", "replace").strip()

    def _send(self, piece: bytes) -> None:
        self._take_time()
        self.socket.sendall(piece)

    def _is_answered(self) -> bool:
        return bool(select.select([self.socket], [], [], 0)[0])

    def _take_time(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.socket.settimeout(left)


def _connected(address: Address, patience: float) -> socket.socket:
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=patience)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(patience)
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _understood(answer: str) -> Answer:
    if answer == "stream: OK":
        return Answer(Verdict.CLEAN)
    if found := _FOUND.fullmatch(answer):
        is_locked = found[1].startswith("Heuristics.Encrypted.")  # with AlertEncrypted in clamd's settings
        return Answer(Verdict.ENCRYPTED if is_locked else Verdict.INFECTED, found[1])
    if answer.startswith("INSTREAM size limit exceeded"):
        return Answer(Verdict.TOO_LARGE)
    raise Undecided("an error of the scanner" if answer.endswith("ERROR") else "no answer")
