"""What happens while a ticket is worked; every fact is about the ticket, so that its timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass

from holdfast.tickets.facts import TicketFact


@dataclass(frozen=True, kw_only=True)
class HandedOver(TicketFact):
    """Tier 1 handed it to a senior developer or lead; `told_client` is the message that told the client, if
    any did.
    """

    hand_over: int
    to: int
    words: str
    told_client: int | None


@dataclass(frozen=True, kw_only=True)
class HandOverTaken(TicketFact):
    hand_over: int
    person: int


@dataclass(frozen=True, kw_only=True)
class FixRecorded(TicketFact):
    """The fix with all that C3 asks for; `ends_waiting` when it makes an open question to the client
    needless.
    """

    fix: int
    by_tier_1: bool
    ends_waiting: bool


@dataclass(frozen=True, kw_only=True)
class VerdictGiven(TicketFact):
    """QA's word; a rejection sends it back with its reason to `back_to`, who made the fix."""

    fix: int
    is_approved: bool
    reason: str
    back_to: int | None
    told_client: int | None


@dataclass(frozen=True, kw_only=True)
class QuestionReminded(TicketFact):
    """The client was reminded of our question; `skipped` reminders had grown stale while nothing ran."""

    question: int
    number: int
    skipped: int


@dataclass(frozen=True, kw_only=True)
class QuestionSilent(TicketFact):
    """Still no answer to our question: hearing the client is a task for a person now."""

    question: int


@dataclass(frozen=True, kw_only=True)
class QuestionUnreached(TicketFact):
    """Our question reached nobody of the client, so nothing waits for an answer; somebody must see to it."""

    question: int


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(TicketFact):
    """The client is asked whether it is fixed; `persons` were written to."""

    approval: int
    fix: int
    persons: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HandOverForApprovalAccepted(TicketFact):
    """The client's channel took the hand-over for approval, at `accepted_at`: from then on it rests with the
    client.
    """

    approval: int
    accepted_at: str
    delivery: int


@dataclass(frozen=True, kw_only=True)
class HandOverForApprovalBounced(TicketFact):
    """Every acceptance of it came back: the client was not asked after all."""

    approval: int
    delivery: int


@dataclass(frozen=True, kw_only=True)
class ApprovalReminded(TicketFact):
    """The client was reminded; `skipped` reminders had grown stale while nothing ran."""

    approval: int
    number: int
    skipped: int


@dataclass(frozen=True, kw_only=True)
class ApprovalSilent(TicketFact):
    """Still no answer: hearing the client is a task for a person now."""

    approval: int


@dataclass(frozen=True, kw_only=True)
class ApprovalUnreached(TicketFact):
    """The request for approval reached nobody of the client; somebody must see to it."""

    approval: int


@dataclass(frozen=True, kw_only=True)
class ClientApproved(TicketFact):
    """Approved for the client; `as_of` is the acceptance of the hand-over, as of which the turnaround is
    kept.
    """

    approval: int
    fix: int
    person: int | None
    via: str
    as_of: str


@dataclass(frozen=True, kw_only=True)
class ClientRefused(TicketFact):
    """Not fixed, the client says; `reached_at` is when that answer reached us."""

    approval: int
    fix: int
    person: int | None
    via: str
    words: str
    reached_at: str
    back_to: int | None


@dataclass(frozen=True, kw_only=True)
class ClientStillTesting(TicketFact):
    approval: int
    message: int | None
    reached_at: str


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(TicketFact):
    """The question fell away: the ticket went into another."""

    approval: int


@dataclass(frozen=True, kw_only=True)
class ExplanationGiven(TicketFact):
    """Cause and fix, in plain words, are on their way to the client (C6)."""

    explanation: int


@dataclass(frozen=True, kw_only=True)
class ExplanationAccepted(TicketFact):
    explanation: int
    accepted_at: str
    delivery: int


@dataclass(frozen=True, kw_only=True)
class ReplyToJudge(TicketFact):
    """A reply of the client waits for an agent to say what it means."""

    judgement: int
    kind: str
    message: int | None


@dataclass(frozen=True, kw_only=True)
class ReplyJudged(TicketFact):
    judgement: int
    kind: str
    message: int | None
    verdict: str
    words: str
    follow_up: int | None = None


@dataclass(frozen=True, kw_only=True)
class WatchingDue(TicketFact):
    """The time to watch has passed; its person is asked whether the fix held."""

    watching: int
    person: int


@dataclass(frozen=True, kw_only=True)
class WatchingEnded(TicketFact):
    watching: int
    held: bool
    outcome: str
