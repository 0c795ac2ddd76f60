"""One writer for many sessions: what waits is stored in one transaction, so that the disk is asked once for all.

While one batch is being committed the next one gathers; nobody waits for a timer, and a lone mail is stored at once.
"""

from __future__ import annotations

import logging
import queue
import threading
from concurrent.futures import Future

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection

from holdfast.channels.mail.storing import Arrival, store_raw

log = logging.getLogger(__name__)

_MOST = 200
_LARGEST = 32 * 1024 * 1024

_Waiting = tuple[Arrival, "Future[None]"]


class GroupWriter(threading.Thread):
    """Stores what is put to it; the future ends when it is committed, or carries why it is not."""

    def __init__(self) -> None:
        super().__init__(name="mail-writer", daemon=True)
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()

    def put(self, arrival: Arrival) -> Future[None]:
        """Have it stored; only when the future has ended well may the other side be told so.

        Nobody can call it off: a sender that hangs up meanwhile must not be in the way of the others.
        """
        stored: Future[None] = Future()
        stored.set_running_or_notify_cancel()
        self._waiting.put((arrival, stored))
        return stored

    def stop(self) -> None:
        """Store what was put before, then end."""
        self._waiting.put(None)

    def run(self) -> None:
        try:
            while batch := self._gather():
                self._store(batch)
        finally:
            connection.close()

    def _gather(self) -> list[_Waiting]:
        first = self._waiting.get()
        if first is None:
            return []
        batch, size = [first], len(first[0].raw)
        while len(batch) < _MOST and size < _LARGEST:
            try:
                more = self._waiting.get_nowait()
            except queue.Empty:
                break
            if more is None:
                self._waiting.put(None)
                break
            batch.append(more)
            size += len(more[0].raw)
        return batch

    def _store(self, batch: list[_Waiting]) -> None:
        try:
            store_raw([arrival for arrival, _ in batch])
        except (OperationalError, InterfaceError) as trouble:
            log.error("Mail can't be stored, and is refused for now: %s", type(trouble).__name__)
            connection.close()  # the next batch tries a new one
            _fail(batch, trouble)
        except Exception as trouble:
            if not isinstance(trouble, DataError | IntegrityError):
                connection.close()  # a server that only reads now may be the wrong one after a failover
            if len(batch) == 1:
                log.exception("A mail can't be stored, and is refused for now.")
                _fail(batch, trouble)
            else:
                for one in batch:  # the others shall not suffer for it
                    self._store([one])
        else:
            for _, stored in batch:
                stored.set_result(None)


def _fail(batch: list[_Waiting], trouble: Exception) -> None:
    for _, stored in batch:
        stored.set_exception(trouble)
