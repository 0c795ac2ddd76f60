"""An installation whose parts run apart on one database: a web process and two workers, of which one is killed at will."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from holdfast.project.children import start_child
from tests.project.installation import Installation
from tests.session_postgres import wait_for_template

CAUGHT_WITHIN = 0.5
"""Seconds that a worker is watched for having something in hand, so that it is killed in the middle of it."""
_IN_HAND = """
SELECT lease_by FROM channels_rawmail WHERE state = 'stored' AND lease_until > holdfast_now()
UNION ALL
SELECT lease_by FROM notices_delivery WHERE state = 'waiting' AND lease_until > holdfast_now()
UNION ALL
SELECT lease_by FROM promises_promise WHERE lease_until > holdfast_now()
"""


class Apart(Installation):
    """Started part by part, as an operator would on several machines."""

    workers_wanted = 2

    def __init__(self, home: Path, server: str, name: str = "apart") -> None:
        super().__init__(home, is_test=True)
        self.server, self.name = server, name
        self.address = make_conninfo(server, dbname=name)
        self.log = home.with_suffix(".log")
        self.web: subprocess.Popen[bytes] | None = None
        self.workers: list[subprocess.Popen[bytes]] = []
        self.seen: set[psutil.Process] = set()
        """Every process that ran, and those that it started."""
        self.killed: list[int] = []
        self.caught = 0
        """How many of them had something in hand."""

    @property
    def surroundings(self) -> dict[str, str]:
        return super().surroundings | {"DATABASE_URL": self.address}

    def database(self) -> psycopg.Connection:
        return psycopg.connect(self.address, autocommit=True)

    def start(self) -> float:
        began = time.monotonic()
        with psycopg.connect(self.server, autocommit=True) as line:
            line.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            line.execute(f"CREATE DATABASE {self.name} TEMPLATE {wait_for_template(self.server)}")
        self.prepare()
        self.web = self._part("web")
        self.workers = [self._part("worker", "--with-mail") for _ in range(self.workers_wanted)]
        self.wait_for(lambda: self.page() is not None)
        return time.monotonic() - began

    def prepare(self) -> None:
        """Whatever is there at first."""
        prepared = self.run("prepare")
        assert prepared.returncode == 0, prepared.stderr
        self.said = [prepared.stdout]

    def _part(self, *words: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return start_child(
                [sys.executable, "-m", "holdfast.project.cli", *words],
                when_parent_dies=signal.SIGKILL,
                env=self.surroundings,
                stdout=log,
                stderr=log,
            )

    def kill_a_worker(self) -> None:
        """SIGKILL for the worker that has something in hand, else for the one that ran longest; a new one starts."""
        doomed = self._busy_worker() or self.workers[0]
        self._note_processes()
        doomed.kill()
        doomed.wait()
        self.workers.remove(doomed)
        self.killed.append(doomed.pid)
        self.workers.append(self._part("worker", "--with-mail"))

    def _busy_worker(self) -> subprocess.Popen[bytes] | None:
        until = time.monotonic() + CAUGHT_WITHIN
        with self.database() as line:
            while time.monotonic() < until:
                held = {_pid(lease) for (lease,) in line.execute(_IN_HAND).fetchall()}
                for worker in self.workers:
                    if worker.pid in held:
                        self.caught += 1
                        return worker
                time.sleep(0.002)
        return None

    def _note_processes(self) -> None:
        for part in [self.web, *self.workers]:
            if part is not None and part.poll() is None:
                process = psutil.Process(part.pid)
                self.seen |= {process, *process.children(recursive=True)}

    def stop(self) -> float:
        began = time.monotonic()
        self._note_processes()
        parts = [part for part in [self.web, *self.workers] if part is not None]
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(30)
        print(self.log.read_text(errors="replace") if self.log.exists() else "")  # shown where the test fails
        with psycopg.connect(self.server, autocommit=True) as line:
            line.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        return time.monotonic() - began


def _pid(lease: str) -> int:
    """Of the process that holds it: a lease names the machine, the process, and perhaps the claim."""
    found = re.search(r"-(\d+)(?::|$)", lease)
    assert found, lease
    return int(found[1])
