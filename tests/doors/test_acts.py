"""The table of acts is asked twice: at the door, and by the action behind it, which may be reached by another door."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import holdfast
from holdfast.kernel.refusal import Forbidden
from holdfast.people.acts import MAY, Act
from holdfast.procedure.actions.fixing import solve_at_tier_1
from holdfast.project.demo.world import World
from tests.procedure.steps import prioritised

ROOT = Path(holdfast.__file__).parent
DOORS = ("web", "portal", "project")
ONLY_READ = {Act.READ_POLICY, Act.READ_OUTBOX, Act.READ_TRAIL}
ASKED = re.compile(r"\bAct\.([A-Z_0-9]+)")


def test_each_act_that_changes_something_is_asked_below_the_doors_too() -> None:
    asked = {
        Act[name]
        for file in ROOT.rglob("*.py")
        if (where := file.relative_to(ROOT)).parts[0] not in DOORS and where.name != "acts.py"
        for name in ASKED.findall(file.read_text("utf-8"))
    }
    assert set(Act) - asked == ONLY_READ


@pytest.mark.django_db
def test_solving_at_tier_1_asks_its_own_row_and_not_that_of_handing_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"cause": "A full queue.", "solution": "Emptied.", "tell_client": "It runs again."}
    ticket = prioritised(world)
    with monkeypatch.context() as without:
        without.setitem(MAY, Act.SOLVE_AT_TIER_1, frozenset())
        with pytest.raises(Forbidden):
            solve_at_tier_1(ticket, **said, by=world.tobin)
    monkeypatch.setitem(MAY, Act.HAND_OVER, frozenset())
    assert solve_at_tier_1(ticket, **said, by=world.tobin).by_tier_1
