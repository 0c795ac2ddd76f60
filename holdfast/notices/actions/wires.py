"""A few wires at once, each in a thread of its own, so that a slow other side is waited for in parallel."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Generic, Protocol, TypeVar

from holdfast.carriers.choice import choose_carrier
from holdfast.carriers.outbox import Outbox
from holdfast.carriers.outcome import Carrier, Outcome, Result
from holdfast.carriers.sink import Sink
from holdfast.carriers.wires import Switchboard, choose_wires
from holdfast.notices.actions.claiming import Claimed, Lease
from holdfast.vendor.models import the_vendor

log = logging.getLogger(__name__)

AT_ONCE: Final = 4
POSTS_AT_ONCE: Final = 16
_CLOSE_WITHIN: Final = 2.0  # seconds that a polite end of a connection may take

Done = tuple[Claimed, Outcome | None]
C = TypeVar("C", bound="Closable")
C_contra = TypeVar("C_contra", bound="Closable", contravariant=True)


class Closable(Protocol):
    """Whatever something leaves by."""

    def close(self) -> None:
        """End what is open."""


class Leaving(Protocol[C_contra]):
    """A mail or a post that is finished, and only has to leave."""

    def leave_by(self, carrier: C_contra, /) -> Outcome:
        """Give it to the other side."""


class Wires(Generic[C]):
    """Opened by `with`; mails go in by `begin` and their outcomes come out of `finished`, in any order.

    The threads touch no database, and a process that ends does not wait for them: what they had in hand goes again.
    """

    def __init__(self, carriers: Sequence[C]) -> None:
        self._carriers = carriers
        self._tasks: queue.SimpleQueue[tuple[Claimed, Leaving[C], Lease] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self.under_way = 0

    @property
    def has_room(self) -> bool:
        """Whether another mail may be written; one more than is sent waits for each wire."""
        return self.under_way < 2 * len(self._carriers)

    def begin(self, claimed: Claimed, leaving: Leaving[C], lease: Lease) -> None:
        self.under_way += 1
        self._tasks.put((claimed, leaving, lease))

    def finished(self, *, within: float) -> list[Done]:
        """What is through by now, or the next within so many seconds; the outcome is None for a mail not begun."""
        done: list[Done] = []
        try:
            done.append(self._done.get(timeout=within))
            while True:
                done.append(self._done.get_nowait())
        except queue.Empty:
            self.under_way -= len(done)
            return done

    def __enter__(self) -> Wires[C]:
        for number, carrier in enumerate(self._carriers):
            thread = threading.Thread(target=self._run, args=(carrier,), name=f"wire-{number}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join(_CLOSE_WITHIN)

    def _run(self, carrier: C) -> None:
        while (task := self._tasks.get()) is not None:
            claimed, leaving, lease = task
            self._done.put((claimed, _send(carrier, leaving, lease)))
        carrier.close()


def _send(carrier: C, leaving: Leaving[C], lease: Lease) -> Outcome | None:
    """None when the lease ran out before the mail was begun: then it is another worker's by now."""
    if lease.has_run_out():
        return None
    try:
        return leaving.leave_by(carrier)
    except Exception as fault:
        log.exception("A wire failed in a way of its own.")
        return Outcome(Result.TEMPORARY, f"The wire failed: {type(fault).__name__}.", wire_failed=True)


def open_wires() -> Wires[Carrier]:
    """The wires of this installation; the stand-ins take mail at once, so one of them is enough."""
    demo_sink = the_vendor().demo_sink
    first = choose_carrier(demo_sink=demo_sink)
    if isinstance(first, Outbox | Sink):
        return Wires([first])
    return Wires([first, *(choose_carrier(demo_sink=demo_sink) for _ in range(AT_ONCE - 1))])


def open_post_wires() -> Wires[Switchboard]:
    """All channels other than mail: each post opens a connection of its own, so more of them go at once."""
    board = Switchboard(choose_wires(demo_sink=the_vendor().demo_sink))
    return Wires([board] * POSTS_AT_ONCE)
