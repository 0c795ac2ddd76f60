"""`holdfast up`: one command, one tree of processes.

The supervisor locks the folder, starts PostgreSQL unless DATABASE_URL names one, has the tables
brought up to date, starts web and worker, starts again what dies, and stops everything in order. It
is one thread and never imports Django: it must stay up when Django can't.
"""

import os
import signal
import socket
import subprocess
import time
from contextlib import ExitStack
from types import FrameType
from typing import NoReturn

from holdfast.project import environment
from holdfast.project.home import Home
from holdfast.project.lock import Lock
from holdfast.project.output import Output, complain, only_failures_of, plainly, say, under
from holdfast.project.part import Part
from holdfast.project.ports import is_answered, is_free, require_free
from holdfast.project.postgres.binaries import find_binaries
from holdfast.project.postgres.cluster import prepare_files
from holdfast.project.postgres.place import settle_place
from holdfast.project.postgres.server import Server
from holdfast.project.surroundings import forget_surroundings, note_surroundings, surroundings_of_parts
from holdfast.project.trouble import Trouble

PARTS_MAY_TAKE = 8.0  # seconds to finish what they have in hand
DATABASE_MAY_TAKE = 60.0
LEFTOVERS_MAY_TAKE = 12.0


class ToldToStop(Exception):
    """Somebody pressed Ctrl-C, or the machine is shutting down."""


