"""What we promised a client about a ticket, as the client reads it: the promises that are theirs, in their own time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from django.db.models import Q

from holdfast.look import clocks
from holdfast.look.clocks import Clock
from holdfast.look.shapes import PromiseLine
from holdfast.look.times import due_in_words
from holdfast.policy.allowance import Allowance
from holdfast.promises.explain import explain, span_in_words
from holdfast.promises.models import Promise, State
from holdfast.promises.queries import promises_of
from holdfast.promises.wording import title_of, waiver_of

NAMES: Final = {
    "acknowledge": "Acknowledgement",
    "first_response": "First human response",
    "priority_confirmed": "Priority confirmed",
    "turnaround": "Fix",
    "client_update": "News from us",
    "word_given": "A word given",
    "explanation": "Explanation",
    "escalation_answered": "Escalation answered",
    "suspicion_weighed": "Whether it is an interruption",
}
"""What clients see; the rest (engineering told, account manager told) is how we keep it, and stays ours (T45)."""

_CHAINS: Final = ("client_update",)
_SOON_SHARE: Final = 4
"""Without a target of its own, a clock turns amber in the last quarter of its time."""


def promises_for_client(ticket: int, cycle: int) -> list[Promise]:
    """The promises of the present cycle that a client sees; of a chain the link that counts, and every broken one."""
    rows = [each for each in promises_of(ticket) if each.clause in NAMES and each.cycle == cycle]
    return [each for each in rows if each.clause not in _CHAINS or each.is_owed or each.broken_at is not None]


def next_promises(tickets: Iterable[int]) -> dict[int, Promise]:
    """Of each of these tickets the promise to its client that falls due next, or stands still; in one query."""
    keys = list(tickets)
    rows = (
        Promise.objects.filter(
            Q(ticket__in=keys) | Q(climb__ticket__in=keys),
            clause__in=list(NAMES),
            state__in=[State.RUNNING, State.PAUSED, State.BROKEN],
        )
        .select_related("climb")
        .order_by("-due_at", "-pk")
    )
    return {subject_of(row): row for row in rows}


def subject_of(promise: Promise) -> int:
    """The ticket that a promise is about."""
    return promise.ticket_id if promise.climb is None else promise.climb.ticket_id  # type: ignore[return-value]


def lines_of(promises: Sequence[Promise], *, now: datetime, zone: tzinfo) -> list[PromiseLine]:
    """The promises in the order in which they come up: what is owed by its time, then what has ended, newest first."""
    owed = sorted((each for each in promises if each.is_owed), key=lambda each: each.due_at)
    ended = sorted(
        (each for each in promises if not each.is_owed), key=lambda each: each.due_at, reverse=True
    )
    return [
        PromiseLine(_title(each), _detail(each, now=now, zone=zone), clock_of(each, now=now, zone=zone))
        for each in (*owed, *ended)
    ]


def explained(promises: Sequence[Promise], *, zone: tzinfo) -> list[tuple[str, str]]:
    """Where each due time that still counts comes from, in words."""
    return [
        (_title(each), explain(each, zone=str(zone), to_client=True)) for each in promises if each.is_owed
    ]


def clock_of(promise: Promise, *, now: datetime, zone: tzinfo, explained: bool = True) -> Clock:
    """The promise's clock in the states of the interface; in lists without its explanation, which asks for its pauses."""
    why = explain(promise, zone=str(zone), to_client=True) if explained else ""
    if promise.state in (State.RUNNING, State.BROKEN):
        total = promise.due_at - promise.start_at
        soon = promise.due_at - promise.target_at if promise.target_at else total / _SOON_SHARE
        return clocks.running(
            due_at=promise.due_at,
            now=now,
            total=int(total.total_seconds()),
            soon=int(soon.total_seconds()),
            label=NAMES[promise.clause],
            explain=why,
        )
    state, text = _standing(promise, now=now, zone=zone)
    return clocks.standing(state, text, explain=waiver_of(promise) if promise.state == State.WAIVED else why)


def _standing(promise: Promise, *, now: datetime, zone: tzinfo) -> tuple[str, str]:
    ended = promise.ended_at or now
    if promise.state == State.PAUSED:
        return "paused", f"Paused {span_in_words((now - (promise.paused_at or now)).total_seconds())}"
    if promise.state == State.KEPT:
        took = ended - promise.start_at
        told = (
            f"in {span_in_words(took.total_seconds())}"
            if took < timedelta(days=1)
            else _said(ended, now, zone)
        )
        return "kept", f"Kept {told}"
    if promise.state == State.KEPT_LATE:
        return "broken", f"Broken, {span_in_words((ended - promise.due_at).total_seconds())} late"
    return ("broken", "Broken") if promise.broken_at else ("waived", "Waived")


def _said(at: datetime, now: datetime, zone: tzinfo) -> str:
    return due_in_words(at, now=now, zone=zone)


def _title(promise: Promise) -> str:
    if promise.clause == "word_given" and promise.words:
        return promise.words
    if promise.clause == "escalation_answered" and promise.climb is not None:
        return title_of(promise.clause, level=promise.climb.level)
    if promise.clause == "client_update":
        return f"News from us every {Allowance.parse(promise.allowance).in_words.removeprefix('1 ')}"
    return f"{NAMES[promise.clause]} in {promise.allowance}"


_PAUSED_FOR: Final = {"answer": "your answer", "approval": "your approval"}


def _detail(promise: Promise, *, now: datetime, zone: tzinfo) -> str:
    if promise.state == State.PAUSED:
        causes = [pause.cause for pause in promise.pauses.all() if pause.ended_at is None]
        return f"No hurry: it stands still for {_PAUSED_FOR.get(causes[0], 'you') if causes else 'you'}"
    if promise.state == State.WAIVED:
        return waiver_of(promise)
    due = promise.target_at if promise.target_at and promise.target_at > now else promise.due_at
    told = f"by {_said(promise.due_at, now, zone)}"
    return told if due == promise.due_at else f"{told}; we aim for {_said(due, now, zone)}"
