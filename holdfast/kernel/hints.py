"""Live hints: the name of what changed, sent to every process when the transaction commits.

A hint carries names only, never content, and may be lost: whoever listens fetches the truth again. PostgreSQL holds
it until commit and folds equal ones; still, one call per act, for every NOTIFY takes a lock over the whole database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

CHANNEL = "holdfast"


@dataclass(frozen=True)
class _Told:
    """Remembers, for as long as the transaction may still commit, what it has told; Django forgets it on rollback."""

    topics: frozenset[str]

    def __call__(self) -> None:
        """Nothing is left to do on commit: PostgreSQL delivers."""


_LIMIT = 7_000  # PostgreSQL refuses a payload of 8,000 bytes


def send(*topics: str) -> None:
    """Tell all processes, on commit, that these topics changed; what this transaction told already is not told again."""
    if payloads := payloads_of(topics):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [CHANNEL, payloads]
            )


def payloads_of(topics: Iterable[str]) -> list[str]:
    """What is to be notified on the channel that these topics changed, for a caller whose own statement does it.

    They count as told from now on; none is too long for PostgreSQL.
    """
    hooks = [entry[1] for entry in connection.run_on_commit]
    told = {topic for hook in hooks if isinstance(hook, _Told) for topic in hook.topics}
    named = sorted(set(topics) - told)
    if named and connection.in_atomic_block:
        transaction.on_commit(_Told(frozenset(named)))
    payloads = []
    while named:
        taken = 0
        size = 2
        while taken < len(named) and size + len(named[taken]) + 4 < _LIMIT:
            size += len(named[taken]) + 4
            taken += 1
        payloads.append(json.dumps(named[:taken]))
        named = named[taken:]
    return payloads


def wake(*loops: str) -> None:
    """Ring the bell of these worker loops on commit; their rows are the truth, this only spares them the wait."""
    send(*(f"wake-{loop}" for loop in loops))