class Supervisor:
    """Everything between `bin/up` and its end."""

    def __init__(self, home: Home, *, demo: bool) -> None:
        self.home = home
        self.demo = demo
        self.settings = environment.read()
        self.output = Output(home.logs)
        self.server: Server | None = None
        self.parts: list[Part] = []
        self.told_to_stop = False
        self.hurry = False

    def run(self) -> int:
        """Start, watch, stop; the exit status says whether it ended as it was told to."""
        self._listen_to_signals()
        with ExitStack() as stops:
            try:
                self._start(stops)
                self._watch()
            except ToldToStop:
                say("Stopping.")
                return 0
            except Trouble as trouble:
                complain(str(trouble))
                return 1

    # -- starting

    def _start(self, stops: ExitStack) -> None:
        self.home.create()
        lock = Lock(self.home)
        stops.callback(lock.release)
        self._require_ports(wait=lock.last_one_was_cut_short)
        stops.callback(self.output.drain)
        database_url = os.environ.get("DATABASE_URL") or self._start_postgres(stops)
        surroundings = surroundings_of_parts(self.home, database_url)
        if self.demo:
            surroundings |= {"HOLDFAST_DEMO_SINK": "true", "HOLDFAST_TEST_INSTALLATION": "true"}
            # its monitor looks at a page of its own
            if not surroundings.get("HOLDFAST_MONITOR_INSIDE"):
                surroundings["HOLDFAST_MONITOR_INSIDE"] = "127.0.0.0/8, ::1/128"
        note_surroundings(self.home, surroundings)
        stops.callback(forget_surroundings, self.home)
        stops.callback(self._stop_parts)
        self._load_parts(surroundings)
        self._prepare(surroundings)
        self._let_parts_go()

    def _require_ports(self, *, wait: bool) -> None:
        """Refuse to start on taken ports; after a kill, first let the parts that are still leaving go."""
        said = self.settings
        wanted = [
            ("HOLDFAST_PORT", said.bind, said.port),
            ("HOLDFAST_MAIL_PORT", said.mail_bind, said.mail_port),
            ("HOLDFAST_LMTP_PORT", said.mail_bind, said.lmtp_port),
        ]
        wanted = [each for each in wanted if each[2]]
        if len({port for _, _, port in wanted}) < len(wanted):
            raise Trouble(f"{', '.join(f'{name}={port}' for name, _, port in wanted)} must differ.")
        until = time.monotonic() + (LEFTOVERS_MAY_TAKE if wait else 0)
        for setting, address, port in wanted:
            while not is_free(address, port) and time.monotonic() < until:
                self._wait(0.1)
            require_free(address, port, setting=setting, besides=[each for _, _, each in wanted])

    def _start_postgres(self, stops: ExitStack) -> str:
        place = settle_place(self.home, find_binaries(), say)
        if not place.data.is_dir():
            say(f"Making the database in {place.data}.")
        prepare_files(place, password=self.home.secret("postgres-superuser"))
        pipe = self.output.pipe("postgres", only_failures_of("postgres"))
        stops.callback(os.close, pipe)
        self.server = Server(place, output=pipe, say=say, wait=self._wait)
        stops.callback(self._stop_postgres)
        self.server.start()
        return self.server.address(
            user="holdfast", password=self.home.secret("postgres-holdfast"), database="holdfast"
        )

    def _prepare(self, surroundings: dict[str, str]) -> None:
        """Bring the tables up to date in a child, which also says who may sign in first."""
        extra = {}
        if self.server is not None:
            superuser = self.home.secret("postgres-superuser")
            extra["HOLDFAST_SUPERUSER_URL"] = self.server.superuser_address(superuser)
        arguments = ("prepare", "--demo") if self.demo else ("prepare",)
        preparing = Part("prepare", arguments, surroundings | extra, self.output, plainly, kept=False)
        preparing.start()
        try:
            while preparing.is_running():
                self._wait(0.05)
        except ToldToStop:
            preparing.kill()
            raise
        self.output.drain()
        if preparing.process is None or preparing.process.returncode != 0:
            raise Trouble(
                "The database could not be prepared, for the reason above. Everything is stopped again."
            )

    def _load_parts(self, surroundings: dict[str, str]) -> None:
        """Have the web process load while the database is made ready; the worker comes after it."""
        webs = self.settings.web_processes
        names = ["web"] if webs == 1 else [f"web-{number}" for number in range(1, webs + 1)]
        self.parts = [Part(name, ("web",), surroundings, self.output, under(name)) for name in names]
        self.worker = Part("worker", ("worker", "--with-mail"), surroundings, self.output, under("worker"))
        for part in self.parts:
            part.start(held=True)

    def _let_parts_go(self) -> None:
        for part in self.parts:
            part.let_go()
        while not is_answered(self.settings.bind, self.settings.port):
            self._keep_running()
            self._wait(0.05)
        address = self.settings.url or f"http://localhost:{self.settings.port}"
        say(f"Holdfast is at {address} and takes mail on port {self.settings.mail_port}. Ctrl-C stops it.")
        self.worker.start()
        self.parts.append(self.worker)

    # -- watching

    def _watch(self) -> NoReturn:
        while True:
            self._wait(1.0)
            if self.server is not None and not self.server.is_running():
                say("PostgreSQL ended; it starts again and recovers.")
                self.server.start()
            self._keep_running()

    def _keep_running(self) -> None:
        for part in self.parts:
            part.keep_running()

    # -- stopping

    def _stop_parts(self) -> None:
        for part in self.parts:
            part.ask_to_stop()
        until = time.monotonic() + PARTS_MAY_TAKE
        while any(part.is_running() for part in self.parts) and time.monotonic() < until and not self.hurry:
            self.output.pump(0.05)
        for part in self.parts:
            if part.is_running():
                say(f"The {part.name} process does not finish; it is ended now, and its work is not lost.")
                part.kill()

    def _stop_postgres(self) -> None:
        if self.server is None or self.server.process is None:
            return
        self.server.ask_to_stop()
        until = time.monotonic() + DATABASE_MAY_TAKE
        while self.server.is_running():
            self.output.pump(0.05)
            if time.monotonic() > until:
                say("PostgreSQL does not stop; it is ended now, and will recover at the next start.")
                self.server.process.send_signal(signal.SIGQUIT)
                until = time.monotonic() + DATABASE_MAY_TAKE

    # -- signals

    def _listen_to_signals(self) -> None:
        ours, kernels = socket.socketpair()
        for end in (ours, kernels):
            end.setblocking(False)
        self._ends = (ours, kernels)  # kept open
        signal.set_wakeup_fd(kernels.fileno(), warn_on_full_buffer=False)
        self.output.wake_on(ours.fileno())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # only to wake up when a child ends

    def _told(self, _: int, __: FrameType | None) -> None:
        self.hurry = self.told_to_stop
        self.told_to_stop = True

    def _wait(self, seconds: float) -> None:
        """Pass on what the parts print for so long; raises ToldToStop."""
        self.output.pump(seconds)
        if self.told_to_stop:
            raise ToldToStop


def up(*, demo: bool) -> int:
    """Run Holdfast until it is told to stop; returns the exit status."""
    home = Home.from_environment()
    try:
        return Supervisor(home, demo=demo).run()
    except PermissionError as error:
        complain(
            f"{error.filename or home.path} can't be read or written to by this account: run this as the owner"
            f" of {home.path}."
        )
        return 1
    except subprocess.CalledProcessError as failed:
        complain(f"{failed.cmd[0]} failed:\n{failed.stderr or failed.stdout or ''}")
        return 1
