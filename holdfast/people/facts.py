"""What happens to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonFact(Fact):
    subject: ClassVar[str] = "person"
    person: int

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"rights-{self.person}")


@dataclass(frozen=True, kw_only=True)
class PersonEntered(PersonFact):
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RolesChanged(PersonFact):
    formerly: tuple[str, ...]
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonChanged(PersonFact):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonShutOut(PersonFact):
    """The person may not enter any more; what they did stays."""


@dataclass(frozen=True, kw_only=True)
class PersonLetIn(PersonFact):
    """The person may enter again."""


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(PersonFact):
    """The address was proven to be theirs, by `how`."""

    how: str


@dataclass(frozen=True, kw_only=True)
class AddressTakesMail(PersonFact):
    """Mail had come back from the address, and `how` shows that it takes mail again."""

    how: str


@dataclass(frozen=True, kw_only=True)
class TeamSaved(Fact):
    """A team was made, renamed, or has other people now."""

    subject: ClassVar[str] = "team"
    team: int
    name: str
    persons: tuple[int, ...]
