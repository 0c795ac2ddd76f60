"""Tickets as lines of a client's own list: what waits for them first, then what we owe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import QuerySet
from django.urls import reverse

from holdfast.look import pieces
from holdfast.look.clocks import Clock
from holdfast.look.shapes import TicketLine
from holdfast.look.times import due_in_words
from holdfast.people.models import Person
from holdfast.portal.tickets import promised, turns
from holdfast.promises.models import Promise, State
from holdfast.tickets.access import visible_tickets
from holdfast.tickets.models import Stage, Ticket, Waiting


@dataclass(frozen=True)
class Lines:
    """A client's list as it is shown; `topics` are the live hints at which it changes."""

    lines: list[TicketLine]
    turns: int
    """How many of them wait for the reader."""
    topics: str


def lines_for(
    person: Person, tickets: Sequence[Ticket], *, now: datetime, zone: tzinfo, to: str = "portal:ticket"
) -> Lines:
    """The tickets as lines, those that wait for the person first, each leading `to` its page; in a few queries."""
    theirs = turns.waiting_for(person, tickets)
    owed = promised.next_promises(ticket.pk for ticket in tickets)
    ordered = sorted(tickets, key=lambda ticket: ticket.pk not in theirs)
    return Lines(
        lines=[
            _line(ticket, person, owed.get(ticket.pk), is_turn=ticket.pk in theirs, now=now, zone=zone, to=to)
            for ticket in ordered
        ],
        turns=len(theirs),
        topics=" ".join(f"ticket-{ticket.pk}" for ticket in ordered),
    )


def open_tickets(person: Person) -> QuerySet[Ticket]:
    """What is open and the person may see; what waits for a client first, then what moved last."""
    rows = visible_tickets(person).filter(is_open=True).select_related("requester")
    return rows.order_by("-waiting", "-last_message_at", "-pk")


def _line(
    ticket: Ticket,
    person: Person,
    owed: Promise | None,
    *,
    is_turn: bool,
    now: datetime,
    zone: tzinfo,
    to: str,
) -> TicketLine:
    return TicketLine(
        url=reverse(to, args=[ticket.pk]),
        subject=ticket.subject,
        detail=_detail(ticket, person, owed, now=now, zone=zone),
        stage=pieces.stage_bar(_stage(ticket, is_turn=is_turn), ticket.stage - 1),
        clock=_clock(ticket, owed, is_turn=is_turn, now=now, zone=zone),
    )


def _stage(ticket: Ticket, *, is_turn: bool) -> str:
    if is_turn and ticket.waiting == Waiting.APPROVAL:
        return "Your approval"
    return Stage(ticket.stage).label


def _clock(
    ticket: Ticket, owed: Promise | None, *, is_turn: bool, now: datetime, zone: tzinfo
) -> Clock | None:
    if is_turn:
        return Clock("soon", "Your turn", left=0.8)
    return promised.clock_of(owed, now=now, zone=zone, explained=False) if owed and ticket.is_open else None


def _detail(ticket: Ticket, person: Person, owed: Promise | None, *, now: datetime, zone: tzinfo) -> str:
    parts = [f"#{ticket.pk}", f"Priority {ticket.priority}"]
    if ticket.requester_id != person.pk:
        parts.append(str(ticket.requester))
    if not ticket.is_open and ticket.resolved_at is not None:
        parts.append(f"resolved {due_in_words(ticket.resolved_at, now=now, zone=zone)}")
    elif ticket.waiting == Waiting.ANSWER:
        parts.append("we asked you something")
    elif ticket.waiting == Waiting.APPROVAL:
        parts.append("is it fixed for you?")
    elif owed is not None and owed.state == State.RUNNING:
        name = promised.NAMES[owed.clause].lower()
        parts.append(f"{name} by {due_in_words(owed.due_at, now=now, zone=zone)}")
    return ", ".join(parts)
