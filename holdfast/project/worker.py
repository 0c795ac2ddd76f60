"""One worker process: every loop in a thread and with a database connection of its own."""

import asyncio
import logging
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterable
from contextlib import nullcontext, suppress
from functools import partial

import django

from holdfast.project.listening import WhileConnected, listen_for_hints
from holdfast.project.log_lines import keep_uncaught_discreet
from holdfast.project.loop import Door, Loop, Where
from holdfast.project.turn import wait_for_turn
from holdfast.project.wire import require_wire

FINISH_WITHIN = 7.0  # seconds for the batches in hand; the supervisor waits for eight
PRESENT_WITHIN = 3.0  # seconds that the line for hints may take before the work begins without it
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
BEAT_EVERY = 10.0

log = logging.getLogger("holdfast.worker")


def work(*, parts: Collection[Where]) -> None:
    """Run the loops and doors of those parts until SIGTERM or SIGINT, then finish the batches in hand."""
    django.setup()
    keep_uncaught_discreet()
    require_wire()
    _keep_connections()
    wait_for_turn()
    from holdfast.project.loops import DOORS, LOOPS
    from holdfast.project.presence import present

    worker = Worker(
        [loop for loop in LOOPS if loop.where in parts],
        [door for door in DOORS if door.where in parts],
        while_connected=present,
    )
    asyncio.run(worker.run())
    # a batch that still hangs is rolled back by the database; its lease lets another worker take it
    logging.shutdown()
    os._exit(0)


class Worker:
    """The threads of one worker, their bells, and the one ear that rings them."""

    def __init__(
        self,
        loops: Iterable[Loop],
        doors: Iterable[Door],
        *,
        while_connected: WhileConnected = lambda _: nullcontext(),
    ) -> None:
        self._while_connected = while_connected
        self._connected = asyncio.Event()
        self.stopping = threading.Event()
        self.bells: dict[str, threading.Event] = {}
        self.threads: list[threading.Thread] = []
        for loop in loops:
            self.bells[loop.name] = threading.Event()
            self._add(loop.name, partial(self._run_loop, loop))
        for door in doors:
            self._add(door.name, partial(self._run_door, door))

    async def run(self) -> None:
        """Start every thread, listen for bells, and return when all have finished or took too long."""
        told_to_stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
        listening = asyncio.create_task(
            listen_for_hints(self.hear, self._note_connected, self._while_connected)
        )
        # who claims before it can be seen to die keeps what it has in hand to the end of the lease
        with suppress(TimeoutError):
            await asyncio.wait_for(self._connected.wait(), PRESENT_WITHIN)
        for thread in self.threads:
            thread.start()
        await told_to_stop.wait()
        listening.cancel()
        self.stopping.set()
        self.ring_all()
        until = time.monotonic() + FINISH_WITHIN
        for thread in self.threads:
            await asyncio.to_thread(thread.join, max(0.0, until - time.monotonic()))

    def _note_connected(self) -> None:
        self._connected.set()
        self.ring_all()

    def hear(self, topics: Iterable[str]) -> None:
        """Ring the bells that a hint names."""
        for topic in topics:
            kind, _, name = topic.partition("-")
            if kind == "wake" and name in self.bells:
                self.bells[name].set()

    def ring_all(self) -> None:
        """Ring every bell: hints may have been missed."""
        for bell in self.bells.values():
            bell.set()

    def _add(self, name: str, target: Callable[[], None]) -> None:
        self.threads.append(threading.Thread(target=target, name=name, daemon=True))

    def _run_loop(self, loop: Loop) -> None:
        bell, pause = self.bells[loop.name], FIRST_PAUSE
        due = beat_due = 0.0  # the sign of life goes on while the loop itself waits
        while not self.stopping.is_set():
            try:
                _refresh_connection()
                if bell.is_set() or time.monotonic() >= due:
                    bell.clear()  # before the work: what rings meanwhile is looked at once more
                    due = 0.0  # should it fail, its bell is forgotten and its work is not
                    due = loop.run_once() + time.monotonic()
                if time.monotonic() >= beat_due:
                    _beat(loop.name)
                    beat_due = time.monotonic() + BEAT_EVERY
                pause = FIRST_PAUSE
            except Exception as error:
                wait, pause = pause, min(pause * 2, LONGEST_PAUSE)
                _note_failure(loop.name, error, wait)
                _drop_connection()
                self.stopping.wait(wait)
                continue
            bell.wait(max(0.0, min(due, beat_due) - time.monotonic()))
        _drop_connection()

    def _run_door(self, door: Door) -> None:
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            try:
                door.serve(self.stopping)
                return
            except Exception as error:
                _note_failure(door.name, error, pause)
                _drop_connection()
                self.stopping.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)


def _note_failure(name: str, error: Exception, pause: float) -> None:
    # the message of an error may hold what a client wrote; where it happened never does
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s failed (%s) and is tried again in %g s.\n%s", name, type(error).__qualname__, pause, where)


def _keep_connections() -> None:
    """A thread keeps its one connection, so no pool is needed, and it is tried before each use."""
    from django.db import connections

    chosen = connections.settings["default"]
    chosen["CONN_MAX_AGE"] = None
    chosen["OPTIONS"].pop("pool", None)


def _refresh_connection() -> None:
    from django.db import close_old_connections

    close_old_connections()


def _drop_connection() -> None:
    from django.db import connections

    connections.close_all()


def _beat(name: str) -> None:
    from holdfast.project.heartbeats import beat

    beat(name)
