"""`holdfast prepare`: makes a database ready for this version, in a child of the supervisor.

Role, database and extensions, then the tables; then says how the first person gets in.
"""

import gc
import os
import time

import psycopg

from holdfast.project.home import Home
from holdfast.project.postgres.provision import EXTENSIONS, provision
from holdfast.project.trouble import Trouble

OLDEST_SERVER = 150_000
PATIENCE = 60  # seconds for a database elsewhere that is still starting


def prepare(*, demo: bool) -> None:
    """Make everything ready, or raise Trouble; what is ready already is left alone."""
    import django

    django.setup()
    from holdfast.project.wire import require_wire

    require_wire()
    superuser = os.environ.pop("HOLDFAST_SUPERUSER_URL", None)
    if superuser is not None:
        provision(superuser, password=Home.from_environment().secret("postgres-holdfast"))
    else:
        _require_usable(os.environ["DATABASE_URL"])
    _bring_tables_up_to_date()
    _tell_who_may_sign_in(demo=demo)


def _require_usable(address: str) -> None:
    """Refuse somebody else's PostgreSQL that is too old or lacks what we need, saying what to do."""
    with _connect(address) as connection:
        if connection.info.server_version < OLDEST_SERVER:
            raise Trouble("DATABASE_URL points at a PostgreSQL older than 15; Holdfast needs 15 or later.")
        for name in EXTENSIONS:
            try:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
            except psycopg.Error as error:
                raise Trouble(
                    f"The database lacks the extension {name} ({error.diag.message_primary}). Have its"
                    f" superuser run, in database {connection.info.dbname}: CREATE EXTENSION {name};"
                ) from None


def _connect(address: str) -> psycopg.Connection:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise Trouble(f"The database of DATABASE_URL does not answer: {error}") from None
        print("Waiting for the database of DATABASE_URL.", flush=True)
        time.sleep(2)


def _bring_tables_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from holdfast.calendars.zone_rules import keep_rules_of_calendars
    from holdfast.project.tables import make_tables

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the tables up to date.", flush=True)
        make_tables(executor)
        gc.set_threshold(50_000, 20, 100)  # each step leaves garbage that costs more to look for than to keep
        call_command("migrate", interactive=False, verbosity=0)
    else:
        keep_rules_of_calendars()  # of zone data that came without a migration


def _tell_who_may_sign_in(*, demo: bool) -> None:
    from django.core.management import CommandError, call_command

    try:
        call_command("load_demo" if demo else "setup_link")
    except CommandError as refused:
        raise Trouble(str(refused)) from None
