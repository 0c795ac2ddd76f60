"""The user's page about policy files names every field, and its examples can be read."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from holdfast.policy.document import TICKET_CLAUSES, Clause, Document, Level, NamedHours, Priority, Scenario

PAGE = (Path(__file__).parents[2] / "docs" / "policy-file.md").read_text()


@pytest.mark.parametrize("part", [Document, Clause, Level, NamedHours, Priority, Scenario])
def test_every_field_of_a_policy_file_is_documented(part: type[msgspec.Struct]) -> None:
    assert [name for name in part.__struct_fields__ if not re.search(rf"[`\[.]{name}[`\].]", PAGE)] == []


def test_the_clauses_with_values_by_priority_are_documented() -> None:
    assert [id for id in TICKET_CLAUSES if f"`{id}`" not in PAGE] == []


def test_the_examples_of_the_page_are_valid() -> None:
    clause, calendar = (tomllib.loads(block) for block in re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL))
    assert msgspec.convert(clause["clauses"][0], Clause, str_keys=True).limit_for(2) is not None
    assert msgspec.convert(calendar["calendars"]["lisbon"], NamedHours).holiday_names
