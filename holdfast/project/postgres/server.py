"""The database's process, a direct child of ours."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import quote

from holdfast.project.children import ON_LINUX, start_child
from holdfast.project.postgres.cluster import SUPERUSER, write_file
from holdfast.project.postgres.place import Place
from holdfast.project.trouble import Trouble

# in postmaster.pid, whose eight lines PostgreSQL documents in its miscadmin.h
_PID_LINE = 0
_STATUS_LINE = 7
_ATTEMPTS = 10


@dataclass
class Server:
    """One PostgreSQL, running in the foreground until told to stop or killed.

    Whoever starts it holds the lock of its folder. It ends, cleanly, when the process that started
    it dies. `wait` is called with seconds while there is nothing to do but wait.
    """

    place: Place
    output: IO[bytes] | int
    say: Callable[[str], None]
    wait: Callable[[float], None] = time.sleep
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start it and return when it takes connections; recovery takes as long as it takes."""
        for attempt in range(_ATTEMPTS):
            self._wait_for_an_earlier_one()
            self.process = self._start_process()
            if self._became_ready():
                return
            # the remains of a killed one hold its shared memory until they too have noticed
            if attempt == 0:
                self.say("Of a PostgreSQL that was killed something still runs; waiting for it to end.")
            self.wait(0.5)
        raise Trouble(
            f"PostgreSQL does not start; what it says is in the log, its files in {self.place.data}."
        )

    def is_running(self) -> bool:
        """Whether the process that we started is still there."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Fast shutdown: open transactions are rolled back, everything committed is kept."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)

    def stop(self) -> None:
        """Ask, and wait until it is gone; it writes everything down first."""
        self.ask_to_stop()
        if self.process is not None:
            self.process.wait()

    def address(self, *, user: str, password: str, database: str) -> str:
        """Where libpq finds a database of it, as a URI."""
        folder = quote(str(self.place.sockets), safe="")
        return f"postgresql://{user}:{quote(password)}@/{database}?host={folder}"

    def superuser_address(self, password: str) -> str:
        """The same for who made it."""
        return self.address(user=SUPERUSER, password=password, database="postgres")

    def _start_process(self) -> "subprocess.Popen[bytes]":
        return start_child(
            [self.place.binaries / "postgres", "-D", self.place.data],
            when_parent_dies=signal.SIGINT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LC_MESSAGES": "C", "PG_GRANDPARENT_PID": str(os.getpid())},
            **self.place.account.to_run_as(),
        )

    def _became_ready(self) -> bool:
        began = told = time.monotonic()
        while self.is_running():
            if self._status() == "ready":
                return True
            self.wait(0.02)
            if time.monotonic() - told > 3:
                told = time.monotonic()
                self.say(f"PostgreSQL is recovering, {told - began:.0f} s so far.")
        return False

    def _status(self) -> str:
        lines = _pid_file_lines(self.place.data)
        if self.process is None or len(lines) <= _STATUS_LINE:
            return ""
        writer = lines[_PID_LINE].strip()
        # on a leash PostgreSQL is our grandchild, whose number we don't know
        is_new = writer == str(self.process.pid) if ON_LINUX else writer != str(os.getpid())
        return lines[_STATUS_LINE].strip() if is_new else ""

    def _wait_for_an_earlier_one(self) -> None:
        """Let a PostgreSQL end whose supervisor was killed; it has been told to by the kernel.

        The number in the pid file is never trusted, let alone signalled: after a restart of the
        machine or container it may be anybody's, even ours. Then the file's first line, and nothing
        else of it, is made to name us: PostgreSQL does not fear a parent of its own, and the lines that
        guard its shared memory still hold.
        """
        self._remove_an_empty_pid_file()
        told = 0.0
        while lines := _pid_file_lines(self.place.data):
            if not _is_postgres_of(self.place.data, lines[_PID_LINE]):
                lines[_PID_LINE] = str(os.getpid())
                write_file(self.place.data / "postmaster.pid", "\n".join(lines) + "\n", self.place.account)
                return
            if time.monotonic() - told > 10:
                told = time.monotonic()
                self.say(f"Waiting for the PostgreSQL that still uses {self.place.data} to end.")
            self.wait(0.05)

    def _remove_an_empty_pid_file(self) -> None:
        """One whose writer was cut off, as by a power cut: PostgreSQL would wait for a hand to remove it.

        Nobody else may start one here, and one that starts has written its number within this wait.
        """
        pid_file = self.place.data / "postmaster.pid"
        if pid_file.is_file() and pid_file.stat().st_size == 0:
            self.wait(0.5)
            if pid_file.is_file() and pid_file.stat().st_size == 0:
                pid_file.unlink()


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _is_postgres_of(data: Path, pid: str) -> bool:
    """Whether the process of that number works in that data folder."""
    if not pid.strip().isdigit():
        return False
    if ON_LINUX:
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", data)
        except OSError:  # nobody there, a zombie, or somebody else's
            return False
    asked = subprocess.run(["ps", "-p", pid, "-o", "command="], capture_output=True, text=True, check=False)
    return "postgres" in asked.stdout
