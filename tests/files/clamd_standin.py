"""A clamd on the loopback, as far as PING and INSTREAM go: it really reads the pieces, and can be told to fail.

with StandIn() as clamd:
    clamd.finds[b"EICAR"] = "Eicar-Test-Signature"
    clamd.address
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class StandIn:
    """Listens on a port of its own, or on a Unix socket; ends with its `with`."""

    path: Path | None = None
    finds: dict[bytes, str] = field(default_factory=dict)
    """What it finds in a content that holds those bytes."""
    stream_max: int = 25 * 1024 * 1024
    says: str = ""
    """What it answers to any content, whatever is in it."""
    is_mute: bool = False
    """Takes the content and says nothing until the line is closed."""
    seen: list[bytes] = field(default_factory=list)
    """The contents that were given whole."""

    def __enter__(self) -> StandIn:
        if self.path is not None:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.bind(str(self.path))
        else:
            self._socket = socket.socket()
            self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    @property
    def told(self) -> str:
        """Its address as HOLDFAST_CLAMD has it."""
        return f"unix:{self.path}" if self.path else f"tcp://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            with line, contextlib.suppress(ConnectionError):
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += line.recv(1) or b"\0"
        if command == b"zPING\0":
            line.sendall(b"" if self.is_mute else b"PONG\0")
        elif command == b"zINSTREAM\0":
            self._scan(line)
        if self.is_mute:
            line.recv(1)

    def _scan(self, line: socket.socket) -> None:
        content = b""
        while size := struct.unpack(">I", _exactly(line, 4))[0]:
            if len(content) + size > self.stream_max:  # and hangs up, with the rest unread
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            content += _exactly(line, size)
        self.seen.append(content)
        if not self.is_mute:
            line.sendall(f"{self.says or self._found_in(content)}\0".encode())

    def _found_in(self, content: bytes) -> str:
        found = [name for what, name in self.finds.items() if what in content]
        return f"stream: {found[0]} FOUND" if found else "stream: OK"


def _exactly(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        piece = line.recv(size - len(got))
        if not piece:
            raise ConnectionResetError
        got += piece
    return got
