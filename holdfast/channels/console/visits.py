"""A visit: the form stays open for somebody longer than the token that opened it, behind an address of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from holdfast.channels.console.identity import Identity, identify, vouched_for
from holdfast.channels.console.models import Console, ConsoleVisit
from holdfast.channels.console.refusing import NotBelieved
from holdfast.kernel import tokens

LASTS: Final = timedelta(hours=1)
_KEPT_FOR: Final = timedelta(days=1)
"""So long we still know whose product it was, to say in its frame that the form has been open too long."""


@dataclass(frozen=True)
class Visit:
    """What an address of a visit opens: who somebody is, or nobody any more in a frame of that console."""

    console: Console | None
    identity: Identity | None


@transaction.atomic
def enter(token: str, *, now: datetime) -> tuple[Identity, str]:
    """Who comes with the token, and the address of their visit: a token is used up by the visit that it opens.

    Raises `NotBelieved`. Where the visit can't be kept, nothing is used up, and the same token may come again.
    """
    identity = identify(token, now=now)
    return identity, begin_visit(identity, at=now)


def begin_visit(identity: Identity, *, at: datetime) -> str:
    """Open the form for them; returns the unguessable part of its address."""
    token = tokens.mint(160)
    ConsoleVisit.objects.filter(expires_at__lt=at - _KEPT_FOR).delete()
    ConsoleVisit.objects.create(
        digest=tokens.digest(token),
        console=identity.console,
        organisation=identity.organisation,
        user=identity.user,
        email=identity.email,
        name=identity.name,
        plan=identity.plan,
        page=identity.page,
        expires_at=at + LASTS,
    )
    return token


def visit_behind(token: str, *, at: datetime) -> Visit:
    """Who comes by this address, as they stand now: a console that was retired meanwhile vouches for nobody."""
    rows = ConsoleVisit.objects.select_related("console__product", "organisation")
    row = rows.filter(digest=tokens.digest(token)).first()
    if row is None or row.console.retired_at is not None:
        return Visit(None, None)
    if row.expires_at <= at:
        return Visit(row.console, None)
    said = {name: getattr(row, name) for name in ("user", "email", "name", "plan", "page")}
    try:
        return Visit(row.console, vouched_for(row.console, row.organisation, **said))
    except NotBelieved:
        return Visit(row.console, None)
