"""Where processes share the tests, each reads other files first: what one compiled the others find compiled.

pytest rewrites the assertions of every test file, which takes five times as long as to load what it has written.
Processes that read the same files in the same order would all do it at once.
"""

from __future__ import annotations

import contextlib
from importlib import import_module
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent


def read_share(config: pytest.Config) -> None:
    """Import this process's share of all tests; what can't be imported is said when it is collected."""
    worker = getattr(config, "workerinput", None)
    if worker is None or [Path(argument).resolve() for argument in config.args] != [TESTS]:
        return
    number = int(worker["workerid"].removeprefix("gw"))
    for file in sorted(TESTS.rglob("test_*.py"))[number :: worker["workercount"]]:
        with contextlib.suppress(Exception):
            import_module(".".join(file.relative_to(TESTS.parent).with_suffix("").parts))
