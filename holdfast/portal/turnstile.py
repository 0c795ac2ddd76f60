"""How often somebody may try: limits per address and per source, counted in the database for all processes (T10, T13)."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from holdfast.kernel import tokens
from holdfast.kernel.rows import insert
from holdfast.portal.models import Attempt

_KEPT_FOR: Final = timedelta(days=1)
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key"
_TRIES: Final = "SELECT key, at FROM portal_attempt WHERE key = ANY(%s::text[]) AND at > %s"
_FORGET: Final = "DELETE FROM portal_attempt WHERE at < %s"


@dataclass(frozen=True)
class Limit:
    """At most so many tries within the span."""

    times: int
    within: timedelta


@dataclass(frozen=True)
class Gate:
    """One thing that is counted: `what` names the door, `who` the address or the source."""

    what: str
    who: str
    limits: tuple[Limit, ...]

    @property
    def key(self) -> str:
        return tokens.digest(f"{self.what}\x1f{self.who}")


@transaction.atomic
def pass_gates(gates: Sequence[Gate], *, at: datetime) -> Gate | None:
    """Count one try at all of these gates and return None; or count nothing and return the gate that is shut.

    A refused try is not counted: nobody can keep a gate shut for somebody else by trying on and on (T51).
    """
    keys = sorted(gate.key for gate in gates)  # in one order, so that two tries never wait for each other
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [keys])
        since = at - max(limit.within for gate in gates for limit in gate.limits)
        cursor.execute(_TRIES, [keys, since])
        tries = cursor.fetchall()
    for gate in gates:
        counted = [tried for key, tried in tries if key == gate.key]
        if any(sum(tried > at - limit.within for tried in counted) >= limit.times for limit in gate.limits):
            return gate
    insert([Attempt(key=gate.key, at=at) for gate in gates])
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [at - _KEPT_FOR])
    return None


def source_of(request: HttpRequest) -> str:
    """Where a request comes from; what it says of itself counts only from a proxy that the operator trusts (T49).

    Of IPv6 the network of 64 bits: its owner has all the addresses in it.
    """
    told = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ENV.trusted_proxy:
        told = request.headers.get("X-Forwarded-For", told).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
