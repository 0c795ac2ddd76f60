"""Who works here: a worker holds a lock for as long as its connection stands, so that its death is seen at once (T56).

The lock hangs on the connection that hears hints, which is one of its own even where a pooler serves the others. A row
says which number the worker goes by. A row without its lock is of a worker that died: a colleague lets go what it had
in hand. That is safe even when it lives, for whoever finishes under a claim that was let go finds it no more (T57);
only a notice could be told twice, so notices wait until a living worker would have connected again. What has no number,
and whatever hangs but lives, is freed by the end of its lease, as ever.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import psycopg
from django.db import connection, transaction

from holdfast.channels.mail import imap_door, intake, storing
from holdfast.kernel import hints, holder
from holdfast.monitors.actions import measuring
from holdfast.monitors.actions.keeping import LOOP as MONITORS
from holdfast.notices.actions import claiming
from holdfast.promises.actions import sweeping

LOOK_EVERY: Final = 1.0
GRACE: Final = 2.0
"""Seconds in which a living worker has connected again (`listening.LONGEST_PAUSE` is a quarter of it)."""
_CLASS: Final = 0x484F4C44
"""Sets our locks apart from any other advisory lock of the database."""

_ARRIVE: Final = """
INSERT INTO project_presence (number, name, missed_at) VALUES (%s, %s, NULL)
ON CONFLICT (number) DO UPDATE SET missed_at = NULL
"""

_MISSED: Final = """
UPDATE project_presence SET missed_at = coalesce(missed_at, clock_timestamp()) WHERE number IN (
    SELECT p.number FROM project_presence p
    WHERE NOT EXISTS (
        SELECT FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.classid::bigint = %s AND l.objid::bigint = p.number AND l.objsubid = 2
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
    FOR UPDATE SKIP LOCKED
)
RETURNING number, missed_at <= clock_timestamp() - make_interval(secs => %s)
"""


@asynccontextmanager
async def present(line: psycopg.AsyncConnection) -> AsyncIterator[None]:
    """Be seen by the others for as long as this connection stands."""
    # shared, so that a connection of ours that broke unseen does not keep us waiting for ourselves
    await line.execute("SELECT pg_advisory_lock_shared(%s, %s)", [_CLASS, _NUMBER])
    await line.execute(_ARRIVE, [_NUMBER, holder.name()])
    holder.arrive(_NUMBER)
    try:
        yield
    finally:
        holder.leave()


_NUMBER: Final = secrets.randbelow(2**31)


def run_once() -> float:
    """Let go what the dead had in hand; returns the seconds until the next look."""
    if missed := _let_go():
        hints.wake(
            storing.LOOP, "promises", MONITORS, *(("notices", "posts") if any(missed.values()) else ())
        )
    return LOOK_EVERY


@transaction.atomic
def _let_go() -> dict[int, bool]:
    """Whoever is missed, and whether for good."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, [_CLASS, GRACE])
        missed = dict(cursor.fetchall())
        for number, is_gone in missed.items():
            for let_go in (intake.let_go, imap_door.let_go, sweeping.let_go, measuring.let_go):
                let_go(number)
            if is_gone:
                claiming.let_go(number)
                cursor.execute("DELETE FROM project_presence WHERE number = %s", [number])
    return missed
