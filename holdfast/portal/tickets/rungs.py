"""The ladder as a client sees it: who is told, who has it in hand, who answered (D2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from holdfast.escalation.models import Climb
from holdfast.escalation.queries import LadderState, Step
from holdfast.escalation.rules import Level
from holdfast.look import clocks, shapes
from holdfast.look.times import due_in_words
from holdfast.promises.wording import title_of

SUPPORT_TEAM = 1
"""The first level has every ticket anyway."""


def rungs_of(
    state: LadderState, *, now: datetime, zone: tzinfo, with_clocks: bool = True
) -> list[shapes.Level]:
    """Each level with its title, its person and what became of telling it; clocks only where there is room for them."""
    return [_rung(step, now=now, zone=zone, with_clocks=with_clocks) for step in state.steps]


def titles_of(levels: Sequence[Level], *, with_people: bool) -> list[shapes.Level]:
    """The ladder at rest, as 'How to reach us' shows it; strangers see titles only."""
    return [
        shapes.Level(
            level.title,
            _person(level) if with_people else "",
            note=level.phone if with_people and level.phone else f"answers within {level.answer}",
        )
        for level in levels
    ]


def _rung(step: Step, *, now: datetime, zone: tzinfo, with_clocks: bool) -> shapes.Level:
    climb = step.climb
    return shapes.Level(
        title=step.level.title,
        person=str(climb.person) if climb is not None and climb.person else _person(step.level),
        state="now" if step.is_current else "past" if step.is_reached else "",
        note=_note(climb, now=now, zone=zone) if climb else _at_rest(step.level),
        clock=_clock(climb, now=now) if climb and with_clocks else None,
    )


def _person(level: Level) -> str:
    return str(level.person) if level.person else ""


def _at_rest(level: Level) -> str:
    return "day and night" if level.number == SUPPORT_TEAM else ""


def _note(climb: Climb, *, now: datetime, zone: tzinfo) -> str:
    if climb.answered_at is not None:
        return f"answered {due_in_words(climb.answered_at, now=now, zone=zone)}"
    told = f"told {due_in_words(climb.at, now=now, zone=zone)}"
    if climb.acknowledged_at is not None:
        return f"{told}, has it in hand since {due_in_words(climb.acknowledged_at, now=now, zone=zone)}"
    return told


def _clock(climb: Climb, *, now: datetime) -> clocks.Clock | None:
    if climb.answered_at is not None:
        is_late = climb.answered_at > climb.answer_until
        return clocks.standing("broken" if is_late else "kept", "Answered late" if is_late else "Answered")
    total = int((climb.answer_until - climb.at).total_seconds())
    return clocks.running(
        due_at=climb.answer_until,
        now=now,
        total=total,
        soon=total // 4,
        label=title_of("escalation_answered", level=climb.level),
    )
