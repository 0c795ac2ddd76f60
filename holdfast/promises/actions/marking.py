"""What stands on the row of a promise that is kept."""

from __future__ import annotations

from datetime import datetime

from holdfast.promises.facts import PromiseKept
from holdfast.promises.models import Promise, State


def mark_kept(promise: Promise, *, as_of: datetime, evidence: str) -> None:
    """Kept in time, or late when it was broken; the row is locked by the caller or new, and saved by it."""
    promise.state = State.KEPT if promise.broken_at is None else State.KEPT_LATE
    promise.ended_at, promise.evidence, promise.next_at = as_of, evidence, None
    promise.met_target = as_of <= promise.target_at if promise.target_at else None


def kept_fact(promise: Promise, **subject: int) -> PromiseKept:
    """What the trail says of a promise that is marked as kept; `subject` names what it is about: `ticket=412`."""
    assert promise.ended_at is not None
    return PromiseKept(
        **subject,
        promise=promise.pk,
        clause=promise.clause,
        as_of=promise.ended_at.isoformat(),
        is_late=promise.state == State.KEPT_LATE,
        evidence=promise.evidence,
    )
