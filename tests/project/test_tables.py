"""What a new installation gets at once is what an older one got step by step."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql
from psycopg.conninfo import make_conninfo

from holdfast.project.postgres.binaries import find_binaries
from holdfast.project.tables import make_tables
from tests.session_postgres import wait_for_template

STEPWISE = "holdfast_stepwise"


@pytest.mark.django_db
def test_the_written_tables_are_those_that_the_migrations_make() -> None:
    server = os.environ["DATABASE_URL"]
    template = wait_for_template(server)
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(STEPWISE)))
        line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(STEPWISE)))
        try:
            subprocess.run(
                [sys.executable, "-m", "holdfast.project.cli", "migrate", "--verbosity=0"],
                env=os.environ | {"DATABASE_URL": make_conninfo(server, dbname=STEPWISE)},
                check=True,
                timeout=120,
            )
            assert described(server, template) == described(server, STEPWISE), (
                "Write them anew: .venv/bin/python -m tests.write_tables"
            )
        finally:
            line.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(STEPWISE)))


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


@pytest.mark.django_db
def test_tables_are_made_only_where_there_are_none() -> None:
    assert not make_tables(MigrationExecutor(connection))
