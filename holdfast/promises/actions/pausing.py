"""Only the turnaround pauses, and only while the matter rests with the client."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.actor import POLICY
from holdfast.kernel.facts import record
from holdfast.notices.models import Delivery
from holdfast.promises.facts import PromiseMoved, PromisePaused, PromiseResumed
from holdfast.promises.models import TURNAROUND, Pause, Promise, State
from holdfast.promises.next_due import refresh_next_due
from holdfast.promises.reckoning import ended_pauses, reckon
from holdfast.tickets.models import Ticket


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


def resume_turnaround(
    ticket: Ticket, *, as_of: datetime, cause: str | None = None, at: datetime
) -> Promise | None:
    """Let it run on where it stood, as of the instant at which the matter came back to us.

    With a cause, only what stands still for that: an answer ends no wait for an approval.
    """
    promise = turnaround_of(ticket)
    if promise is None or promise.state != State.PAUSED:
        return None
    if cause is not None and not promise.pauses.filter(ended_at=None, cause=cause).exists():
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


def pause_by(delivery: Delivery, *, ticket: Ticket, cause: str, at: datetime) -> None:
    """Let it stand still from the acceptance of this mail."""
    if delivery.accepted_at is not None:
        evidence = f"delivery-{delivery.pk}"
        pause_turnaround(ticket, cause=cause, since=delivery.accepted_at, evidence=evidence, at=at)


def undo_pause(ticket: Ticket, pause: Pause, *, instead: Delivery | None, at: datetime) -> None:
    """A bounce of what was asked undoes the pause: the clock has run all the while, or until the next acceptance."""
    promise = turnaround_of(ticket)
    if promise is None or pause.promise_id != promise.pk:
        return
    if promise.state == State.PAUSED and pause.ended_at is None:
        resume_turnaround(ticket, as_of=pause.began_at, at=at)
        if instead is not None:
            pause_by(instead, ticket=ticket, cause=pause.cause, at=at)
    elif promise.state in (State.RUNNING, State.PAUSED) and pause.ended_at is not None:
        _shorten(promise, pause, ticket, instead=instead, at=at)


def _shorten(
    promise: Promise, pause: Pause, ticket: Ticket, *, instead: Delivery | None, at: datetime
) -> None:
    """Let a pause that is over begin later, on the next evidence."""
    assert pause.ended_at is not None
    since = instead.accepted_at if instead is not None and instead.accepted_at else pause.ended_at
    pause.began_at = min(max(pause.began_at, since), pause.ended_at)
    if instead is not None:
        pause.evidence = f"delivery-{instead.pk}"
    pause.save(update_fields=["began_at", "evidence"])
    _reckon_anew(promise, ticket, cause="the question came back", at=at)


def end_earlier(
    ticket: Ticket, pause: Pause, *, as_of: datetime, rest: Delivery | None, at: datetime
) -> None:
    """An answer that reached us before the one that ended this pause is filed after it.

    What was asked since then (`rest` is its first acceptance) goes on to rest with the client until the end.
    """
    promise, ended = turnaround_of(ticket), pause.ended_at
    if promise is None or ended is None or pause.promise_id != promise.pk:
        return
    if promise.state not in (State.RUNNING, State.PAUSED):
        return
    pause.ended_at = max(pause.began_at, as_of)
    pause.save(update_fields=["ended_at"])
    if rest is not None and rest.accepted_at is not None and rest.accepted_at < ended:
        Pause.objects.create(
            promise=promise,
            began_at=max(rest.accepted_at, pause.ended_at),
            ended_at=ended,
            cause=pause.cause,
            evidence=f"delivery-{rest.pk}",
        )
    _reckon_anew(promise, ticket, cause="an answer had reached us earlier", at=at)


def _reckon_anew(promise: Promise, ticket: Ticket, *, cause: str, at: datetime) -> None:
    """The due time gets earlier by what the pauses that are over have lost.

    When the limit now lies before a later pause began, that one never did: what is broken does not stand still.
    """
    formerly = promise.due_at
    reckon(promise, ended_pauses(promise))
    if promise.paused_at is not None and promise.due_at < promise.paused_at:
        end_pause(promise, as_of=promise.paused_at)
    promise.generation += 1
    promise.save()
    record(
        PromiseMoved(
            ticket=ticket.pk,
            promise=promise.pk,
            clause=TURNAROUND,
            formerly=formerly.isoformat(),
            due_at=promise.due_at.isoformat(),
            cause=cause,
        ),
        by=POLICY,
        at=at,
    )
    refresh_next_due([ticket.pk])


def end_pause(promise: Promise, *, as_of: datetime) -> None:
    """Close the open pause of a locked row and reckon anew; the caller saves it."""
    for pause in promise.pauses.filter(ended_at=None):
        pause.ended_at = max(pause.began_at, as_of)
        pause.save(update_fields=["ended_at"])
    promise.state, promise.paused_at = State.RUNNING, None
    reckon(promise, ended_pauses(promise))
