"""The ladder of a ticket as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from holdfast.escalation import rules
from holdfast.escalation.ladder import ladder_of
from holdfast.escalation.models import Climb
from holdfast.tickets.models import Ticket


@dataclass(frozen=True)
class Step:
    """One level as a page shows it; `climb` is its newest telling in this cycle, if it was told."""

    level: rules.Level
    is_reached: bool
    is_current: bool
    climb: Climb | None


@dataclass(frozen=True)
class LadderState:
    """All levels from the support team up, and what a climb would do now."""

    steps: tuple[Step, ...]
    next: rules.Level
    """Whom a climb tells now; at the top, the top again."""
    passed_over: tuple[rules.Level, ...]
    """Levels that nobody holds, which the climb would pass over."""
    at_top: bool
    again_at: datetime | None
    """At the top: from when it can be told again; None when it can be now."""


def ladder_state(ticket: Ticket, *, at: datetime) -> LadderState:
    """The ladder of a ticket, in a few queries."""
    ladder = ladder_of(ticket, at=at)
    rows = Climb.objects.filter(ticket=ticket, cycle=ticket.cycle).select_related("person", "acknowledged_by")
    newest = {climb.level: climb for climb in rows.order_by("id")}
    way = rules.way_up(ladder.levels, reached=ticket.level)
    last = newest.get(way.to.number) if way.is_repeated else None
    return LadderState(
        steps=tuple(
            Step(
                level=level,
                is_reached=level.number <= ticket.level,
                is_current=level.number == min(ticket.level, len(ladder.levels)),
                climb=newest.get(level.number),
            )
            for level in ladder.levels
        ),
        next=way.to,
        passed_over=way.unmanned,
        at_top=way.is_repeated,
        again_at=last.answer_until if last is not None and last.answer_until > at else None,
    )


def climbs_of(ticket: Ticket) -> list[Climb]:
    """Every step of a ticket, of all cycles, newest first."""
    rows = Climb.objects.filter(ticket=ticket).select_related(
        "person", "acknowledged_by", "by_person", "message"
    )
    return list(rows.order_by("-id"))
