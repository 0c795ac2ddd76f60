"""What happens to promises; every fact is about what they are about, so that its timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _Concerning(Fact):
    """About a ticket, what an interruption or a maintenance is for one client, or that client; other numbers are 0."""

    ticket: int = 0
    interruption: int = 0
    maintenance: int = 0
    client: int = 0

    @property
    def about(self) -> str:
        if self.client:
            return f"client-{self.client}"
        if self.ticket:
            return f"ticket-{self.ticket}"
        if self.interruption:
            return f"interruption-{self.interruption}"
        return f"maintenance-{self.maintenance}"

    @property
    def topics(self) -> tuple[str, ...]:
        if self.client:
            return (self.about,)
        lists = "queue" if self.ticket else "interruptions" if self.interruption else "maintenance"
        return (self.about, lists)


@dataclass(frozen=True, kw_only=True)
class PromisesMade(_Concerning):
    """What was promised at once: `made` holds [promise, clause, due time] of each."""

    made: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PromiseFact(_Concerning):
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
    ended_because: str = ""
    """Waived by rule: what happened, where the cause alone does not say it."""


@dataclass(frozen=True, kw_only=True)
class PromiseOwedAgain(PromiseFact):
    """The only acceptance that kept it bounced."""

    state: str
