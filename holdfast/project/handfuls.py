"""Asks a thread for many at once: whoever asks while it is at work on a handful is in the next.

The same as `kernel.gathering`, for those who wait in an event loop and hold no thread meanwhile.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")

TOGETHER = 0.005
"""Seconds in which those who heard the same hint come together."""


class Handfuls(Generic[A, R]):
    """`do_all` is called in a thread, with at most so many, and returns for each, in order, what it gets."""

    def __init__(self, do_all: Callable[[Sequence[A]], Sequence[R]], *, most: int = 100) -> None:
        self._do_all, self._most = do_all, most
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
            await asyncio.sleep(TOGETHER)
            handful, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            handful = [(asked, got) for asked, got in handful if not got.done()]  # some left meanwhile
            try:
                all_got = await asyncio.to_thread(self._do_all, [asked for asked, _ in handful])
            except Exception as trouble:
                for _, got in handful:
                    if not got.done():
                        got.set_exception(trouble)
            else:
                for (_, got), its in zip(handful, all_got, strict=True):
                    if not got.done():
                        got.set_result(its)
