"""Live hints: the name of what changed, sent to every process when the transaction commits.

A hint carries names only, never content, and may be lost: whoever listens fetches the truth again. PostgreSQL holds
it until commit and folds equal ones; still, one call per act, for every NOTIFY takes a lock over the whole database.
"""

from __future__ import annotations

import json
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
    hooks = [entry[1] for entry in connection.run_on_commit]
    told = {topic for hook in hooks if isinstance(hook, _Told) for topic in hook.topics}
    named = sorted(set(topics) - told)
    if named and connection.in_atomic_block:
        transaction.on_commit(_Told(frozenset(named)))
    while named:
        taken = 0
        size = 2
        while taken < len(named) and size + len(named[taken]) + 4 < _LIMIT:
            size += len(named[taken]) + 4
            taken += 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(named[:taken])])
        named = named[taken:]


def wake(*loops: str) -> None:
    """Ring the bell of these worker loops on commit; their rows are the truth, this only spares them the wait."""
    send(*(f"wake-{loop}" for loop in loops))
