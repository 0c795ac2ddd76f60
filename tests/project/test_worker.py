import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

import pytest

from holdfast.project import worker as workers
from holdfast.project.heartbeats import beat, silences
from holdfast.project.loop import Door, Loop
from holdfast.project.worker import Worker


@pytest.fixture(autouse=True)
def apart(monkeypatch):
    """A worker without a database: nobody to hear, no sign of life to leave."""

    async def hear_nothing(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(workers, "listen_for_hints", hear_nothing)
    monkeypatch.setattr(workers, "_beat", lambda name: None)
    monkeypatch.setattr(workers, "_refresh_connection", lambda: None)
    monkeypatch.setattr(workers, "_drop_connection", lambda: None)
    monkeypatch.setattr(workers, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(workers, "PRESENT_WITHIN", 0.01)


def run_until(worker: Worker, done: threading.Event, between: Callable[[], None] = lambda: None) -> float:
    """Run a worker until the event is set, then tell it to stop as the system does; seconds that took."""

    async def scene() -> float:
        running = asyncio.create_task(worker.run())
        await asyncio.sleep(0.05)
        between()
        assert await asyncio.to_thread(done.wait, 5)
        os.kill(os.getpid(), signal.SIGTERM)
        told = time.monotonic()
        await asyncio.wait_for(running, 5)
        return time.monotonic() - told

    return asyncio.run(scene())


def test_t56_no_work_begins_before_the_worker_would_be_seen_to_die(monkeypatch):
    seen, done = [], threading.Event()

    async def hear_after_a_while(_: object, may_have_missed: Callable[[], None], *__: object) -> None:
        await asyncio.sleep(0.1)
        seen.append("present")
        may_have_missed()
        await asyncio.Event().wait()

    def run_once() -> float:
        seen.append("work")
        done.set()
        return 3600

    monkeypatch.setattr(workers, "listen_for_hints", hear_after_a_while)
    monkeypatch.setattr(workers, "PRESENT_WITHIN", 5.0)
    run_until(Worker([Loop("due", run_once)], []), done)
    assert seen[:2] == ["present", "work"]


def test_a_bell_cuts_the_wait_short():
    runs, done = [], threading.Event()

    def run_once() -> float:
        runs.append(1)
        if len(runs) == 2:
            done.set()
        return 3600

    worker = Worker([Loop("due", run_once)], [])
    run_until(worker, done, between=lambda: worker.hear(["queue", "wake-due", "wake-other"]))
    assert len(runs) == 2


def test_t78_a_loop_that_waits_long_shows_life_meanwhile_and_runs_when_its_own_time_comes(monkeypatch):
    seen, done = [], threading.Event()

    def run_once() -> float:
        seen.append("run")
        if seen.count("run") == 2:
            done.set()
        return 0.3

    monkeypatch.setattr(workers, "BEAT_EVERY", 0.05)
    monkeypatch.setattr(workers, "_beat", seen.append)
    run_until(Worker([Loop("auditor", run_once)], []), done)
    between = seen[1 : seen.index("run", 1)]
    assert between == ["auditor"] * len(between)
    assert len(between) >= 2


def test_what_fails_once_its_bell_rang_is_tried_again_and_does_not_wait_for_its_time():
    runs, done = [], threading.Event()

    def run_once() -> float:
        runs.append(1)
        if len(runs) == 2:
            raise RuntimeError
        if len(runs) == 3:
            done.set()
        return 3600

    worker = Worker([Loop("due", run_once)], [])
    run_until(worker, done, between=lambda: worker.hear(["wake-due"]))
    assert len(runs) == 3


def test_more_work_is_taken_up_at_once_and_an_error_only_delays(caplog):
    runs, done = [], threading.Event()
    written = "what the client wrote"

    def run_once() -> float:
        runs.append(1)
        if len(runs) == 2:
            raise RuntimeError(written)
        if len(runs) == 4:
            done.set()
            return 3600
        return 0

    with caplog.at_level(logging.ERROR):
        run_until(Worker([Loop("due", run_once)], []), done)
    assert "due failed (RuntimeError)" in caplog.text
    assert "run_once" in caplog.text
    assert written not in caplog.text  # T81


def test_the_batch_in_hand_is_finished_before_the_end():
    begun, finished = threading.Event(), []

    def run_once() -> float:
        begun.set()
        time.sleep(0.2)
        finished.append(1)
        return 3600

    run_until(Worker([Loop("slow", run_once)], []), begun)
    assert finished == [1]


def test_a_batch_that_hangs_does_not_hold_the_worker_for_ever(monkeypatch):
    monkeypatch.setattr(workers, "FINISH_WITHIN", 0.2)
    begun, release = threading.Event(), threading.Event()

    def run_once() -> float:
        begun.set()
        release.wait(10)
        return 3600

    assert run_until(Worker([Loop("hung", run_once)], []), begun) < 2
    release.set()


def test_a_door_is_opened_again_after_a_failure_and_closes_when_told():
    served, opened = [], threading.Event()

    def serve(stopping: threading.Event) -> None:
        served.append(1)
        if len(served) == 1:
            raise OSError
        opened.set()
        stopping.wait()

    run_until(Worker([], [Door("mail", serve)]), opened)
    assert len(served) == 2


@pytest.mark.django_db
def test_t78_a_loop_leaves_signs_of_life_by_the_databases_clock():
    beat("due")
    beat("due")
    assert 0 <= silences()["due"] < 5
