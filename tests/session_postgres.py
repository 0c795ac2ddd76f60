"""The tests' own PostgreSQL: one server for the session, in a temporary folder, forgetful and fast."""

import atexit
import contextlib
import fcntl
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from holdfast.project.home import Home
from holdfast.project.postgres.binaries import find_binaries
from holdfast.project.postgres.cluster import prepare_files
from holdfast.project.postgres.place import settle_place
from holdfast.project.postgres.provision import add_extensions, provision
from holdfast.project.postgres.server import Server

PASSWORD = "only-for-tests"
PREFIX = "holdfast-test-"
TEMPLATE = "holdfast_migrated"
"""The database that every other one is a copy of, so that the migrations run once a session."""
_MIGRATING = "holdfast_migrating"


class Session(NamedTuple):
    """A running server: its address as DATABASE_URL wants it, a folder for the tests, and what ends both."""

    address: str
    home: Path
    stop: Callable[[], None]


def start() -> Session:
    """Start it; whatever happens to this process, it ends too."""
    parent = _roomiest()
    _remove_leftovers(parent)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    in_use = os.open(folder, os.O_RDONLY)
    fcntl.flock(in_use, fcntl.LOCK_EX)
    folder.chmod(0o711)  # as root the database's account must pass through
    place = settle_place(Home(folder), find_binaries(), print)
    prepare_files(place, password=PASSWORD, durable=False)
    with (folder / "postgres.log").open("wb") as log:
        server = Server(place, output=log.fileno(), say=print)
        server.start()

    def stop() -> None:
        atexit.unregister(stop)
        if server.process is not None and server.is_running():
            server.process.send_signal(signal.SIGQUIT)  # nothing in it is worth a checkpoint
            server.process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        os.close(in_use)

    atexit.register(stop)
    add_extensions(server.superuser_address(PASSWORD), "template1")
    provision(server.superuser_address(PASSWORD), password=PASSWORD, may_create_databases=True)
    with psycopg.connect(server.superuser_address(PASSWORD), autocommit=True) as line:
        line.execute(
            "GRANT SET ON PARAMETER session_replication_role TO holdfast"
        )  # to empty tables (quick_flush)
    address = server.address(user="holdfast", password=PASSWORD, database="holdfast")
    return Session(address, folder / "home", stop)


class Migrating:
    """Makes the template beside whatever goes on, and gives it its name when it is whole."""

    def __init__(self, server: str) -> None:
        with psycopg.connect(server, autocommit=True) as line:
            line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_MIGRATING)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.session_postgres", server],
            cwd=Path(__file__).resolve().parents[1],
            env=os.environ | {"DATABASE_URL": make_conninfo(server, dbname=_MIGRATING)},
        )

    def stop(self) -> None:
        """End it, where the tests were over before it."""
        self._process.terminate()
        self._process.wait()


def wait_for_template(server: str) -> str:
    """Its name, as soon as it can be copied; within two minutes, or it failed and has said why."""
    until = time.monotonic() + 120
    with psycopg.connect(server, autocommit=True) as line:
        while not line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            assert time.monotonic() < until, (
                "The migrations did not run through; what they said stands above."
            )
            time.sleep(0.05)
    return TEMPLATE


def _migrate(server: str) -> None:
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from holdfast.project.tables import make_tables

    gc.disable()  # it is over in seconds, and would look through thousands of passing models again and again
    django.setup()
    make_tables(MigrationExecutor(connection))
    call_command("migrate", verbosity=0)
    connection.close()
    connection.close_pool()
    with psycopg.connect(server, autocommit=True) as line:
        names = (sql.Identifier(_MIGRATING), sql.Identifier(TEMPLATE))
        line.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def _roomiest() -> Path:
    """Memory, where there is enough of it, so that no disk is waited for."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4 * 1024**3:
        return memory
    return Path(tempfile.gettempdir())


def _remove_leftovers(parent: Path) -> None:
    """Remove the folders of sessions that were killed: nobody holds them any more."""
    for left in parent.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime < 60:
                continue  # being made just now
            held = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(held)


def point_environment_at(address: str, home: Path) -> None:
    """Have Django, and every process that a test starts, use that server and nothing of this machine's."""
    for name in [name for name in os.environ if name.startswith("HOLDFAST_")]:
        if name not in ("HOLDFAST_POSTGRES_BIN",):
            del os.environ[name]
    os.environ["DATABASE_URL"] = address
    os.environ["HOLDFAST_SECRET_KEY"] = "only-for-tests" * 3
    os.environ["HOLDFAST_HOME"] = str(home)
    os.environ["HOLDFAST_TEST_INSTALLATION"] = "true"  # lets tests set the clock
    os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.project.settings"


if __name__ == "__main__":
    _migrate(sys.argv[1])
