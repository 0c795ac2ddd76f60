"""What happens to subscriptions and private addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from holdfast.clients.facts import ClientFact
from holdfast.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SubscriptionFact(Fact):
    subject: ClassVar[str] = "subscription"
    subscription: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionBegun(SubscriptionFact):
    """Whoever reads the address pressed the button behind the mailed link."""

    components: int
    """How many are chosen; 0: the whole page."""


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(SubscriptionFact):
    because: str


@dataclass(frozen=True, kw_only=True)
class PrivateAddressMade(ClientFact):
    """A new one; what was there before opens nothing any more."""

    purpose: str


@dataclass(frozen=True, kw_only=True)
class PrivateAddressEnded(ClientFact):
    purpose: str
