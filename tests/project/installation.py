"""A whole Holdfast of its own, started and killed by the tests as an operator and fate would."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import psycopg

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody holds just now."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


class Installation:
    """One folder and its two ports; started as often as wanted. Only one made as a test has a clock to move."""

    command = (sys.executable, "-m", "holdfast.project.cli", "up")

    def __init__(self, home: Path, *, is_test: bool = False) -> None:
        self.home = home
        self.is_test = is_test
        self.port = free_port()
        self.mail_port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    @property
    def surroundings(self) -> dict[str, str]:
        ours = {
            "HOLDFAST_HOME": str(self.home),
            "HOLDFAST_PORT": str(self.port),
            "HOLDFAST_MAIL_PORT": str(self.mail_port),
            "HOLDFAST_TEST_INSTALLATION": "true" if self.is_test else "",
            "PYTHONPATH": str(ROOT),
        }
        kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL",)}
        return kept | ours

    def start(self) -> float:
        """Start it and wait for the first page; the seconds that took."""
        began = time.monotonic()
        self.said = []
        self.process = subprocess.Popen(
            self.command,
            env=self.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        threading.Thread(target=self._read, args=(self.process,), daemon=True).start()
        # its own word first: the web process of a killed one may still answer
        self.wait_for(lambda: any("Holdfast is at" in line for line in self.said))
        self.wait_for(lambda: self.page() is not None)
        return time.monotonic() - began

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.said.append(line)

    def wait_for(self, claim: object) -> None:
        """Wait until the claim holds; what it printed is shown when it never does."""
        assert callable(claim)
        until = time.monotonic() + PATIENCE
        while not claim():
            assert time.monotonic() < until, "".join(self.said)
            assert self.process is None or self.process.poll() is None, "".join(self.said)
            time.sleep(0.05)

    def page(self) -> int | None:
        """The status of the front page; None when nobody answers, or the answer is a fault."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/")
            status = connection.getresponse().status
        except OSError:
            return None
        except http.client.HTTPException:
            return None
        finally:
            connection.close()
        return status if status < 500 else None

    def part(self, *words: str) -> psutil.Process | None:
        """The supervisor's child whose command line has these words."""
        assert self.process is not None
        try:
            children = psutil.Process(self.process.pid).children()
        except psutil.NoSuchProcess:
            return None
        for child in children:
            try:
                if all(word in " ".join(child.cmdline()) for word in words):
                    return child
            except psutil.NoSuchProcess:
                continue
        return None

    def everything(self) -> list[psutil.Process]:
        """Every process of it, the supervisor first."""
        assert self.process is not None
        supervisor = psutil.Process(self.process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    def stop(self) -> float:
        """SIGTERM, and wait for the end; the seconds that took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began

    def database(self) -> psycopg.Connection:
        """A connection as the application has it."""
        return psycopg.connect((self.home / "database.url").read_text().strip(), autocommit=True)

    def run(self, *words: str, unsaid: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
        """One of the other commands, typed beside it; in a shell where these variables are not set."""
        return subprocess.run(
            [sys.executable, "-m", "holdfast.project.cli", *words],
            env={name: value for name, value in self.surroundings.items() if name not in unsaid},
            capture_output=True,
            text=True,
            timeout=60,
        )
