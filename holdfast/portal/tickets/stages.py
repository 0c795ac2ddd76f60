"""The stages of a ticket as its client reads them: what is done, when, and what is next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from holdfast.kernel.models import TrailEntry
from holdfast.look import pieces
from holdfast.look.shapes import Step
from holdfast.tickets.models import Stage, Ticket, Waiting

_SKIPPED = (Stage.ENGINEERING, Stage.QA)
"""What a ticket that tier 1 resolves on its own never comes to."""


def steps_of(ticket: Ticket, trail: Iterable[TrailEntry], *, now: datetime, zone: tzinfo) -> list[Step]:
    """The seven steps after New; the times are those of the present cycle."""
    entered = _entered(trail)
    return [
        Step(
            label="Your approval" if stage == Stage.CLIENT_APPROVAL else stage.label,
            note=_note(ticket, stage, entered, now=now, zone=zone),
            done=ticket.stage > stage or ticket.stage == stage == Stage.RESOLVED,
            current=ticket.stage == stage != Stage.RESOLVED,
        )
        for stage in Stage
        if stage != Stage.NEW
    ]


def _entered(trail: Iterable[TrailEntry]) -> dict[int, datetime]:
    found: dict[int, datetime] = {}
    for entry in trail:
        if entry.fact == "TicketReopened":
            found = {}
        elif entry.fact == "StageMoved":
            found[entry.said["stage"]] = entry.at
    return found


def _note(ticket: Ticket, stage: Stage, entered: dict[int, datetime], *, now: datetime, zone: tzinfo) -> str:
    if ticket.stage == stage and stage != Stage.RESOLVED:
        return "we wait for your answer" if ticket.waiting == Waiting.ANSWER else "now"
    if ticket.stage < stage:
        return ""
    if stage == Stage.PRIORITISED:
        return f"P{ticket.priority}"
    if stage not in entered:
        return "not needed" if stage in _SKIPPED else ""
    return pieces.when(entered[stage], now=now, zone=zone)
