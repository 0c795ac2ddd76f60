"""A child of the test that is killed by SIGKILL in the middle of what it does, with a database connection of its own."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import connection, connections

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
    child = forked()
    if child == 0:
        try:
            with around():
                work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed instead of dying"
    return os.WIFSIGNALED(status)
