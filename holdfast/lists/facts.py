"""What happens around the lists: changes asked for, applied, declined; links sent; drills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.clients.facts import ClientFact
from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class _Asked(Fact):
    subject: ClassVar[str] = "ticket"
    ticket: int
    client: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"client-{self.client}")


@dataclass(frozen=True, kw_only=True)
class ListChangeAsked(_Asked):
    """A client asked for a change of its list: `add`, `change` or `remove`, of the contact with this address."""

    change: str
    address: str


@dataclass(frozen=True, kw_only=True)
class ListChangeApplied(_Asked):
    """What the client asked for stands in this version of the list."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ListChangeDeclined(_Asked):
    """The client was told in words why the list stays as it is."""


@dataclass(frozen=True, kw_only=True)
class ProofAsked(ClientFact):
    """A contact was sent a link by which they show that the address is theirs."""

    person: int


@dataclass(frozen=True, kw_only=True)
class ListDrilled(ClientFact):
    """A test message went to everybody on the list who is reached by mail."""

    notice: int
    contacts: int
