"""Tests as the pages name them: `tests/mail/test_x.py::test_y`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
TEST: Final = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


def exists(file: str, name: str) -> bool:
    """Whether that file holds a test of that name."""
    return name in _tests_in(file)


@cache
def _tests_in(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    return frozenset(
        re.findall(r"^ *(?:async )?def (test_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    )
