"""Every clause that is owed so far has tests that exist, and every path on the page is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.named_tests import ROOT, TEST, exists

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mission.md"
OWED = (
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "B1", "B2", "B3", "B4", "B5", "C1", "C2", "C3", "C4", "C5", "C6", "C7",
    "D1", "D2", "D3", "D4", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "E10", "F1", "F2", "F3",
)  # fmt: skip
SECTION = re.compile(r"^## ([A-F]\d+)\b.*?$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SECTIONS = dict(SECTION.findall(PAGE.read_text(encoding="utf-8")))
PLACE = re.compile(r"`((?:holdfast|docs|bin)/[\w/.-]+)`")


def test_every_clause_stands_on_the_page_once() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [clause for clause, _ in SECTION.findall(text)] == list(OWED)


@pytest.mark.parametrize("clause", OWED)
def test_a_clause_that_is_owed_is_proven(clause: str) -> None:
    proofs = TEST.findall(SECTIONS[clause])
    assert proofs, f"{clause} names no test"
    assert [proof for proof in proofs if not exists(*proof)] == []


@pytest.mark.parametrize("clause", OWED)
def test_a_clause_works_in_places_that_are_there(clause: str) -> None:
    places = PLACE.findall(SECTIONS[clause])
    assert places, f"{clause} names no place"
    assert [place for place in places if not (ROOT / place).exists()] == []
