"""Whether what `tables.sql` makes was compared with what the migrations make, as both are now."""

from __future__ import annotations

import hashlib
import inspect
import re
import subprocess
import sys
from importlib.metadata import version

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import make_conninfo

from holdfast.project.postgres.binaries import find_binaries

MARK = "-- compared: "
_OURS = re.compile(r"^(?:from|import) (holdfast\.\S+)", re.MULTILINE)
_WRITERS = ("django", "django-allauth")
"""Whose versions say what a migration of ours, or one of theirs, becomes."""


def marked(text: str, loader: MigrationLoader) -> str:
    """The text, and that it was compared, as its first line says from now on."""
    return f"{MARK}{_digest(text, loader)}\n{text}"


def was_compared(text: str, loader: MigrationLoader) -> bool:
    """Whether its first line speaks of this text and of these migrations."""
    mark, _, rest = text.partition("\n")
    return mark == MARK + _digest(rest, loader)


def _digest(text: str, loader: MigrationLoader) -> str:
    """Of all that the comparison depends on: both descriptions, what ours import, and who makes statements of them."""
    sources = {}
    for migration in loader.disk_migrations.values():
        module = sys.modules[type(migration).__module__]
        sources[module.__name__] = inspect.getsource(module)
        for name in _OURS.findall(sources[module.__name__]):
            sources[name] = inspect.getsource(sys.modules[name])
    versions = [(name, version(name)) for name in _WRITERS]
    return hashlib.sha256(repr((text, sorted(sources.items()), versions)).encode()).hexdigest()


def described(server: str, database: str) -> list[str]:
    """All that its tables are, as PostgreSQL itself writes it down, and how many rows each has from the beginning."""
    dumped = subprocess.run(
        [find_binaries() / "pg_dump", "--schema-only", make_conninfo(server, dbname=database)],
        capture_output=True,
        text=True,
        check=True,
    )
    said = [
        each for each in dumped.stdout.splitlines() if not each.startswith("\\")
    ]  # these bear a mark of this run
    with psycopg.connect(make_conninfo(server, dbname=database)) as line:
        tables = line.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        for (table,) in tables:
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            said.append(f"{table}: {line.execute(query).fetchall()}")
        steps = line.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2")
        said += [f"{app} {name}" for app, name in steps]
    return said
