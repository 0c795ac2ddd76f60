"""Children of the test that are killed in the middle of what they do, each with a database connection of its own.

They are forked: to start one from nothing, and load everything, takes a second of processor time.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from django.apps import apps
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

if TYPE_CHECKING:
    from collections.abc import Iterator


def forked() -> int:
    """A child with a connection of its own: a pool's threads and their locks do not outlive a fork."""
    connections.close_all()
    connection.close_pool()
    child = os.fork()
    if child == 0:
        connection.settings_dict["OPTIONS"] = {
            name: value for name, value in connection.settings_dict["OPTIONS"].items() if name != "pool"
        }
    return child


class Child:
    """A process that does this work; the test reads what it prints. Killed where it is still there in the end."""

    def __init__(self, work: Callable[[], object]) -> None:
        ours, its = os.pipe()
        self._status: int | None = None
        self.pid = forked()
        if self.pid == 0:
            os.close(ours)
            sys.stdout = os.fdopen(its, "w")
            # for what makes connections by itself; and the driver of a browser leaves a loop
            os.environ["DATABASE_URL"] = make_conninfo(
                os.environ["DATABASE_URL"], dbname=str(connection.settings_dict["NAME"])
            )
            asyncio._set_running_loop(None)
            if apps.stored_app_configs:
                apps.unset_available_apps()  # the test empties the tables of some; it is a whole Holdfast
            _end_after(work)
        os.close(its)
        self.said = os.fdopen(ours)

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        if self.status() is None:
            self.kill()
            self.wait()
        self.said.close()

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        os.kill(self.pid, how)

    def status(self) -> int | None:
        """With which it ended, less than nothing where a signal killed it; None while it lives."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def wait(self, within: float = 30.0) -> int:
        """The same, once it has ended."""
        until = time.monotonic() + within
        while (status := self.status()) is None:
            assert time.monotonic() < until, "it goes on and on"
            time.sleep(0.005)
        return status


def killed_before_statement(number: int, work: Callable[[], Any]) -> bool:
    """Run the work in a child that dies by SIGKILL before its n-th statement; whether it died."""
    left = number

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            die()
        return execute(sql, params, many, context)

    return _killed(work, lambda: connection.execute_wrapper(count))


def killed_at_commit(number: int, work: Callable[[], Any], *, before: bool) -> bool:
    """The same at its n-th commit: when nothing of it is in the database yet, or when all of it is."""

    @contextmanager
    def counted() -> Iterator[None]:
        left, really = number, connection._commit

        def commit() -> None:
            nonlocal left
            left -= 1
            if left == 0 and before:
                die()
            really()
            if left == 0:
                die()

        connection._commit = commit
        yield

    return _killed(work, counted)


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it lives")


def _killed(work: Callable[[], Any], around: Callable[[], AbstractContextManager[Any]]) -> bool:
    def surrounded() -> None:
        with around():
            work()

    child = forked()
    if child == 0:
        _end_after(surrounded)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed instead of dying"
    return os.WIFSIGNALED(status)


def _end_after(work: Callable[[], object]) -> NoReturn:
    """In a child: nothing of the test goes on in it, whatever happens."""
    try:
        work()
        sys.stdout.flush()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
