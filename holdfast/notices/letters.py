"""What the floors above hand in: who reads, and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from holdfast.kernel.text import one_line, scrub
from holdfast.notices.addresses import is_machine, is_usable, untagged
from holdfast.notices.channels import MAIL, is_usable_at
from holdfast.notices.models import Lane
from holdfast.people.models import Person


@dataclass(frozen=True)
class Reader:
    """One person to be told; `reply_token` stands behind the plus sign of their answer's address."""

    person: Person
    to_client: bool
    reply_token: str = ""
    is_substitute: bool = False
    """Whether they get it in the place of readers whom it did not reach."""
    is_listed: bool = False
    """Whether the account manager keeps the address on the client's emergency list: what we write ourselves goes there
    whole, confirmed or not, for a list is there to be reached."""
    channels: Sequence[tuple[str, str]] = ()
    """(channel, address) in the order in which they are tried; none means mail to the person's address."""

    @property
    def places(self) -> list[tuple[str, str]]:
        """The channels with their addresses as the ledger keeps them, mail to the person where none are named."""
        if not self.channels:
            return [(MAIL, one_line(self.person.email, limit=254))]
        return [(channel, one_line(address, limit=1000)) for channel, address in self.channels]

    @property
    def is_stranger(self) -> bool:
        """Whether we were never shown that the address is theirs; the vendor's own people are known."""
        return self.person.confirmed_at is None and not self.person.is_vendor and not self.is_listed


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One notice as it is handed in; `event` is its name for good, and writing it twice writes it once.

    `said` holds the values of its words, plain or instants (aware). `files` are [{sha256, filename,
    media_type}]. `about` names what it is about, as facts do: `ticket-412`; with the address it makes the
    thread.
    """

    event: str
    kind: str
    about: str
    readers: Sequence[Reader]
    subject: str
    said: Mapping[str, Any] = field(default_factory=dict)
    lane: Lane = Lane.UPDATE
    is_automatic: bool = True
    thread_root: str = ""
    answers_to: str = ""
    from_name: str = ""
    files: Sequence[Mapping[str, str]] = ()


def why_left_out(reader: Reader, place: tuple[str, str], *, own: frozenset[str], is_automatic: bool) -> str:
    """Why this reader is not written to there; empty if nothing speaks against it. `own`: the vendor's addresses."""
    channel, address = place
    if not (is_usable(address) if channel == MAIL else is_usable_at(channel, address)):
        return "Left out: no usable address."
    if untagged(address) in own:
        return "Left out: this is our own address."
    if not reader.person.is_active:
        return "Left out: this person is not active."
    if channel != MAIL:
        return ""
    if is_machine(address) or (is_automatic and address.startswith("postmaster@")):
        return "Left out: nobody reads mail at this address."
    return ""


def as_kept(value: Any) -> Any:
    """The value as the ledger keeps it: instants as ISO 8601 in UTC, text without what a database refuses."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, str):
        return value if value.isprintable() else scrub(value)
    if isinstance(value, Mapping):
        return {scrub(str(key)): as_kept(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_kept(each) for each in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrub(str(value))
