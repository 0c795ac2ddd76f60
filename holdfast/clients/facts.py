"""What happens to clients: organisations, their contacts and contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ClientFact(Fact):
    subject: ClassVar[str] = "client"
    client: int


@dataclass(frozen=True, kw_only=True)
class OrganisationEntered(ClientFact):
    name: str
    is_own: bool = False


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(ClientFact):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AccountManagerNamed(ClientFact):
    """Who looks after the client, who stands in, and until when the account manager is away (ISO 8601, UTC)."""

    account_manager: int | None
    cover: int | None
    away_until: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactEntered(ClientFact):
    person: int
    is_administrator: bool
    is_approver: bool

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"rights-{self.person}")


@dataclass(frozen=True, kw_only=True)
class ContactChanged(ClientFact):
    person: int
    changed: tuple[str, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"rights-{self.person}")


@dataclass(frozen=True, kw_only=True)
class ContactEnded(ClientFact):
    """The person does not speak for the client any more; what they wrote and asked for stays theirs."""

    person: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"rights-{self.person}")


@dataclass(frozen=True, kw_only=True)
class ContractEntered(ClientFact):
    contract: int
    starts_on: str
    ends_on: str = ""
    is_enterprise: bool


@dataclass(frozen=True, kw_only=True)
class ContractEnded(ClientFact):
    contract: int
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class ListChanged(ClientFact):
    """The emergency distribution list has a new version; the persons are those by whom it differs from the one before."""

    number: int
    added: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    because: str
    asked_by: int | None = None
    """The contact of the client on whose request it was made, if on one."""


@dataclass(frozen=True, kw_only=True)
class ListReviewDue(ClientFact):
    """A quarter has begun where the client is: from that instant (UTC) its account manager owes a review."""

    review: int
    quarter: str
    from_at: datetime


@dataclass(frozen=True, kw_only=True)
class ListReviewed(ClientFact):
    """The account manager confirmed that the list is right; `review` is None when none was due."""

    number: int
    review: int | None = None
    quarter: str = ""
