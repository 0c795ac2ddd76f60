"""Statements over the rows of some keys, nearly always of one: planned once for one key, and once for many.

PostgreSQL keeps a plan where it looks as cheap as one for the values at hand. Of an array in a parameter it supposes ten
values, so that a statement for a single key was planned anew each time, which took longer than to carry it out.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection


class Keyed:
    """SQL of ours over any number of keys: `{keys}` is a table of them, `{among}` a condition that a column is one."""

    def __init__(self, sql: str) -> None:
        self._one = sql.replace("{keys}", "(VALUES (%(keys)s::bigint))").replace(
            "{among}", "= %(keys)s::bigint"
        )
        many = sql.replace("{keys}", "unnest(%(keys)s::bigint[])")
        self._many = many.replace("{among}", "= ANY(%(keys)s::bigint[])")

    def __call__(self, keys: Collection[int | None], **values: Any) -> list[tuple[Any, ...]]:
        """Run it, with whatever else it names, and return its rows, if it gives any; of no key, nothing is asked."""
        if not keys:
            return []
        one, *others = keys
        with connection.cursor() as cursor:
            if others:
                cursor.execute(self._many, {**values, "keys": list(keys)})
            else:
                cursor.execute(self._one, {**values, "keys": one})
            return cursor.fetchall() if cursor.description else []
