"""An installation whose parts run apart on one database: a web process and two workers, of which one is killed at will."""

from __future__ import annotations

import re
import time
from pathlib import Path

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from tests.journeys.loaded import Loaded
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
        self.first = home.with_suffix(".first")
        """What is printed while it is prepared."""
        self.loaded: Loaded | None = None
        self.web: psutil.Process | None = None
        self.workers: list[psutil.Process] = []
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
        self.loaded = Loaded(self.surroundings, self.log)
        self.prepare(self.loaded)
        self.web = self._part("web")
        self.workers = [self._part("worker", "--with-mail") for _ in range(self.workers_wanted)]
        self.wait_for(lambda: self.page() is not None)
        return time.monotonic() - began

    def prepare(self, loaded: Loaded) -> None:
        """Whatever is there at first."""
        self.said = [printed(loaded.begin("prepare", output=self.first), self.first)]
        assert "/set-up/" in self.said[0], self.said

    def _part(self, *words: str) -> psutil.Process:
        assert self.loaded is not None
        return self.loaded.begin(*words, output=self.log)

    def kill_a_worker(self) -> None:
        """SIGKILL for the worker that has something in hand, else for the one that ran longest; a new one starts."""
        doomed = self._busy_worker() or self.workers[0]
        self._note_processes()
        doomed.kill()
        doomed.wait()
        self.workers.remove(doomed)
        self.killed.append(doomed.pid)
        self.workers.append(self._part("worker", "--with-mail"))

    def _busy_worker(self) -> psutil.Process | None:
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
            if part is not None and part.is_running():
                self.seen |= {part, *part.children(recursive=True)}

    def stop(self) -> float:
        began = time.monotonic()
        self._note_processes()
        parts = [part for part in [self.web, *self.workers] if part is not None]
        for part in parts:
            part.terminate()
        for part in parts:
            part.wait(30)
        if self.loaded is not None:
            self.loaded.end()
        print(self.log.read_text(errors="replace") if self.log.exists() else "")  # shown where the test fails
        with psycopg.connect(self.server, autocommit=True) as line:
            line.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        return time.monotonic() - began


def printed(process: psutil.Process, output: Path) -> str:
    """All that it printed into that file, once it has ended."""
    process.wait(60)
    return output.read_text()


def _pid(lease: str) -> int:
    """Of the process that holds it: a lease names the machine, the process, and perhaps the claim."""
    found = re.search(r"-(\d+)(?::|$)", lease)
    assert found, lease
    return int(found[1])
