"""Does for many at once what each asks for by itself: who comes while a handful is under way is in the next.

Alone one is served at once, and the busier it is, the larger the handfuls. Those of a process are done one after the other:
threads that run at once wait for the interpreter at each statement, and each handful then takes three times as long.
"""

import asyncio
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")

TOGETHER = 0.005
"""Seconds in which those who heard the same hint come together."""
_TURN = Lock()


class Handfuls(Generic[A, R]):
    """`do_all` is called in a thread, with at most so many, and returns for each, in order, what it gets.

    The first waits so many seconds for others to come `together`.
    """

    def __init__(
        self, do_all: Callable[[Sequence[A]], Sequence[R]], *, most: int = 100, together: float = TOGETHER
    ) -> None:
        self._do_all, self._most, self._together = do_all, most, together
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._working: asyncio.Task[None] | None = None

    async def ask(self, asked: A) -> R:
        """What this one gets; raises what the handful failed with."""
        got: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((asked, got))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await got

    async def _work(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._together)
            handful: list[tuple[A, asyncio.Future[R]]] = []
            try:
                all_got = await asyncio.to_thread(self._do_in_turn, handful)
            except Exception as trouble:
                for _, got in handful:
                    if not got.done():
                        got.set_exception(trouble)
            else:
                for (_, got), its in zip(handful, all_got, strict=True):
                    if not got.done():
                        got.set_result(its)

    def _do_in_turn(self, handful: list[tuple[A, asyncio.Future[R]]]) -> Sequence[R]:
        """Take what waits once the turn has come; those that left meanwhile are left out."""
        with _TURN:
            taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            handful += [(asked, got) for asked, got in taken if not got.done()]
            return self._do_all([asked for asked, _ in handful])
