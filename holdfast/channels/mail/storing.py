"""Keep a raw mail: the one place by which every door stores it, before anybody is told that we have it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import psycopg
from django.db import connection, transaction

from holdfast.channels.models import MailState
from holdfast.kernel import clock, hints
from holdfast.kernel.text import one_line

LARGEST_MAIL: Final = 50 * 1024 * 1024
"""Bytes of one raw mail."""

LOOP: Final = "intake"
"""The worker loop whose bell is rung."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A mail as a door took it; `reached_at` (UTC) is None where the acceptance itself is the arrival."""

    mailbox: str
    raw: bytes
    door: str
    envelope_from: str | None = None
    envelope_to: list[str] = field(default_factory=list)
    peer: str = ""
    reached_at: datetime | None = None
    state: MailState = MailState.STORED
    reason: str = ""
    why: str = ""


@transaction.atomic
def store_raw(arrivals: Sequence[Arrival]) -> int:
    """Keep these mails; what the same mailbox holds already, byte for byte, is not kept twice. Returns how many are new.

    When this returns outside a transaction, they are committed. Raises the database's errors, and then none is kept.
    """
    if not arrivals:
        return 0
    at = clock.now()
    columns = list(zip(*(_row(each, at) for each in arrivals), strict=True))
    # a cursor of psycopg's own binds on the server: the bytes travel as they are, not as a quoted text twice as long
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(_INSERT, [list(column) for column in columns])
        new = cursor.rowcount
    if new:
        hints.wake(LOOP)
    return new


_INSERT = """
INSERT INTO channels_rawmail (
    mailbox, sha256, raw, size, door, envelope_from, envelope_to, peer, reached_at, state, reason, why,
    lease_by, attempts, mail_id, sender, sender_name, subject, standing, is_machine, sameness, shape, has_opened, was_muted
)
SELECT r.mailbox, r.sha256, r.raw, length(r.raw), r.door, r.envelope_from,
       coalesce(string_to_array(nullif(r.envelope_to, ''), ' '), '{}'),
       r.peer, r.reached_at, r.state, r.reason, r.why, '', 0, '', '', '', '', '', false, '', '', false, false
FROM unnest(%s::text[], %s::text[], %s::bytea[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
            %s::text[], %s::text[], %s::text[])
     WITH ORDINALITY AS r(mailbox, sha256, raw, door, envelope_from, envelope_to, peer, reached_at, state, reason, why, nth)
ORDER BY r.nth
ON CONFLICT (mailbox, sha256) DO NOTHING
"""


def _row(arrival: Arrival, at: datetime) -> tuple[object, ...]:
    return (
        _address(arrival.mailbox)[:254],
        hashlib.sha256(arrival.raw).hexdigest(),
        arrival.raw,
        arrival.door,
        None if arrival.envelope_from is None else _address(arrival.envelope_from),
        " ".join(filter(None, (_address(each) for each in arrival.envelope_to))),
        one_line(arrival.peer, limit=100),
        arrival.reached_at or at,
        arrival.state.value,
        arrival.reason,
        one_line(arrival.why, limit=400),
    )


def _address(text: str) -> str:
    """An address or name as it can be stored: on one line, and addresses without blanks, so that they can be joined."""
    flat = one_line(text, limit=320)
    return flat.replace(" ", "") if "@" in flat else flat
