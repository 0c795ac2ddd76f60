"""What happened to a notice; whoever promised something hears here that it was accepted, or was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from holdfast.kernel.facts import Fact, Intent
from holdfast.notices.models import Delivery, Notice


@dataclass(frozen=True, kw_only=True)
class _Told(Fact):
    notice: int
    delivery: int
    concerning: str
    """What the notice is about: `ticket-412`."""
    kind: str
    event: str
    to_client: bool
    person: int | None
    address: str

    @property
    def about(self) -> str:
        return self.concerning

    @property
    def topics(self) -> tuple[str, ...]:
        return (self.concerning, "outbox")


def naming(notice: Notice, delivery: Delivery) -> dict[str, Any]:
    """The values by which every fact here names its row."""
    return {
        "notice": notice.pk,
        "delivery": delivery.pk,
        "concerning": delivery.about,
        "kind": notice.kind,
        "event": notice.event,
        "to_client": delivery.to_client,
        "person": delivery.person_id,
        "address": delivery.shown_address,
    }


@dataclass(frozen=True, kw_only=True)
class _Settled(_Told):
    """Told in batches: whoever settles sends the hints, once for all."""

    @property
    def topics(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, kw_only=True)
class NoticeAccepted(_Settled):
    """The relay or provider took responsibility for this reader's mail, at that instant (UTC)."""

    accepted_at: datetime


@dataclass(frozen=True, kw_only=True)
class NoticeFailed(_Settled):
    """It was refused for good, or not taken in five days."""

    trouble: str


@dataclass(frozen=True, kw_only=True)
class ChannelGaveWay(_Settled):
    """One channel of a contact failed, or nobody knows whether it did; the next one is used, if one is left."""

    channel: str
    trouble: str
    next_channel: str


@dataclass(frozen=True, kw_only=True)
class EveryChannelFailed(NoticeFailed):
    """No channel of a contact took it for certain, and none is left; it names the last one that was tried."""


@dataclass(frozen=True, kw_only=True)
class NoticeArrived(_Told):
    """The provider told that it reached the reader: the text is on their telephone, or they took the call."""

    delivered_at: datetime


@dataclass(frozen=True, kw_only=True)
class EndpointEnabled(Fact):
    """A webhook that had been disabled is used again."""

    subject: ClassVar[str] = "endpoint"
    endpoint: int
    address: str


@dataclass(frozen=True, kw_only=True)
class SecretChanged(Fact):
    """A webhook has a new secret; the former one counts beside it for a week."""

    subject: ClassVar[str] = "endpoint"
    endpoint: int
    address: str


@dataclass(frozen=True, kw_only=True)
class EndpointDisabled(Fact):
    """A webhook takes nothing any more: it said so, or answered no for 75.6 hours."""

    subject: ClassVar[str] = "endpoint"
    endpoint: int
    address: str
    trouble: str


@dataclass(frozen=True, kw_only=True)
class NoticeBounced(_Told):
    """It had been given over, and came back from further on; an acceptance before it did not count."""

    trouble: str
    was_accepted_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class NoticeLeftOut(_Told):
    """A reader of a client is not written to: a cap was reached, or nothing can be sent to the address."""

    trouble: str
    is_muted: bool
    """Whether a cap holds it back, which has an alarm of its own (`NoticeMuted`)."""


@dataclass(frozen=True, kw_only=True)
class NoticeMuted(_Told):
    """A cap on automatic mail was reached; told once an hour for each address, however many are left out."""

    trouble: str


@dataclass(frozen=True, kw_only=True)
class NoticesTriedAgain(Fact):
    """Somebody had what came back, failed or was put off tried again."""

    concerning: str
    letters: int

    @property
    def about(self) -> str:
        return self.concerning


@dataclass(frozen=True, kw_only=True)
class KeptMailSent(Fact):
    """Letters that were kept in the outbox were set on their way."""

    subject: ClassVar[str] = "letters"
    letters: int

    @property
    def about(self) -> str:
        return "outbox"


@dataclass(frozen=True, kw_only=True)
class Settling(Intent):
    """What became of some mails is about to be written down; whoever reacts locks what they are about first."""

    concerning: tuple[str, ...]
