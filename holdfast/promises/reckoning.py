"""From a promise's row to its instants: what is due when, and when the sweep must look at it next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from holdfast.calendars.queries import hours_as_of
from holdfast.policy.allowance import Allowance
from holdfast.policy.queries import document_of
from holdfast.promises.clockwork import Inputs, due_at, warning_at
from holdfast.promises.models import Promise, State

Pauses = Sequence[tuple[datetime, datetime]]


def inputs_of(promise: Promise, pauses: Pauses = (), *, allowance: str | None = None) -> Inputs:
    """The stored inputs of a promise; `pauses` are its ended ones."""
    return Inputs(
        start_at=promise.start_at,
        allowance=Allowance.parse(allowance or promise.allowance),
        hours=hours_as_of(promise.calendar_version_id, promise.tzdata),
        pauses=tuple(pauses),
        before_at=promise.before_at,
    )


def reckon(promise: Promise, pauses: Pauses = ()) -> Promise:
    """Set due time, target and the next instant of the row from its inputs; a new due time warns anew."""
    inputs = inputs_of(promise, pauses)
    due = due_at(inputs)
    if promise.pk is None or due != promise.due_at:
        promise.warned = 0
    promise.due_at = due
    promise.target_at = (
        due_at(inputs_of(promise, pauses, allowance=promise.target)) if promise.target else None
    )
    return set_next(promise, inputs)


def set_next(promise: Promise, inputs: Inputs) -> Promise:
    """Set when the sweep must look at it: at the next warning, then past the limit; never unless it runs.

    What had no time from the start never breaks: it is let go. Whoever had claimed it claimed another
    due time: the lease ends. What is done at the very limit is in time, so the breach is looked for at the next
    instant that the database can tell.
    """
    promise.lease_until, promise.lease_by = None, ""
    if promise.state != State.RUNNING or promise.had_no_time:
        promise.next_at = None
        return promise
    fractions = document_of(promise.policy_version_id).warnings
    promise.next_at = promise.due_at + timedelta(microseconds=1)
    if promise.warned < len(fractions):
        promise.next_at = min(promise.next_at, warning_at(inputs, fractions[promise.warned]))
    return promise


def ended_pauses(promise: Promise) -> list[tuple[datetime, datetime]]:
    """The pauses that are over, in order; of one that began before the promise's (later moved) start, the rest."""
    return [
        (max(pause.began_at, promise.start_at), pause.ended_at)
        for pause in sorted(promise.pauses.all(), key=lambda pause: pause.began_at)
        if pause.ended_at is not None and pause.ended_at > promise.start_at
    ]
