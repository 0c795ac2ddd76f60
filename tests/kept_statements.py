"""What PostgreSQL has parsed and planned for one test is asked by the next: a rollback throws none of it away.

psycopg forgets its prepared statements with every rollback, for the transaction may have made a table anew. A test ends
with one, and so each began by preparing the same statements again, which took a quarter of the database's time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from psycopg._preparing import Prepare, PrepareManager

MOST = 1_000
"""Statements kept on a connection; as shipped it is a hundred, and all tests together ask ten times as many."""

_changed_a_table = re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b").match
_forget = PrepareManager.clear


def keep_statements() -> None:
    """From now on, on every connection of this process."""
    PrepareManager.prepared_max = MOST
    PrepareManager.clear = _after_a_rollback  # type: ignore[method-assign]
    PrepareManager._should_discard = _after_a_statement  # type: ignore[method-assign]


def _after_a_rollback(statements: PrepareManager) -> bool:
    return False


def _after_a_statement(statements: PrepareManager, prepare: Prepare, results: Sequence[Any]) -> bool:
    changed = any(_changed_a_table(result.command_status or b"") for result in results)
    return changed and _forget(statements)
