"""Every variable that the code reads has its line in the settings page, and none is there that nothing reads."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from holdfast.project.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "operators" / "settings.md"
VARIABLE = re.compile(r"\b(?:HOLDFAST_[A-Z][A-Z0-9_]*[A-Z0-9]|DATABASE_URL)\b")


def test_every_setting_of_the_environment_is_documented() -> None:
    assert {field.encode_name for field in msgspec.structs.fields(Environment)} - _documented() == set()


def test_every_variable_that_the_code_names_is_documented_and_no_other() -> None:
    named = {field.encode_name for field in msgspec.structs.fields(Environment)}
    for source in [*(ROOT / "holdfast").rglob("*.py"), *(ROOT / "bin").iterdir()]:
        named |= set(VARIABLE.findall(source.read_text(encoding="utf-8")))
    assert _documented() == named


def _documented() -> set[str]:
    return set(VARIABLE.findall(PAGE.read_text(encoding="utf-8")))
