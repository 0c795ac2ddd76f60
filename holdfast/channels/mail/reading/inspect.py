"""`holdfast mail inspect`: one raw mail on standard input, one JSON object on standard output, status 0,
always.

The reading is done in a forked child with limits of memory and processor time. If it has not answered by the
deadline,
or died, the parent answers from the headers and the raw words: less, but an answer.
"""

import os
import select
import signal
import sys
import time
from contextlib import suppress
from typing import BinaryIO

from holdfast.channels.mail.reading import limits
from holdfast.channels.mail.reading.contract import as_contract, minimal_answer, to_json
from holdfast.channels.mail.reading.message import read_message

DEADLINE_SECONDS = 1.5
"""From the start of this module to the answer; interpreter start and the fallback fit into what is left of two."""

_LEAST_SECONDS = 0.7
"""So long the child may work in any case, however long the input took to arrive."""

_STARTED_AT = time.monotonic()

_CPU_SECONDS = 2
_MEMORY_BYTES = 400 * 1024 * 1024


def main(stdin: BinaryIO, stdout: BinaryIO) -> int:
    """Answer for the mail on `stdin`; 0 always, as a caller must never have to handle a failure."""
    try:
        raw = stdin.read(limits.RAW_BYTES)
    except (OSError, ValueError, MemoryError):
        raw = b""
    deadline = max(_STARTED_AT + DEADLINE_SECONDS, time.monotonic() + _LEAST_SECONDS)
    answer = _answer_in_child(raw, deadline)
    if answer is None:
        answer = to_json(minimal_answer(raw))
    try:
        stdout.write(answer)
        stdout.flush()
    except OSError:
        return 0
    return 0


def _answer_in_child(raw: bytes, deadline: float) -> bytes | None:
    """The child's whole answer, or None when it is late, dead or incomplete."""
    try:
        reading, writing = os.pipe()
        child = os.fork()
    except OSError:
        return None
    if child == 0:
        _be_the_child(raw, reading, writing)
    os.close(writing)
    try:
        return _collect(reading, deadline)
    finally:
        os.close(reading)
        _end(child)


def _be_the_child(raw: bytes, reading: int, writing: int) -> None:
    """Read, write the answer, leave without any clean-up of the parent's things."""
    status = 1
    try:
        os.close(reading)
        limit_child(_MEMORY_BYTES, _CPU_SECONDS)
        answer = to_json(as_contract(read_message(raw, keep_content=False)))
        _write_all(writing, len(answer).to_bytes(8, "big") + answer)
        status = 0
    except BaseException:
        status = 1
    finally:
        os._exit(status)


def limit_child(memory: int, cpu: int) -> None:
    """Bound what this process may still take: `memory` bytes beyond what it has, `cpu` seconds beyond now."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime) + cpu
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_mapped_bytes() + memory,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return


def _mapped_bytes() -> int:
    """The address space in use; a generous guess where there is no /proc."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 1024 * 1024 * 1024


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view[: 1 << 20]) :]


def _collect(reading: int, deadline: float) -> bytes | None:
    pieces: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return None
        piece = os.read(reading, 1 << 20)
        if not piece:
            break
        pieces.append(piece)
        size += len(piece)
    whole = b"".join(pieces)
    if len(whole) < 8 or int.from_bytes(whole[:8], "big") != len(whole) - 8:
        return None
    return whole[8:]


def _end(child: int) -> None:
    with suppress(OSError):
        os.kill(child, signal.SIGKILL)
    with suppress(OSError):
        os.waitpid(child, 0)


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
