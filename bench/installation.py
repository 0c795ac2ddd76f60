"""A database of the benchmark's own: embedded PostgreSQL as shipped (durable), migrated, with the demo's people in it."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.project.demo.world import World


@contextmanager
def installation() -> Iterator[World]:
    """Start it, point this process at it, migrate, enter people and clients; stop and remove it at the end."""
    from holdfast.project.home import Home
    from holdfast.project.postgres.binaries import find_binaries
    from holdfast.project.postgres.cluster import prepare_files
    from holdfast.project.postgres.place import settle_place
    from holdfast.project.postgres.provision import add_extensions, provision
    from holdfast.project.postgres.server import Server

    folder = Path(tempfile.mkdtemp(prefix="holdfast-bench-"))
    folder.chmod(0o711)
    password = secrets.token_urlsafe(16)
    place = settle_place(Home(folder), find_binaries(), print)
    prepare_files(place, password=password, durable=True)
    with (folder / "postgres.log").open("wb") as log:
        server = Server(place, output=log.fileno(), say=print)
        server.start()
    try:
        add_extensions(server.superuser_address(password), "template1")
        provision(server.superuser_address(password), password=password)
        os.environ["DATABASE_URL"] = server.address(user="holdfast", password=password, database="holdfast")
        os.environ["HOLDFAST_HOME"] = str(folder / "home")
        os.environ["HOLDFAST_TEST_INSTALLATION"] = "true"  # history is played on a clock that is set
        os.environ["HOLDFAST_SECRET_KEY"] = secrets.token_urlsafe(32)
        os.environ["DJANGO_SETTINGS_MODULE"] = "holdfast.project.settings"
        yield _prepare()
    finally:
        from django.db import connections

        connections.close_all()
        for each in connections.all(initialized_only=True):
            each.close_pool()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def machine() -> str:
    """On what this was measured, for bench/README.md."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _prepare() -> World:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from holdfast.project.demo.world import build_world

    return build_world(with_passwords=True)
