"""The table of acts for users says exactly what the code allows."""

from __future__ import annotations

import re
from pathlib import Path

from holdfast.people.acts import MAY, Act
from holdfast.people.models import Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "users" / "who-may-do-what.md"


def test_the_table_of_acts_is_the_one_in_the_code() -> None:
    assert _documented() == {act.value: _named(MAY[act]) for act in Act}


def _named(roles: frozenset[str]) -> str:
    if roles == frozenset(Role.values):
        return "everybody of the vendor"
    return ", ".join(role.label.lower() for role in Role if role.value in roles).replace("qa", "QA")


def _documented() -> dict[str, str]:
    """The rows of the first table of the page: act and roles."""
    table = PAGE.read_text(encoding="utf-8").split("|---|---|", 1)[1].split("\n\n", 1)[0]
    return dict(re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE))
