"""The demo's world as most tests want it: built once in each process, then put back as the rows that it was."""

from __future__ import annotations

import pickle

from django.db import connection, transaction

from holdfast.project.demo.world import World, build_world
from tests.world import Clock


class KeptWorld:
    """What `build_world` makes at NOON of a database in which there is nothing yet; putting it back takes 5 ms."""

    def __init__(self) -> None:
        with transaction.atomic():
            Clock()
            before = lengths()
            world = build_world()
            grown = [table for table, length in lengths().items() if length != before[table]]
            assert not any(before[table] for table in grown), "its rows can't be told from those before it"
            self._rows = {table: _copied_from(table) for table in grown}
            # pickled, so that no test finds what another did to its persons
            self._named = pickle.dumps(vars(world))
            transaction.set_rollback(True)

    def put_back(self) -> World:
        """Everybody and everything; ids that come later follow on those of the world."""
        with transaction.atomic(), connection.cursor() as cursor:  # references are looked at in the end
            for table, rows in self._rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
        return World(**pickle.loads(self._named))


def lengths() -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.introspection.table_names()
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


def _copied_from(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)
