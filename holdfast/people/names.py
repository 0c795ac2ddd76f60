"""What people are called, for pages that name many."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection


def names_of(keys: Collection[int]) -> dict[int, str]:
    """Name, or else mail address, of these people by their keys, in one plain query; of nobody, in none."""
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [sorted(keys)])
        return dict(cursor.fetchall())


_NAMES = "SELECT id, coalesce(nullif(name, ''), email) FROM people_person WHERE id = ANY(%s::bigint[])"
