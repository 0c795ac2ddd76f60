"""An SMTP server on the loopback, in a process of its own, that takes everything and says when it took what.

It speaks no more than a relay is asked for, so that what is measured is the sender: the tests' sink, which can be told to
behave badly, takes a few hundred mails a second.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Taken:
    """One mail: when it was taken (monotonic, which all processes of a machine share), for whom, under which id."""

    at: float
    to: str
    mail_id: str


@dataclass
class Sink:
    """What the process tells, as it tells it."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def follow(self, lines: Iterator[str]) -> None:
        for line in lines:
            at, to, mail_id = line.split()
            with self._changed:
                self.taken.append(Taken(float(at), to, mail_id))
                self._changed.notify_all()

    def wait_for(self, number: int, *, to: str = "", within: float) -> list[Taken]:
        """What was taken for addresses that begin so, once it is so much, or after so many seconds."""

        def counted() -> list[Taken]:
            return [each for each in self.taken if each.to.startswith(to)]

        with self._changed:
            self._changed.wait_for(lambda: len(self.taken) >= number and len(counted()) >= number, within)
            return counted()

    def forget(self) -> None:
        with self._changed:
            self.taken.clear()


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """Start it; its port is known when this gives it."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.smtp_sink"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        sink = Sink(int(process.stdout.readline()))
        threading.Thread(target=sink.follow, args=(iter(process.stdout),), daemon=True).start()
        try:
            yield sink
        finally:
            process.terminate()


async def _serve() -> None:
    server = await asyncio.start_server(_converse, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 sink.example ESMTP\r\n")
    to = ""
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            writer.write(b"250-sink.example\r\n250-SMTPUTF8\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            writer.write(b"354 go on\r\n")
            mail = await reader.readuntil(b"\r\n.\r\n")
            _, _, rest = mail.partition(b"Message-ID: ")
            print(time.monotonic(), to, rest.split(b"\r\n", 1)[0].decode(), flush=True)
            writer.write(b"250 2.0.0 taken\r\n")
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        else:
            if verb == b"RCPT":
                to = line.partition(b"<")[2].partition(b">")[0].decode()
            writer.write(b"250 OK\r\n")
    writer.close()


if __name__ == "__main__":
    asyncio.run(_serve())
