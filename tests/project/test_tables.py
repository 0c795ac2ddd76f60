"""What a new installation gets at once is what an older one got step by step."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from psycopg import sql
from psycopg.conninfo import make_conninfo

from holdfast.project.tables import WRITTEN, make_tables
from tests.session_postgres import wait_for_template
from tests.tables_compared import described, marked, was_compared

STEPWISE = "holdfast_stepwise"


def test_the_written_tables_are_those_that_the_migrations_make() -> None:
    """To run them all takes a quarter of a minute, so only where it was not done for what is there now."""
    if not was_compared(WRITTEN.read_text(encoding="utf-8"), MigrationLoader(None)):
        require_alike()


@pytest.mark.long
def test_the_written_tables_are_those_that_the_migrations_make_whatever_was_compared() -> None:
    require_alike()


def require_alike() -> None:
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


def test_a_comparison_counts_only_for_the_tables_and_the_migrations_that_were_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loader = MigrationLoader(None)
    text = marked("CREATE TABLE a ();\n", loader)
    assert was_compared(text, loader)
    assert not was_compared(text.replace("a ()", "b ()"), loader)
    assert not was_compared(text.partition("\n")[2], loader)
    for key in (("tickets", "0001_initial"), ("account", "0001_initial")):
        left = {each: loader.disk_migrations[each] for each in loader.disk_migrations if each != key}
        assert len(left) == len(loader.disk_migrations) - 1
        monkeypatch.setattr(loader, "disk_migrations", left)
        assert not was_compared(text, loader)


@pytest.mark.django_db
def test_tables_are_made_only_where_there_are_none() -> None:
    assert not make_tables(MigrationExecutor(connection))
