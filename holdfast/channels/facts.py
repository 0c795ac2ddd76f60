"""What happens to mail on its way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MailFact(Fact):
    """Something about one raw mail; the lists of mail to judge are told as well."""

    subject: ClassVar[str] = "mail"
    mail: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, "mail")


@dataclass(frozen=True, kw_only=True)
class MailHeld(MailFact):
    """A person must judge it; `suggested` is the ticket that it names."""

    reason: str
    sender: str
    suggested: int | None


@dataclass(frozen=True, kw_only=True)
class MailQuarantined(MailFact):
    """It could not be read, or nothing could be done with it."""

    reason: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MailDropped(MailFact):
    """It was left aside, with its reason; the raw mail is kept."""

    reason: str
    why: str


@dataclass(frozen=True, kw_only=True)
class OwnMailReturned(MailFact):
    """Mail of our own came back: a mailbox or a list leads to us (T19). Recorded once a day."""

    sender: str


@dataclass(frozen=True, kw_only=True)
class MailDoubled(MailFact):
    """The same mail had come before; both are kept, one is on the ticket (T22)."""

    same_as: int


@dataclass(frozen=True, kw_only=True)
class MailJudged(MailFact):
    """A person put a held or quarantined mail on a ticket, or had it read again (`ticket` None)."""

    ticket: int | None


@dataclass(frozen=True, kw_only=True)
class StaffMailRefused(MailFact):
    """Mail in the name of one of the vendor's people that did not prove it: a security event (T6)."""

    person: int
    why: str


@dataclass(frozen=True, kw_only=True)
class SenderMuted(MailFact):
    """One address sent so much, or the same so often, that its new tickets are filed in silence (T18). Once an hour."""

    sender: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MailboxSaved(Fact):
    subject: ClassVar[str] = "mailbox"
    mailbox: int
    name: str


@dataclass(frozen=True, kw_only=True)
class MailboxFailed(Fact):
    """A mailbox can't be fetched; recorded when it begins, not at each try."""

    subject: ClassVar[str] = "mailbox"
    mailbox: int
    name: str
    trouble: str


@dataclass(frozen=True, kw_only=True)
class MailNotGiven(Fact):
    """The server refuses to give one mail of a mailbox; recorded when it begins, the rest is fetched."""

    subject: ClassVar[str] = "mailbox"
    mailbox: int
    name: str
    uid: int
    trouble: str


@dataclass(frozen=True, kw_only=True)
class MailboxRecovered(Fact):
    subject: ClassVar[str] = "mailbox"
    mailbox: int
    name: str
