"""What happens to promises; every fact is about the ticket, so that its timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.tickets.facts import TicketFact


@dataclass(frozen=True, kw_only=True)
class PromisesMade(TicketFact):
    """What was promised at once: `made` holds [promise, clause, due time] of each."""

    made: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PromiseFact(TicketFact):
    promise: int
    clause: str


@dataclass(frozen=True, kw_only=True)
class PromiseKept(PromiseFact):
    as_of: str
    is_late: bool
    evidence: str


@dataclass(frozen=True, kw_only=True)
class PromiseWarned(PromiseFact):
    """So much of its time has passed; `fraction` is 0.5, 0.75 or 0.9 as shipped."""

    fraction: float
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(PromiseFact):
    """The limit passed at `broken_at`; noticed when the entry was written."""

    broken_at: str


@dataclass(frozen=True, kw_only=True)
class PromisePaused(PromiseFact):
    cause: str
    since: str


@dataclass(frozen=True, kw_only=True)
class PromiseResumed(PromiseFact):
    as_of: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(PromiseFact):
    """Its due time changed, and why."""

    formerly: str
    due_at: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class PromiseWaived(PromiseFact):
    reason: str
    by_rule: bool


@dataclass(frozen=True, kw_only=True)
class PromiseOwedAgain(PromiseFact):
    """The only acceptance that kept it bounced."""

    state: str
