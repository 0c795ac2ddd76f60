"""What the parts print: forwarded to the terminal under their names, and kept in rotated files."""

import contextlib
import logging
import os
import re
import selectors
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_SIZE = 5 * 1024 * 1024
FILES_KEPT = 4
LONGEST_LINE = 64 * 1024

Shown = Callable[[str], str | None]
"""How a line appears on the terminal; None keeps it off."""


def say(text: str) -> None:
    """Tell whoever started us; nobody listening any more is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        print(text, flush=True)


class Output:
    """The pipes of all parts, read in one place, without threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.selector = selectors.DefaultSelector()
        self._files: dict[str, _File] = {}

    def pipe(self, name: str, shown: Shown, *, kept: bool = True) -> int:
        """A new pipe for a part to print into; the caller closes its end once the part has it.

        What is not `kept` goes to the terminal only: a one-time link or a password is for no file.
        """
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        self.selector.register(
            reading, selectors.EVENT_READ, _Pipe(self._file(name) if kept else None, shown)
        )
        return writing

    def wake_on(self, descriptor: int) -> None:
        """End every wait when something can be read there."""
        self.selector.register(descriptor, selectors.EVENT_READ, None)

    def pump(self, seconds: float) -> None:
        """Wait at most that long for somebody to print, and pass it on."""
        for key, _ in self.selector.select(seconds):
            try:
                read = os.read(key.fd, 64 * 1024)
            except BlockingIOError:
                continue
            if key.data is None:
                continue
            key.data.take(read)
            if not read:
                self.selector.unregister(key.fd)
                os.close(key.fd)

    def drain(self) -> None:
        """Pass on all that is there now."""
        for _ in range(1000):  # whoever prints without end is cut off
            if not self.selector.select(0):
                return
            self.pump(0)

    def _file(self, name: str) -> "_File":
        if name not in self._files:
            path = self.folder / f"{name}.log"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
            self._files[name] = _File(
                path, maxBytes=FILE_SIZE, backupCount=FILES_KEPT, encoding="utf-8", errors="replace"
            )
        return self._files[name]


class _File(RotatingFileHandler):
    """The file of a part: what a full disk refuses is on the terminal all the same, and nothing more is said of it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Leave it out; a stack for each line would hide what matters."""


class _Pipe:
    """Cuts what comes through one pipe into lines."""

    def __init__(self, file: _File | None, shown: Shown) -> None:
        self.file = file
        self.shown = shown
        self.rest = b""

    def take(self, read: bytes) -> None:
        *lines, self.rest = (self.rest + read).split(b"\n")
        if self.rest and (not read or len(self.rest) > LONGEST_LINE):
            lines.append(self.rest)
            self.rest = b""
        for line in lines:
            self._pass_on(line.decode("utf-8", "replace"))

    def _pass_on(self, line: str) -> None:
        if self.file is not None:
            self.file.emit(logging.LogRecord("", logging.INFO, "", 0, line, None, None))
        if (shown := self.shown(line)) is not None:
            say(shown)


def under(name: str) -> Shown:
    """Show each line behind the name of its part."""
    return lambda line: f"{name:<8} | {line}"


def plainly(line: str) -> str:
    """Show each line as it is."""
    return line


_FAILURE = re.compile("(FATAL|PANIC): ")
_PASSES = re.compile(
    "FATAL: +(lock file|pre-existing shared memory|could not create lock file|the database system is|terminating )"
)
"""What a database says after one that was killed, until its remains are gone and it has recovered (`Server.start`)."""


def only_failures_of(name: str) -> Shown:
    """Show what a database says when it can't go on; its log has all that it says."""
    return lambda line: f"{name:<8} | {line}" if _FAILURE.search(line) and not _PASSES.search(line) else None


def complain(text: str) -> None:
    """Say what is wrong, where errors go."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)
