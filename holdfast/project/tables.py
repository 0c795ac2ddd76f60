"""The tables of a new installation, all at once: what its migrations make step by step takes them ten times as long.

`tables.sql` beside this is written by `python -m tests.write_tables`, from the statements of the migrations themselves.
"""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

WRITTEN = Path(__file__).with_name("tables.sql")
STEP = "-- migration: "
"""Begins the line before the statements of a migration."""

Step = tuple[str, str]


def make_tables(executor: MigrationExecutor) -> bool:
    """Make all or none; False, and nothing made, where there are some or the file is not of these migrations."""
    if connection.introspection.table_names():
        return False
    text = WRITTEN.read_text(encoding="utf-8")
    steps = written_steps(text)
    if steps != planned_steps(executor):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text)
        for step in steps:
            executor.recorder.record_applied(*step)
    return True


def written_steps(text: str) -> list[Step]:
    """The migrations of whose statements the text consists, in order."""
    named = [line.removeprefix(STEP) for line in text.splitlines() if line.startswith(STEP)]
    return [(app, name) for app, _, name in (step.partition(" ") for step in named)]


def planned_steps(executor: MigrationExecutor) -> list[Step]:
    """The migrations that a database lacks in which there is nothing yet, in order."""
    return [
        (step.app_label, step.name) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]
