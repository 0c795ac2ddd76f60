"""One contact of a list, as it stands or is wanted; and what a list must be as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.clients.emergency.channels import Channel, require_channels
from holdfast.clients.models import Wanted
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.actions.entering import require_their_address

MOST: Final = 200
"""Contacts of one list: more are a sign that one global address is missing."""

NEVER_EMPTY: Final = (Wanted.INTERRUPTION, Wanted.MAINTENANCE)


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One contact; of name, language and time zone what is empty stays as the person has it."""

    email: str
    name: str = ""
    role: str = ""
    language: str = ""
    time_zone: str = ""
    is_global: bool = False
    channels: tuple[Channel, ...] = ()
    wants: tuple[str, ...] = NEVER_EMPTY


def require_listed(wanted: Listed) -> Listed:
    """The contact in its normal form; what can't stand is refused at its field."""
    email = require_their_address(wanted.email)
    if unknown := sorted(set(wanted.wants) - set(Wanted.values)):
        raise Refused(f"There is nothing called {unknown[0]!r} to be told of.", code="no_such", field="wants")
    if not wanted.wants:
        raise Refused(
            "Say of what they are told, or take them off the list.", code="told_nothing", field="wants"
        )
    return Listed(
        email=email,
        name=one_line(wanted.name, limit=500),
        role=one_line(wanted.role, limit=120),
        language=wanted.language,
        time_zone=wanted.time_zone,
        is_global=wanted.is_global,
        channels=require_channels(wanted.channels, mail=email),
        wants=tuple(kind for kind in Wanted.values if kind in wanted.wants),
    )


def require_whole(contacts: Sequence[Listed]) -> None:
    """Refuse what can't stand as a list: a contact twice, or nobody who is told of what somebody must be told."""
    addresses = [each.email for each in contacts]
    if twice := next((address for address in addresses if addresses.count(address) > 1), None):
        raise Refused(f"{twice} is on the list already.", code="listed_twice", field="email")
    if len(contacts) > MOST:
        raise Refused(f"At most {MOST} contacts; one global address reaches everybody.", code="too_many")
    for kind in NEVER_EMPTY:
        if not any(kind in each.wants for each in contacts):
            raise Refused(
                f"Somebody must be told of {kind.label.lower()}. Enter another contact for it first.",
                code="nobody_told",
                field="wants",
            )
