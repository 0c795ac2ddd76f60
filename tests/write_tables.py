"""Writes `holdfast/project/tables.sql` anew, from what the migrations say: `python -m tests.write_tables`.

What it makes is compared with what they made, and marked as compared, so that the tests need not run them all again.
"""

from __future__ import annotations

from typing import Any

from tests import session_postgres

HEAD = """\
-- The tables of a new installation. Written by `python -m tests.write_tables` from the statements of the migrations,
-- in their order; to be changed by no hand. A test compares what it makes with what the migrations make.
"""


def migrate_and_write() -> str:
    """Run every migration in an empty database; the statements that this took, migration by migration."""
    from django.db import connection
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.executor import MigrationExecutor

    from holdfast.project.tables import STEP

    lines = [HEAD]
    really = BaseDatabaseSchemaEditor.execute

    def note(editor: Any, sql: Any, params: Any = ()) -> None:
        really(editor, sql, params)
        assert params is None  # they stand in the statement by now
        lines.append(str(sql).strip().rstrip(";").replace(" INDEX CONCURRENTLY ", " INDEX ") + ";\n")

    def announce(action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_start":
            lines.append(f"\n{STEP}{migration.app_label} {migration.name}\n")

    executor = MigrationExecutor(connection, announce)
    BaseDatabaseSchemaEditor.execute = note
    try:
        executor.migrate(executor.loader.graph.leaf_nodes())
    finally:
        BaseDatabaseSchemaEditor.execute = really
    return "".join(lines)


def _main() -> None:
    session = session_postgres.start()
    session_postgres.point_environment_at(session.address, session.home)
    try:
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.loader import MigrationLoader

        from holdfast.project.tables import WRITTEN
        from tests.tables_compared import described, marked

        text = migrate_and_write()
        call_command("migrate", verbosity=0)  # what follows on the last of them
        connection.close()
        connection.close_pool()
        WRITTEN.write_text(text, encoding="utf-8")
        session_postgres.Migrating(session.address)
        template = session_postgres.wait_for_template(session.address)
        assert described(session.address, template) == described(session.address, "holdfast"), (
            "What was written makes other tables than the migrations did."
        )
        WRITTEN.write_text(marked(text, MigrationLoader(None)), encoding="utf-8")
        print(f"{WRITTEN.name}: {len(text.splitlines())} lines")
    finally:
        session.stop()


if __name__ == "__main__":
    _main()
