"""The promises about a ticket, each with its clock and how its due time came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from holdfast.kernel.spans import span_text
from holdfast.look.clocks import Clock, running, standing
from holdfast.look.shapes import PromiseLine
from holdfast.look.times import short_time
from holdfast.promises.explain import explain
from holdfast.promises.models import Promise, State
from holdfast.promises.wording import title_of, waiver_of
from holdfast.tickets.models import Ticket, Waiting
from holdfast.web.frame import AMBER

_ENDED: Final = 3
"""How many that ended are shown beside what is owed."""


_BY_REPLY: Final = ("first_response", "client_update", "word_given")
"""Clauses that a public message by a person keeps."""


@dataclass(frozen=True)
class PromiseList:
    """What a ticket's page shows: what is owed and how the newest of each ended, and the rest folded away."""

    lines: list[PromiseLine]
    earlier: list[PromiseLine]
    next: PromiseLine | None
    """The one that falls due next."""
    owed: list[Promise]


def promise_list(ticket: Ticket, found: Sequence[Promise], *, now: datetime, zone: ZoneInfo) -> PromiseList:
    """The ticket's promises, this cycle's first, what is owed before what has ended."""
    owed = [each for each in found if each.is_owed]
    ended = [each for each in found if not each.is_owed]
    newest = _newest_of_each(ticket, ended, besides={each.clause for each in owed})[:_ENDED]
    told = {each.pk for each in newest}
    lines = {each.pk: line_of(each, now=now, zone=zone) for each in found}
    shown = _folded(owed, lines)
    due = [each for each in owed if each.state != State.PAUSED]
    first = min(due, key=lambda each: each.due_at, default=owed[0] if owed else None)
    return PromiseList(
        [*shown, *(lines[each.pk] for each in newest)],
        [lines[each.pk] for each in ended if each.pk not in told],
        lines[first.pk] if first else None,
        owed,
    )


def what_a_reply_keeps(ticket: Ticket, owed: Sequence[Promise], *, now: datetime, zone: ZoneInfo) -> str:
    """What sending now keeps, or why the turnaround stands still: the words beside the composer."""
    if not ticket.is_open:
        return "Resolved meanwhile: only a note can be written"
    if ticket.waiting:
        return f"The turnaround stands still: {Waiting(ticket.waiting).label.lower()} is awaited"
    kept = [each for each in owed if each.clause in _BY_REPLY]
    if not kept:
        return ""
    first = min(kept, key=lambda each: each.due_at)
    way = "Keeps, late," if first.due_at < now else "Keeps"
    due = "was due" if first.due_at < now else "due"
    return f"{way} “{_title(first)}”, {due} {_by(first.due_at, now=now, zone=zone)}"


def _folded(owed: Sequence[Promise], lines: dict[int, PromiseLine]) -> list[PromiseLine]:
    """What is owed, the same thing owed several times told once, with the clock of the first that falls due."""
    alike: dict[object, list[PromiseLine]] = {}
    for each in owed:
        is_plain = each.clause not in ("word_given", "escalation_answered")
        alike.setdefault((each.clause, each.state) if is_plain else each.pk, []).append(lines[each.pk])
    return [
        replace(same[0], title=f"{same[0].title} ×{len(same)}") if same[1:] else same[0]
        for same in alike.values()
    ]


def line_of(promise: Promise, *, now: datetime, zone: ZoneInfo) -> PromiseLine:
    """One promise: what, how long and by when, and its clock."""
    return PromiseLine(
        _title(promise), _detail(promise, now=now, zone=zone), clock_of(promise, now=now, zone=zone)
    )


def clock_of(promise: Promise, *, now: datetime, zone: ZoneInfo) -> Clock:
    """The clock of a promise in its state; amber begins at its target, else in the last quarter."""
    words = explain(promise, zone=zone.key)
    label = f"{title_of(promise.clause)} of #{promise.ticket_id or ''}"
    if promise.state in (State.RUNNING, State.BROKEN):
        total = int((promise.due_at - promise.start_at).total_seconds())
        soon = (promise.due_at - promise.target_at).total_seconds() if promise.target_at else total * AMBER
        return running(
            due_at=promise.due_at, now=now, total=total, soon=int(soon), label=label, explain=words
        )
    if promise.state == State.PAUSED:
        stood = span_text((now - (promise.paused_at or now)).total_seconds())
        return standing("paused", f"paused {stood}", label=label, explain=words)
    ended = promise.ended_at or now
    if promise.state == State.WAIVED:
        return standing("waived", "waived", label=label, explain=waiver_of(promise))
    if promise.state == State.KEPT_LATE:
        late = span_text((ended - promise.due_at).total_seconds())
        return standing("broken", f"{late} late", label=label, explain=words)
    spent = span_text(max(0.0, (ended - promise.start_at).total_seconds()))
    return standing("kept", f"kept in {spent}", label=label, explain=words)


def _by(at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    return short_time(at, now=now, zone=zone).removeprefix("Today ")


def _newest_of_each(ticket: Ticket, ended: Iterable[Promise], *, besides: set[str]) -> list[Promise]:
    """How each clause ended last in this cycle; a waiver by rule is told only among the earlier ones."""
    newest: dict[str, Promise] = {}
    for each in ended:
        is_told = each.cycle == ticket.cycle and not each.waived_by_rule and each.clause not in besides
        if is_told and (each.clause not in newest or each.pk > newest[each.clause].pk):
            newest[each.clause] = each
    return sorted(newest.values(), key=lambda each: each.ended_at or each.due_at, reverse=True)


def _title(promise: Promise) -> str:
    if promise.clause == "turnaround" and promise.priority:
        return f"Turnaround, Priority\N{NO-BREAK SPACE}{promise.priority}"
    if promise.clause == "word_given" and promise.words:
        return promise.words
    if promise.clause == "escalation_answered" and promise.climb:
        return title_of(promise.clause, level=promise.climb.level)
    return title_of(promise.clause)


def _detail(promise: Promise, *, now: datetime, zone: ZoneInfo) -> str:
    if promise.clause == "word_given" and promise.given_by:
        return f"Given by {promise.given_by}, by {_by(promise.due_at, now=now, zone=zone)}"
    if promise.state == State.WAIVED:
        return waiver_of(promise)
    if promise.state == State.PAUSED:
        return f"{promise.allowance}; stands still for the client"
    return f"{promise.allowance}, by {_by(promise.due_at, now=now, zone=zone)}"
