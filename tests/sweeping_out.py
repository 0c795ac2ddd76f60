"""Rows that a test rolled back still lie in their tables, where every search passes them: PostgreSQL is told to sweep.

Its own sweeper is off, as it would wake at any time; without any, a search of all persons takes three times as long
after a thousand tests, and a ticket by mail a quarter longer.
"""

from __future__ import annotations

import itertools

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

EVERY = 150
"""Tests from one sweep to the next; it takes some thirty milliseconds."""
_LONG = """
SELECT relname FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 32 * 8192
"""

_tests = itertools.count(1)


def sweep_now_and_then() -> None:
    """After each test; nothing is swept while one that goes on for several has a transaction open."""
    if next(_tests) % EVERY or connection.in_atomic_block:
        return
    told = connection.settings_dict
    address = make_conninfo(
        "",
        dbname=told["NAME"],
        user=told["USER"],
        password=told["PASSWORD"],
        host=told["HOST"],
        port=told["PORT"],
    )
    with psycopg.connect(address, autocommit=True) as line:
        tables = [sql.Identifier(name) for (name,) in line.execute(_LONG).fetchall()]
        if tables:
            line.execute(sql.SQL("VACUUM {}").format(sql.SQL(", ").join(tables)))
