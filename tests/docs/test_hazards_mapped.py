"""Each hazard of the list has its line, and every test named there exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.named_tests import TEST, exists

PAGE = Path(__file__).resolve().parents[2] / "docs" / "hazards.md"
OWED = [*range(1, 37), *range(38, 83), 87, 88, 89]
ROW = re.compile(r"^\| T(\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)


def test_every_hazard_of_the_list_has_one_line_in_order() -> None:
    assert [int(number) for number, _, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))] == OWED


@pytest.mark.parametrize("row", ROW.findall(PAGE.read_text(encoding="utf-8")), ids=lambda row: f"T{row[0]}")
def test_a_hazard_has_tests_that_exist_or_a_reason(row: tuple[str, str, str]) -> None:
    number, _, held_by = row
    named = TEST.findall(held_by)
    assert [each for each in named if not exists(*each)] == []
    assert named or re.match(r"not yet: \w", held_by), f"T{number} has neither a test nor a reason"
