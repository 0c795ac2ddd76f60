"""What a worker runs: loops that do a batch at a time, and doors that stay open."""

import threading
from collections.abc import Callable
from typing import Literal, NamedTuple

Where = Literal["worker", "mail"]


class Loop(NamedTuple):
    """Work that comes in batches.

    `run_once` does one batch in transactions of its own and returns the seconds until it wants to
    run again, 0 when more is waiting. A hint `wake-<name>` cuts the wait short. It is run in a
    thread and with a database connection of its own; an error is logged and it is run again after a
    pause. It looks at no clock of its own and may be run by any number of workers at once.
    """

    name: str
    run_once: Callable[[], float]
    where: Where = "worker"


class Door(NamedTuple):
    """A server inside the worker: `serve` returns soon after the event is set."""

    name: str
    serve: Callable[[threading.Event], None]
    where: Where = "mail"
