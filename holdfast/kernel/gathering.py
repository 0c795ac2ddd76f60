"""Do for many at once what each asks for by itself: who comes while one handful is under way is in the next.

Nobody waits for a timer: alone one is served at once, and the busier it is, the larger the handfuls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


@dataclass(eq=False)
class _Waiting(Generic[A, R]):
    asked: A
    turn: Event = field(default_factory=Event)
    leads: bool = False
    got: R | Exception | None = None


class Gathering(Generic[A, R]):
    """Threads that ask for the same kind of thing; the first of each handful does it for all of them, in its own thread.

    `do_all` returns for each, in order, what it gets, or the exception that it gets instead. Where it raises, each of
    the handful is done by itself, so that one that fails takes no other with it.
    """

    def __init__(self, do_all: Callable[[Sequence[A]], Sequence[R | Exception]], *, most: int = 40) -> None:
        self._do_all, self._most = do_all, most
        self._waiting: list[_Waiting[A, R]] = []
        self._is_led = False
        self._lock = Lock()

    def ask(self, asked: A) -> R:
        """What this one gets; raises what it was refused with."""
        mine: _Waiting[A, R] = _Waiting(asked)
        with self._lock:
            self._waiting.append(mine)
            if not self._is_led:
                self._is_led = True
                self._hand_on()
        mine.turn.wait()
        if mine.leads:
            self._lead()
        if isinstance(mine.got, Exception):
            raise mine.got
        return mine.got  # type: ignore[return-value]  # set by whoever led

    def _lead(self) -> None:
        """Do what waits, oneself among it, and let whoever came meanwhile lead the next."""
        with self._lock:
            handful, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            self._do(handful)
        finally:
            for each in handful:
                each.turn.set()
            with self._lock:
                if self._waiting:
                    self._hand_on()
                else:
                    self._is_led = False

    def _hand_on(self) -> None:
        self._waiting[0].leads = True
        self._waiting[0].turn.set()

    def _do(self, handful: Sequence[_Waiting[A, R]]) -> None:
        try:
            got = self._do_all([each.asked for each in handful])
        except Exception as trouble:
            if len(handful) == 1:
                handful[0].got = trouble
            else:
                for each in handful:
                    self._do([each])
        else:
            for each, its in zip(handful, got, strict=True):
                each.got = its
