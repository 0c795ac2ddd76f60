"""What happens to tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact, Intent


@dataclass(frozen=True, kw_only=True)
class TicketFact(Fact):
    """Something about one ticket; lists are told as well."""

    subject: ClassVar[str] = "ticket"
    ticket: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "queue")


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketFact):
    channel: str
    priority: int
    requester: int
    organisation: int | None
    scenario: str
    is_machine: bool
    """Machine mail is filed and promised nothing (T1)."""
    follows: int | None = None
    acknowledged: str = ""
    """Evidence that the client was shown the reference in the same moment; empty while only a mail will tell it."""


@dataclass(frozen=True, kw_only=True)
class PersonWrote(TicketFact):
    """What was taken for machine mail is a person's, said one of us: an ordinary ticket, from its arrival."""

    message: int | None


@dataclass(frozen=True, kw_only=True)
class NoAnswerNeeded(TicketFact):
    """A ticket of machine mail is about to be closed without a word to anybody."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TicketAcknowledged(TicketFact):
    """The acknowledgement was accepted by the client's channel, or the page that shows the reference was given."""

    evidence: str
    with_opening: bool = False
    """Whether the page showed it as the ticket was opened: its promise was made and kept in one."""


@dataclass(frozen=True, kw_only=True)
class MessageArrived(TicketFact):
    """The client's side said something; `reached_at` is when it reached us, however late it is processed."""

    message: int
    person: int | None
    is_machine: bool
    reached_at: str
    opens: bool = False
    """Whether the ticket was opened with it, so that it can't be an answer to anything."""
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageSent(TicketFact):
    """A person of the vendor wrote to the client; `asks` when the matter now rests with the client."""

    message: int
    person: int
    asks: bool
    told_elsewhere: tuple[int, ...] = ()
    """Whoever of the client gets the same words by another notice, and so none of this."""
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class ChatBegan(TicketFact):
    """Somebody waits in a live chat for a person of ours; `since` is their word's arrival."""

    conversation: int
    since: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (*super().topics, f"chat-{self.conversation}", "chats")


@dataclass(frozen=True, kw_only=True)
class ChatEnded(TicketFact):
    """The talk is over, by the visitor or by us; the ticket goes on."""

    conversation: int
    by_visitor: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (*super().topics, f"chat-{self.conversation}", "chats")


@dataclass(frozen=True, kw_only=True)
class ChatLeft(TicketFact):
    """A chat that nobody has became a message that was left: the visitor is long gone, or nobody of ours is there."""

    conversation: int
    by_visitor: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (*super().topics, f"chat-{self.conversation}", "chats")


@dataclass(frozen=True, kw_only=True)
class NoteWritten(TicketFact):
    message: int
    person: int


@dataclass(frozen=True, kw_only=True)
class CallMissed(TicketFact):
    """Somebody called and reached nobody; the call is to be returned."""

    message: int
    call: int
    missed_at: str


@dataclass(frozen=True, kw_only=True)
class CallHeld(TicketFact):
    """Somebody of ours spoke with the client on the telephone; `ended_at` is when that was over."""

    message: int
    call: int
    ended_at: str


@dataclass(frozen=True, kw_only=True)
class PriorityConfirmed(TicketFact):
    formerly: int
    priority: int


@dataclass(frozen=True, kw_only=True)
class PriorityChanged(TicketFact):
    formerly: int
    priority: int
    reason: str
    words: str


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketFact):
    to: int | None
    formerly: int | None


@dataclass(frozen=True, kw_only=True)
class StageMoved(TicketFact):
    formerly: int
    stage: int


@dataclass(frozen=True, kw_only=True)
class TicketResolved(TicketFact):
    cycle: int


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketFact):
    """`reached_at`: the arrival of the reply that shows it is not solved; the new cycle starts there."""

    cycle: int
    reached_at: str


@dataclass(frozen=True, kw_only=True)
class TicketMerged(TicketFact):
    """This ticket went into another."""

    into: int


@dataclass(frozen=True, kw_only=True)
class TicketLinked(TicketFact):
    other: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class CollaboratorAdded(TicketFact):
    person: int
    is_approved: bool


@dataclass(frozen=True, kw_only=True)
class TicketDescribed(TicketFact):
    """Product, organisation, kind or team were set."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Resolving(Intent):
    """A ticket is about to be resolved."""

    ticket: int


@dataclass(frozen=True, kw_only=True)
class Merging(Intent):
    """A ticket is about to go into another."""

    ticket: int
    into: int


@dataclass(frozen=True, kw_only=True)
class AttachmentForbidden(TicketFact):
    """A virus was found in something attached to the ticket; nobody gets it (T39)."""

    filename: str
    found: str
