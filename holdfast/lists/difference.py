"""A change of one contact as a difference: each line with what stands and what is to stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from holdfast.clients.emergency.channels import Channel, ChannelKind
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import Wanted
from holdfast.lists.hidden import hidden
from holdfast.lists.models import Change, ListRequest, as_contact


@dataclass(frozen=True)
class Line:
    """One thing about the contact; empty where it was not said."""

    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


def difference(before: Listed | None, after: Listed | None) -> list[Line]:
    """What differs, line by line; a whole contact where there is nothing on the other side."""
    old, new = dict(_lines(before)), dict(_lines(after))
    lines = [Line(label, old.get(label, ""), new.get(label, "")) for label in _LABELS]
    return [line for line in lines if line.differs]


def in_words(request: ListRequest) -> str:
    """What is asked for, as the ticket's first message tells it: to whoever sees the ticket, so channels stay hidden."""
    wanted = as_contact(request.wanted)
    if request.change == Change.REMOVE or wanted is None:
        return f"Take off {request.address}"
    what = f"Put on {wanted.email}" if request.change == Change.ADD else f"Change {request.address}"
    lines = [f"{label}: {value}" for label, value in _lines(wanted, hides=True) if value]
    return "\n".join([what, *lines])


_LABELS = (
    "Address",
    "Name",
    "Role",
    "Global address",
    "Channels, in order",
    "Told of",
    "Language",
    "Time zone",
)


def _lines(contact: Listed | None, *, hides: bool = False) -> Iterator[tuple[str, str]]:
    if contact is None:
        return
    yield "Address", contact.email
    yield "Name", contact.name
    yield "Role", contact.role
    yield "Global address", "yes" if contact.is_global else ""
    yield "Channels, in order", channels_in_words(contact, hides=hides)
    yield "Told of", ", ".join(Wanted(kind).label.lower() for kind in Wanted.values if kind in contact.wants)
    yield "Language", contact.language
    yield "Time zone", contact.time_zone.replace("_", " ")


def channels_in_words(contact: Listed, *, hides: bool = False) -> str:
    """`Mail, then Text message +44…`; with `hides` each address only so far that it is recognised."""
    return ", then ".join(_channel(each, hides=hides) for each in contact.channels)


def _channel(channel: Channel, *, hides: bool) -> str:
    label = ChannelKind(channel.kind).label
    if hides:
        return f"{label} {hidden(channel)}"
    return label if channel.kind == ChannelKind.MAIL else f"{label} {channel.address}"
