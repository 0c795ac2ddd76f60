"""What happens to the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.clients.facts import ClientFact
from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProductEntered(Fact):
    subject: ClassVar[str] = "product"
    product: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Fact):
    """It got another name, or is no longer offered, or is again."""

    subject: ClassVar[str] = "product"
    product: int
    name: str
    formerly: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ProductTeamsNamed(Fact):
    """These teams look after it now."""

    subject: ClassVar[str] = "product"
    product: int
    name: str
    teams: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceFact(Fact):
    subject: ClassVar[str] = "service"
    service: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ServiceEntered(ServiceFact):
    pass


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(ServiceFact):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceRetired(ServiceFact):
    """It runs no more; its components went before it."""


@dataclass(frozen=True, kw_only=True)
class ServiceReturned(ServiceFact):
    """It runs again; its components are brought back one by one."""


@dataclass(frozen=True, kw_only=True)
class ComponentFact(Fact):
    """`name` is that of the service, a colon, that of the component."""

    subject: ClassVar[str] = "component"
    component: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ComponentEntered(ComponentFact):
    places: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ComponentChanged(ComponentFact):
    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ComponentRetired(ComponentFact):
    """It runs no more; whoever used it uses it no longer."""

    ended: int
    """How many uses ended with it."""


@dataclass(frozen=True, kw_only=True)
class ComponentReturned(ComponentFact):
    pass


@dataclass(frozen=True, kw_only=True)
class UseFact(ClientFact):
    """Of a client and a component; `name` is the component's, `place` empty where it is used in all of them."""

    component: int
    name: str
    place: str

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.about, f"component-{self.component}")


@dataclass(frozen=True, kw_only=True)
class UseSaid(UseFact):
    """The client uses it, from that day on; both are days of the client's."""

    since: str
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class UseChanged(UseFact):
    """It began on another day than was said, or goes by another contract."""

    changed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UseEnded(UseFact):
    until: str
    """The last day of it."""


@dataclass(frozen=True, kw_only=True)
class UseTakenBack(UseFact):
    """It never began."""

    since: str
