"""What happens to mailings, and to those who want them no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MailingFact(Fact):
    subject: ClassVar[str] = "mailing"
    mailing: int
    kind: str
    title: str
    product: str = ""
    """Whose users it is for; empty: for all clients."""


@dataclass(frozen=True, kw_only=True)
class MailingWritten(MailingFact):
    """A draft, or a change of one."""


@dataclass(frozen=True, kw_only=True)
class MailingSent(MailingFact):
    contacts: int


@dataclass(frozen=True, kw_only=True)
class MailingDropped(MailingFact):
    """A draft that is not sent."""


@dataclass(frozen=True, kw_only=True)
class NewsLeft(Fact):
    """A contact wants no more of one kind, said by the link in a mailing."""

    subject: ClassVar[str] = "person"
    person: int
    kind: str
