"""A line for each page: what its clients saw, what it cost the processor, and how far that is from the aim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psutil

from bench.browser import Browser
from bench.load import Visit, closed_loop


@dataclass(frozen=True)
class Table:
    """Prints as it measures, also what the web processes and PostgreSQL use of the processor for an answer."""

    web: Sequence[psutil.Process]
    database: psutil.Process
    """The server; its children serve the connections."""

    def head(self) -> None:
        told = f"{'p50 ms':>9}{'p95 ms':>9}{'a second':>10}{'web ms':>9}{'PostgreSQL ms':>15}"
        print(f"{'':28}{told}   aim (ratio of what was seen to it)")

    def line(
        self,
        name: str,
        browsers: Sequence[Browser],
        visit: Visit,
        *,
        p50: float | None = None,
        rate: float | None = None,
        expects: int = 200,
    ) -> None:
        """Measure one kind of page, and print it."""
        before = self._used()
        seen = closed_loop(browsers, visit, expects=expects)
        web, database = (
            (now - then) / seen.visits * 1000 for now, then in zip(self._used(), before, strict=True)
        )
        aims = [f"p50 ≤ {p50:g} ms ({seen.p50 / p50:.2f})"] if p50 else []
        aims += [f"≥ {rate:g}/s ({seen.rate / rate:.2f})"] if rate else []
        told = f"{seen.p50:9.1f}{seen.p95:9.1f}{seen.rate:10.0f}{web:9.1f}{database:15.1f}"
        print(f"{name:28}{told}   {', '.join(aims)}".rstrip(), flush=True)

    def _used(self) -> tuple[float, float]:
        return _seconds_of(self.web), _seconds_of([self.database, *self.database.children()])


def _seconds_of(processes: Sequence[psutil.Process]) -> float:
    """Of the processor, so far, with those of their children that ended."""
    return sum(sum(each.cpu_times()[:4]) for each in processes)
