"""Clients in a closed loop, each in a process of its own: the next request leaves when the last is answered."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bench.browser import Answer, Browser

SECONDS = 8.0
_WARM = 1.5
"""How long each page is asked for, and how long before, which is not counted."""

APART = 10_000_000
"""How far apart the numbers of the clients' requests begin."""

Visit = Callable[[Browser, int], Answer]
"""One request of a browser; the number is another for every request of all clients."""


@dataclass(frozen=True)
class Measured:
    """What the clients saw of one kind of page."""

    seconds: Sequence[float]
    visits: int
    """With those of the beginning, which are not counted otherwise."""

    @property
    def rate(self) -> float:
        return len(self.seconds) / SECONDS

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000


def closed_loop(browsers: Sequence[Browser], visit: Visit, *, expects: int = 200) -> Measured:
    """Let every browser visit again and again for a while; an answer of another status is an error."""
    begins = time.perf_counter() + 1  # when all of them are there
    client = partial(_client, visit=visit, expects=expects, begins=begins)
    with multiprocessing.get_context("spawn").Pool(len(browsers)) as pool:
        found = pool.starmap(client, enumerate(browsers), chunksize=1)
    return Measured([each for seconds, _ in found for each in seconds], sum(visits for _, visits in found))


def _client(
    which: int, browser: Browser, *, visit: Visit, expects: int, begins: float
) -> tuple[list[float], int]:
    counts_from, counted, visits = begins + _WARM, [], 0
    time.sleep(max(0.0, begins - time.perf_counter()))
    while (now := time.perf_counter()) < counts_from + SECONDS:
        answer = visit(browser, which * APART + visits)
        assert answer.status == expects, (answer.status, answer.text[:3000])
        visits += 1
        if now >= counts_from:
            counted.append(answer.seconds)
    return counted, visits
