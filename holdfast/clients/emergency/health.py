"""How sound a list is: what ails it, worst first, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

QUARTER: Final = timedelta(days=92)
"""A quarter of a year at its longest."""


class Ailment(IntEnum):
    """What may ail a list, the worst first."""

    EMPTY = 1
    BOUNCING = 2
    UNVERIFIED = 3
    STALE = 4
    ONE_PERSON = 5
    NO_GLOBAL = 6

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return "late" if self <= Ailment.BOUNCING else "soon" if self <= Ailment.STALE else "accent"


_LABELS: Final = {
    Ailment.EMPTY: "Empty",
    Ailment.BOUNCING: "Bouncing",
    Ailment.UNVERIFIED: "Not verified",
    Ailment.STALE: "Stale",
    Ailment.ONE_PERSON: "One person only",
    Ailment.NO_GLOBAL: "No global address",
}


@dataclass(frozen=True)
class Finding:
    """One thing that ails a list, and what to do about it in one sentence."""

    ailment: Ailment
    advice: str


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What is known of one contact's mail."""

    name: str
    uses_mail: bool = True
    is_confirmed: bool = True
    has_bounced: bool = False
    is_global: bool = False


@dataclass(frozen=True, kw_only=True)
class State:
    """A list as it is to be judged; `changed_at` is the instant of its newest version."""

    contacts: Sequence[Reach] = ()
    changed_at: datetime | None = None
    reviewed_at: datetime | None = None


def findings(state: State, *, at: datetime) -> list[Finding]:
    """All that ails the list at that instant, the worst first; nothing when it is sound."""
    return list(_findings(state, at=at))


def _findings(state: State, *, at: datetime) -> Iterator[Finding]:
    contacts = state.contacts
    if not contacts:
        yield Finding(
            Ailment.EMPTY,
            "Nobody would hear of an interruption. Ask the client for one address that reaches everybody, and enter it.",
        )
        return
    mailed = [each for each in contacts if each.uses_mail]
    if bounced := [each.name for each in mailed if each.has_bounced]:
        yield Finding(
            Ailment.BOUNCING,
            f"Mail to {_names(bounced)} came back. Call the client, and change the address or take it off.",
        )
    if unproven := [each.name for each in mailed if not each.is_confirmed and not each.has_bounced]:
        yield Finding(
            Ailment.UNVERIFIED,
            f"{_names(unproven)} {_have(unproven)} not confirmed. Send the link again, or ask the client about it.",
        )
    yield from _stale(state, at=at)
    if len(contacts) == 1 and not contacts[0].is_global:
        yield Finding(
            Ailment.ONE_PERSON,
            f"All hangs on {contacts[0].name}. Ask the client for a second contact, or an address of a whole team.",
        )
    if not any(each.is_global for each in contacts):
        yield Finding(
            Ailment.NO_GLOBAL,
            "Recommend one global address that reaches everybody: people come and go, it stays.",
        )


def _stale(state: State, *, at: datetime) -> Iterator[Finding]:
    if state.reviewed_at is None or at - state.reviewed_at > QUARTER:
        yield Finding(
            Ailment.STALE,
            "Nobody has reviewed it for a quarter. Go through it with the client, then confirm that it is right.",
        )
    elif state.changed_at is not None and at - state.changed_at > 2 * QUARTER:
        yield Finding(
            Ailment.STALE,
            "It has not changed for half a year. Ask the client who has come and gone since.",
        )


def _names(names: Sequence[str]) -> str:
    if len(names) > 3:
        return f"{', '.join(names[:2])} and {len(names) - 2} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"
