"""Statements over many rows at once: the rows travel as one JSON document, which costs less than a parameter each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection


def run_over(sql: str, rows: Sequence[Any], **values: Any) -> list[tuple[Any, ...]]:
    """Run a statement that reads the rows from `%(rows)s::jsonb`; returns what it returns, if anything.

    A row is a mapping or a dataclass; its values are named by the statement.
    Instants go as ISO 8601 with their zone. No text may hold NUL, which `kernel.text` takes care of.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"rows": msgspec.json.encode(rows).decode(), **values})
        return cursor.fetchall() if cursor.description else []
