"""The ladder's rules, by table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from holdfast.escalation.rules import Level, is_of_level, may_climb_alone, next_reminder, way_up
from holdfast.people.models import Person, Role
from holdfast.policy.allowance import Allowance

HOUR = Allowance.parse("1 h")
T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ladder(manned: Sequence[bool]) -> list[Level]:
    """Levels from 1 up, held or not."""
    return [
        Level(number, f"Level {number}", "", HOUR, Person(pk=number) if held else None)
        for number, held in enumerate(manned, 1)
    ]


@pytest.mark.parametrize(
    ("manned", "reached", "to", "passed", "again"),
    [
        ([True] * 5, 1, 2, [], False),
        ([True] * 5, 4, 5, [], False),
        ([True] * 5, 5, 5, [], True),
        ([True, False, True, True, True], 1, 3, [2], False),  # T80: to the next one at once
        ([True, False, False, True, True], 1, 4, [2, 3], False),
        ([True, True, True, True, False], 4, 5, [5], False),  # managers stand in at the top
        ([True, True, True, True, False], 5, 5, [5], True),
        ([False] * 5, 1, 5, [2, 3, 4, 5], False),
        ([True, True], 5, 2, [], True),  # the ladder has become shorter
        ([True], 1, 1, [], True),  # a ladder of one level
    ],
)
def test_t80_one_level_up_over_those_that_nobody_holds(
    manned: list[bool], reached: int, to: int, passed: list[int], again: bool
) -> None:
    way = way_up(ladder(manned), reached=reached)
    assert (way.to.number, [level.number for level in way.unmanned], way.is_repeated) == (to, passed, again)


@pytest.mark.parametrize(("minutes", "may"), [(None, True), (-1, True), (0, True), (1, False)])
def test_a_breach_climbs_one_level_within_a_levels_answer_time(minutes: int | None, may: bool) -> None:
    until = None if minutes is None else T0 + timedelta(minutes=minutes)
    assert may_climb_alone(told_until=until, at=T0) is may


@pytest.mark.parametrize(("answer", "due"), [(60, 15), (16, 15), (15, None), (5, None)])
def test_a_reminder_comes_within_the_answer_time(answer: int, due: int | None) -> None:
    expected = None if due is None else T0 + timedelta(minutes=due)
    assert next_reminder(at=T0, answer_until=T0 + timedelta(minutes=answer)) == expected


@pytest.mark.parametrize(
    ("person", "holder", "holds"),
    [
        (Person(pk=7), Person(pk=7), True),
        (Person(pk=8), Person(pk=7), False),
        (Person(pk=8, roles=[Role.MANAGER]), Person(pk=7), False),
        (Person(pk=8, roles=[Role.MANAGER]), None, True),
        (Person(pk=8, roles=[Role.AGENT]), None, False),
        (Person(pk=7, is_active=False), Person(pk=7), False),
    ],
)
def test_who_answers_for_a_level(person: Person, holder: Person | None, holds: bool) -> None:
    assert is_of_level(person, holder=holder) is holds
