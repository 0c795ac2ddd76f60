"""`python -m bench.idle`: `bin/up` as shipped, in a new folder: how soon there is a page, and what it keeps of memory.

Aims (issue): first page within 60 s, within 5 s later; as shipped and idle ≤ 280 MiB (PSS) less PostgreSQL.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import psutil

from bench.installation import machine
from tests.project.installation import ROOT, Installation

AIM = 280.0
_AT_REST = 10.0
"""Seconds over which memory no longer changes by a MiB."""


class AsShipped(Installation):
    command = (str(ROOT / "bin" / "up"),)


def main() -> None:
    print(machine())
    with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
        shipped = AsShipped(Path(folder) / "home")
        try:
            for which, most in (("first", 60), ("second", 5)):
                spent = shipped.start()
                print(f"{which} start to first page".ljust(32) + f"{spent:8.2f} s     aim ≤ {most} s")
                _print_memory(_memory_at_rest(shipped))
                shipped.stop()
        finally:
            if shipped.process is not None and shipped.process.poll() is None:
                shipped.stop()


def _memory_at_rest(shipped: Installation) -> dict[str, float]:
    seen = _memory(shipped)
    for _ in range(12):
        time.sleep(_AT_REST)
        before, seen = seen, _memory(shipped)
        if abs(sum(seen.values()) - sum(before.values())) < 1:
            break
    return seen


def _memory(shipped: Installation) -> dict[str, float]:
    """MiB of each process but PostgreSQL's; what several share counts in parts."""
    ours = [each for each in shipped.everything() if each.name() != "postgres"]
    return {f"{each.cmdline()[-1].lstrip('-')} ({each.pid})": _pss(each) for each in ours}


def _pss(process: psutil.Process) -> float:
    lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def _print_memory(seen: dict[str, float]) -> None:
    for name, size in seen.items():
        print(f"  {name:30}{size:8.1f} MiB")
    total = sum(seen.values())
    print(f"{'idle, less PostgreSQL':32}{total:8.1f} MiB   aim ≤ {AIM:g} MiB ({total / AIM:.2f})")


if __name__ == "__main__":
    main()
