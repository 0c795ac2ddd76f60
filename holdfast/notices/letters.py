"""What the floors above hand in: who reads, and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from holdfast.kernel.text import scrub
from holdfast.notices.addresses import is_machine, is_usable, untagged
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


def why_left_out(reader: Reader, *, own: frozenset[str], is_automatic: bool) -> str:
    """Why this reader is not written to; empty if nothing speaks against it. `own`: the vendor's addresses."""
    address = reader.person.email
    if not is_usable(address):
        return "Left out: no usable address."
    if untagged(address) in own:
        return "Left out: this is our own address."
    if not reader.person.is_active:
        return "Left out: this person is not active."
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
