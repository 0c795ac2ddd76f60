"""A reader in a process of its own: what hostile mail breaks is that process, never the worker (T27, T29).

Raw mail goes in and a read message comes out over pipes, each preceded by its length (8 bytes, big endian).
The answer
begins with one byte: `+` and the message as MessagePack, or `-` and the reason in words.
"""

import math
import os
import select
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import BinaryIO

import msgspec

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.message import ReadMessage

MEMORY_BYTES = 900 * 1024 * 1024
PATIENCE = 6
"""A reader may take so many times longer than it may work: that others have the processor is no fault of the mail's."""
_LENGTH_BYTES = 8
_MODULE = "holdfast.channels.mail.reading.child"


class Unreadable(Exception):
    """The mail could not be read within the limits; `reason` says why, for the quarantine."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReaderProcess:
    """Reads one mail after the other in a child, which is started when first needed and replaced when it
    fails.

    Not for several threads at once: each takes its own.
    """

    def __init__(self, *, seconds: float = 10.0) -> None:
        self.seconds = seconds
        """Of a processor's time, for one mail."""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "ReaderProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raw: bytes) -> ReadMessage:
        """The mail, read; raises Unreadable when the child is late, dies or refuses."""
        if len(raw) > limits.RAW_BYTES:
            raise Unreadable(f"The mail is larger than {limits.RAW_BYTES // (1024 * 1024)} MB.")
        process = self._running()
        deadline = time.monotonic() + self.seconds * PATIENCE
        try:
            self._send(process, len(raw).to_bytes(_LENGTH_BYTES, "big") + raw, deadline)
            size = int.from_bytes(self._receive(process, _LENGTH_BYTES, deadline), "big")
            answer = self._receive(process, size, deadline)
        except TimeoutError:
            self.close()
            raise Unreadable(self._too_long()) from None
        except (OSError, EOFError):
            raise Unreadable(self._cause_of_death()) from None
        if answer[:1] != b"+":
            raise Unreadable(answer[1:].decode("utf-8", "replace"))
        return msgspec.msgpack.decode(answer[1:], type=ReadMessage)

    def close(self) -> None:
        """End the child, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _MODULE, f"{self.seconds:g}"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
                bufsize=0,
            )
        return self._process

    def _send(self, process: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
        assert process.stdin is not None
        descriptor = process.stdin.fileno()
        os.set_blocking(descriptor, False)
        view = memoryview(data)
        while view:
            _, writable, _ = select.select([], [descriptor], [], max(0.0, deadline - time.monotonic()))
            if not writable:
                raise TimeoutError
            view = view[os.write(descriptor, view[: 1 << 20]) :]

    def _receive(self, process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        assert process.stdout is not None
        descriptor = process.stdout.fileno()
        pieces: list[bytes] = []
        while size:
            readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                raise TimeoutError
            piece = os.read(descriptor, min(size, 1 << 20))
            if not piece:
                raise EOFError
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _cause_of_death(self) -> str:
        process = self._process
        code = None
        if process is not None:
            try:
                code = process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                code = None
        self.close()
        if code == -signal.SIGXCPU:
            return self._too_long()
        if code is not None and code < 0:
            return f"The reader was stopped by {signal.Signals(-code).name}."
        return "The reader ended without an answer."

    def _too_long(self) -> str:
        return f"Reading took longer than {self.seconds:g} seconds."


def serve(stdin: BinaryIO, stdout: BinaryIO, *, seconds: float) -> None:
    """Answer mail after mail until the input ends; one that takes more seconds of a processor's time ends the process."""
    from holdfast.channels.mail.reading.message import read_message

    while True:
        head = stdin.read(_LENGTH_BYTES)
        if len(head) < _LENGTH_BYTES:
            return
        raw = stdin.read(int.from_bytes(head, "big"))
        _limit_work(seconds)
        try:
            answer = b"+" + msgspec.msgpack.encode(read_message(raw))
        except MemoryError:
            answer = b"-Reading needed more memory than it may have."
        except RecursionError:
            answer = b"-The mail is nested too deeply."
        except (
            Exception
        ) as error:  # the parent quarantines the mail with this reason; the next mail is read all the same
            answer = b"-" + f"{type(error).__name__}: {error}"[:500].encode("utf-8", "replace")
        stdout.write(len(answer).to_bytes(_LENGTH_BYTES, "big"))
        stdout.write(answer)
        stdout.flush()


def _die_with_parent() -> None:
    """On Linux the kernel ends this child when its parent goes, however it goes."""
    try:
        import ctypes

        ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGKILL, 0, 0, 0)
    except (OSError, AttributeError):
        return
    if os.getppid() == 1:
        os._exit(0)


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _limit_work(seconds: float) -> None:
    """From now on; the system counts in whole seconds."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + seconds)
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent()
    _limit_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer, seconds=float(sys.argv[1]))
