"""What happens to a maintenance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MaintenanceFact(Fact):
    """Something about one maintenance; lists of them are told as well."""

    subject: ClassVar[str] = "maintenance"
    maintenance: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "maintenance")


@dataclass(frozen=True, kw_only=True)
class _Window(MaintenanceFact):
    """Its instants are ISO 8601, UTC."""

    start_at: str
    end_at: str


@dataclass(frozen=True, kw_only=True)
class MaintenancePlanned(_Window):
    kind: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceReworded(MaintenanceFact):
    """Of a draft, of which nobody was told yet; how it read before."""

    formerly_title: str
    formerly_text: str


@dataclass(frozen=True, kw_only=True)
class ClientReached(MaintenanceFact):
    """A client is found to be reached, at once or later: what it is owed starts here."""

    reached: int
    client: int


@dataclass(frozen=True, kw_only=True)
class ShortNoticeAsked(MaintenanceFact):
    """A manager is asked to allow less notice than is owed; nobody outside is told before they do."""

    question: int
    approver: int
    approver_name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ShortNoticeDeclined(MaintenanceFact):
    """They do not allow it, and say why."""

    words: str
    approver_name: str


@dataclass(frozen=True, kw_only=True)
class ShortNoticeApproved(MaintenanceFact):
    """There is an operational reason for less notice than is owed, and somebody answers for it."""

    reason: str
    approver: int
    approver_name: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceMoved(_Window):
    """The window changed before it began; outside the one before it is a new one, noticed by itself."""

    formerly_start_at: str
    formerly_end_at: str
    is_outside: bool


@dataclass(frozen=True, kw_only=True)
class MaintenanceTold(MaintenanceFact):
    announcement: int
    kind: str
    clients: int
    next_at: str = ""


@dataclass(frozen=True, kw_only=True)
class MaintenanceStarted(MaintenanceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MaintenanceVerifying(MaintenanceFact):
    """The work is done, and it is watched whether it holds."""


@dataclass(frozen=True, kw_only=True)
class MaintenanceExtended(MaintenanceFact):
    formerly: str
    end_at: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceNotBegun(MaintenanceFact):
    """Its start passed, and nobody began."""

    start_at: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceOverran(MaintenanceFact):
    """Its end passed while it runs."""

    end_at: str


@dataclass(frozen=True, kw_only=True)
class ReminderDropped(MaintenanceFact):
    """It came due while nobody looked, and it begins before the reminder could be read."""

    start_at: str


@dataclass(frozen=True, kw_only=True)
class MaintenanceCompleted(MaintenanceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class MaintenanceCancelled(MaintenanceFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class FreezeEntered(Fact):
    """Nothing may change for a while."""

    subject: ClassVar[str] = "freeze"
    freeze: int
    what: str
    client: int | None
    start_at: str
    end_at: str


@dataclass(frozen=True, kw_only=True)
class FreezeLifted(Fact):
    subject: ClassVar[str] = "freeze"
    freeze: int
    what: str
