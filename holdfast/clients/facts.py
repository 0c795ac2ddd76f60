"""What happens to clients: organisations, their contacts and contracts."""

from __future__ import annotations

from dataclasses import dataclass
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
