"""`holdfast prepare`: makes a database ready for this version, in a child of the supervisor.

Role, database and extensions, then the tables; then says how the first person gets in.
"""

import gc
import os
import time

import psycopg

from holdfast.project.home import Home
from holdfast.project.postgres.provision import EXTENSIONS, provision
from holdfast.project.surroundings import reason_of
from holdfast.project.trouble import Trouble

OLDEST_SERVER = 150_000
PATIENCE = 60  # seconds for a database elsewhere that is still starting
PAUSE = 2  # between two tries


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
        _require_extensions(connection)
        _require_room_for_tables(connection)


def _require_extensions(connection: psycopg.Connection) -> None:
    refused, why = [], ""
    for name in EXTENSIONS:
        try:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except psycopg.Error as error:
            refused.append(name)
            why = str(error.diag.message_primary)
    if refused:
        orders = " ".join(f"CREATE EXTENSION {name};" for name in refused)
        raise Trouble(
            f"The database lacks {', '.join(refused)} ({why}). Have its superuser run, in database"
            f" {connection.info.dbname}: {orders}"
        )


def _require_room_for_tables(connection: psycopg.Connection) -> None:
    found = connection.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    if not found or not found[0]:
        role, database = connection.info.user, connection.info.dbname
        raise Trouble(
            f"The role {role} may make no tables in database {database}. Have its superuser run:"
            f" ALTER DATABASE {database} OWNER TO {role};"
        )


def _connect(address: str) -> psycopg.Connection:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return psycopg.connect(address, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            if time.monotonic() > until:
                raise Trouble(f"The database of DATABASE_URL does not answer: {reason_of(error)}.") from None
            told = reason_of(error)
        print(f"Waiting for the database of DATABASE_URL: {told}.", flush=True)
        time.sleep(PAUSE)


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
        if demo:
            call_command("load_demo")
        else:
            call_command("setup_link", verbosity=0)  # nothing, once it is set up
    except CommandError as refused:
        raise Trouble(str(refused)) from None
