"""Only the turnaround pauses, and only while the matter rests with the client."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.promises.facts import PromisePaused, PromiseResumed
from holdfast.promises.models import Pause, Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Ticket

TURNAROUND = "turnaround"


def turnaround_of(ticket: Ticket) -> Promise | None:
    """The turnaround of the ticket's cycle, locked; the one still owed when there are several."""
    rows = Promise.objects.select_for_update(of=("self",)).filter(
        ticket=ticket, clause=TURNAROUND, cycle=ticket.cycle
    )
    ranked = sorted(rows, key=lambda each: (not each.is_owed, -each.pk))
    return ranked[0] if ranked else None


def pause_turnaround(
    ticket: Ticket, *, cause: str, since: datetime, evidence: str, at: datetime
) -> Promise | None:
    """Let the turnaround of a locked ticket stand still; a broken one does not pause, a paused one goes on so.

    A limit that passed before `since` is broken, whether or not the sweep has come by: then nothing pauses.
    """
    promise = turnaround_of(ticket)
    if promise is None or promise.state != State.RUNNING or promise.due_at < since:
        return None
    since = max(since, promise.start_at)
    Pause.objects.create(promise=promise, began_at=since, cause=cause, evidence=evidence)
    promise.state, promise.paused_at, promise.next_at = State.PAUSED, since, None
    promise.generation += 1
    promise.save()
    record(
        PromisePaused(
            ticket=ticket.pk, promise=promise.pk, clause=TURNAROUND, cause=cause, since=since.isoformat()
        ),
        by=POLICY,
        at=at,
    )
    refresh_next_due([ticket.pk])
    return promise


def resume_turnaround(ticket: Ticket, *, as_of: datetime, at: datetime) -> Promise | None:
    """Let it run on where it stood, as of the instant at which the matter came back to us."""
    promise = turnaround_of(ticket)
    if promise is None or promise.state != State.PAUSED:
        return None
    end_pause(promise, as_of=as_of)
    promise.generation += 1
    promise.save()
    record(
        PromiseResumed(
            ticket=ticket.pk,
            promise=promise.pk,
            clause=TURNAROUND,
            as_of=as_of.isoformat(),
            due_at=promise.due_at.isoformat(),
        ),
        by=POLICY,
        at=at,
    )
    refresh_next_due([ticket.pk])
    return promise


def undo_pause(ticket: Ticket, *, evidence: str, at: datetime) -> Promise | None:
    """A bounce of the question undoes the pause: the clock has run all the while."""
    promise = turnaround_of(ticket)
    if promise is None or promise.state != State.PAUSED or promise.paused_at is None:
        return None
    if not promise.pauses.filter(ended_at=None, evidence=evidence).exists():
        return None
    return resume_turnaround(ticket, as_of=promise.paused_at, at=at)


def end_pause(promise: Promise, *, as_of: datetime) -> None:
    """Close the open pause of a locked row and reckon anew; the caller saves it."""
    for pause in promise.pauses.filter(ended_at=None):
        pause.ended_at = max(pause.began_at, as_of)
        pause.save(update_fields=["ended_at"])
    promise.state, promise.paused_at = State.RUNNING, None
    reckon(promise, ended_pauses(promise))
