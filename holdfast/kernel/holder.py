"""Who holds a claim: this process, by a name that tells whether it still lives.

A claim is a lease with a name in it. While the process is *present*, which is to say while its lock stands in the
database, the name begins with its number, and whoever finds that lock gone lets its claims go. At any other time the
name says nothing, and a claim under it ends with its lease alone.
"""

from __future__ import annotations

import os
import socket
from typing import Final

from django.db import connection

LONGEST: Final = 26
_present: list[int] = []


def arrive(number: int) -> None:
    """Claim from now on as one whose lock stands."""
    _present[:] = [number]


def leave() -> None:
    """Claim from now on as anybody."""
    _present.clear()


def name() -> str:
    """Who claims now, in at most `LONGEST` characters."""
    who = f"{socket.gethostname()[:9]}-{os.getpid()}"
    return f"{_mark(_present[0])}{who}" if _present else who


def let_go(table: str, number: int, *, where: str, so_that: str = "") -> int:
    """End the leases of the process of that number now; the name stays, for it may be alive after all and finish."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO.format(table=table, where=where, so_that=so_that), [_mark(number) + "%"])
        freed: int = cursor.rowcount
    return freed


_LET_GO: Final = """
UPDATE {table} SET lease_until = holdfast_now(){so_that} WHERE id IN (
    SELECT id FROM {table} WHERE {where} AND lease_until > holdfast_now() AND lease_by LIKE %s
    ORDER BY id FOR UPDATE SKIP LOCKED
)
"""


def _mark(number: int) -> str:
    return f"{number:08x}-"
