"""What happens to interruptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.clients.facts import ClientFact
from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class InterruptionFact(Fact):
    """Something about one interruption; lists of them are told as well."""

    subject: ClassVar[str] = "interruption"
    interruption: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "interruptions")


@dataclass(frozen=True, kw_only=True)
class InterruptionSuspected(InterruptionFact):
    """Somebody says that a service is down; `client` is theirs, None of one of ours or a monitor."""

    suspicion: int
    client: int | None
    ticket: int | None
    monitor: int | None = None


@dataclass(frozen=True, kw_only=True)
class SuspicionRecovered(InterruptionFact):
    """The monitor that said so says that it is well again, since then (ISO 8601, UTC)."""

    suspicion: int
    monitor: int
    since: str


@dataclass(frozen=True, kw_only=True)
class TicketAndInterruption(Fact):
    """Something about a ticket that has to do with an interruption: both pages hear of it."""

    subject: ClassVar[str] = "ticket"
    ticket: int
    interruption: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"interruption-{self.interruption}", "interruptions")


@dataclass(frozen=True, kw_only=True)
class TicketSuspects(TicketAndInterruption):
    """The client says on this ticket that a service is down; it is to be weighed at once (E5)."""

    suspicion: int


@dataclass(frozen=True, kw_only=True)
class SuspicionWeighed(TicketAndInterruption):
    """It was confirmed or dismissed; `title` is what was confirmed, and empty otherwise."""

    is_confirmed: bool
    client: int | None
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkedToInterruption(TicketAndInterruption):
    """Each word about the interruption answers the ticket from now on; `title` is empty while it is not public."""

    title: str = ""


@dataclass(frozen=True, kw_only=True)
class UnlinkedFromInterruption(TicketAndInterruption):
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketLeftUnanswered(TicketAndInterruption):
    """A word about it could not be put on this ticket: somebody must answer it by hand."""

    title: str


@dataclass(frozen=True, kw_only=True)
class SuspicionsJoined(InterruptionFact):
    """What was suspected here is the same as another, and goes on there."""

    into: int


@dataclass(frozen=True, kw_only=True)
class InterruptionConfirmed(InterruptionFact):
    """Somebody who may says that it is so; the clock of the report starts. `round` counts on when it breaks again."""

    round: int
    began_at: str
    title: str = ""
    """As it stays from now on."""


@dataclass(frozen=True, kw_only=True)
class ClientAffected(InterruptionFact):
    """A client is found to be affected, at once or later: what it is owed starts here."""

    affected: int
    client: int
    is_unavailable: bool
    """Whether what is hit counts as down for the client, by its level or its policy: then the hourly promise runs."""
    is_again: bool = False
    """Whether it was restored before, and is hit once more."""


@dataclass(frozen=True, kw_only=True)
class ClientWorsened(InterruptionFact):
    """What was only degraded for an affected client counts as down now: the hourly promise starts here."""

    affected: int
    client: int


@dataclass(frozen=True, kw_only=True)
class InterruptionEased(InterruptionFact):
    """Less is gone than was since that instant (ISO 8601, UTC), of these components."""

    what: str
    level: str
    as_of: str


@dataclass(frozen=True, kw_only=True)
class ClientEased(InterruptionFact):
    """Nothing that this client uses counts as down any more, as of that instant (ISO 8601, UTC); it is hit still."""

    affected: int
    client: int
    as_of: str


@dataclass(frozen=True, kw_only=True)
class BulletinSent(InterruptionFact):
    bulletin: int
    kind: str
    clients: int
    next_at: str = ""


@dataclass(frozen=True, kw_only=True)
class InterruptionMoved(InterruptionFact):
    """It came to another stage: identified, watching, closed."""

    formerly: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ClientRestored(InterruptionFact):
    """All components that this client uses are back, as of that instant (ISO 8601, UTC)."""

    affected: int
    client: int
    as_of: str


@dataclass(frozen=True, kw_only=True)
class SectionWritten(InterruptionFact):
    part: str


@dataclass(frozen=True, kw_only=True)
class InterruptionDismissed(InterruptionFact):
    """A suspicion that nothing came of."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class InterruptionRetracted(InterruptionFact):
    """It was confirmed, and was none; all who were told are told."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ImpactCorrected(InterruptionFact):
    """What was recorded of a component counts no longer; what is said here does, from and to as ISO 8601, UTC."""

    impact: int
    corrects: int
    component: str
    level: str
    began_at: str
    ended_at: str
    because: str


@dataclass(frozen=True, kw_only=True)
class WordTemplateWritten(Fact):
    """Prepared words were made or changed."""

    subject: ClassVar[str] = "template"
    template: int
    name: str


@dataclass(frozen=True, kw_only=True)
class WordTemplateDropped(Fact):
    subject: ClassVar[str] = "template"
    template: int
    name: str


@dataclass(frozen=True, kw_only=True)
class UptimeTermsSet(Fact):
    """What counts as down, the goal and the bands of credits, for everybody from that month (`2026-06`) on."""

    subject: ClassVar[str] = "vendor"
    vendor: int = 1
    terms: int
    from_month: str
    goal: str
    because: str


@dataclass(frozen=True, kw_only=True)
class ClientUptimeTermsSet(ClientFact):
    """The same by the agreement with one client; without a goal, what holds for everybody holds for it again."""

    terms: int
    from_month: str
    goal: str
    because: str
