"""What happens on the ladder; every fact but one is about the ticket, so that its timeline tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact
from holdfast.tickets.facts import TicketFact


@dataclass(frozen=True, kw_only=True)
class LevelTold(TicketFact):
    """A level was told; `person` is None where managers stand in for it, `answer` is its allowance."""

    climb: int
    level: int
    title: str
    person: int | None
    by_client: bool
    is_automatic: bool
    is_repeated: bool
    """The top was told before."""
    answer: str
    words: str


@dataclass(frozen=True, kw_only=True)
class LevelUnmanned(TicketFact):
    """Nobody holds this level, so the next one was told at once, and the managers know (T80)."""

    level: int
    title: str


@dataclass(frozen=True, kw_only=True)
class LevelAcknowledged(TicketFact):
    """Somebody of the level has it in hand: reminders stop, the answer stays owed."""

    climb: int
    level: int
    person: int


@dataclass(frozen=True, kw_only=True)
class LevelReminded(TicketFact):
    """`skipped` reminders had grown stale while nothing ran."""

    climb: int
    level: int
    number: int
    skipped: int = 0


@dataclass(frozen=True, kw_only=True)
class LevelRemindersDropped(TicketFact):
    """While nothing ran the answer time passed, and with it `skipped` reminders of the level."""

    climb: int
    level: int
    skipped: int


@dataclass(frozen=True, kw_only=True)
class LevelAnswered(TicketFact):
    """A public message by a person of the level."""

    climb: int
    level: int
    person: int
    message: int


@dataclass(frozen=True, kw_only=True)
class AccountManagerToBeTold(TicketFact):
    """A Priority 1, an escalation or a request of their client: `persons` are written to (D4)."""

    organisation: int | None
    cause: str
    persons: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HandedToAccountManager(TicketFact):
    """What support cannot resolve is with the account manager now."""

    to: int
    words: str


@dataclass(frozen=True, kw_only=True)
class ClientNotReached(TicketFact):
    """A word to the client reached none of those whom it was meant for; `person` gets it in their place."""

    kind: str
    address: str
    trouble: str
    person: int | None
    persons: tuple[int, ...]
    """Who was told."""


@dataclass(frozen=True, kw_only=True)
class AccountManagerMissing(Fact):
    """An enterprise client has no account manager, from now on; a manager must name one."""

    subject: ClassVar[str] = "organisation"
    organisation: int
    name: str
