"""This test's database as somebody who runs it would change it, from outside."""

from __future__ import annotations

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo


def change_database(how: str) -> None:
    """Change this test's database for connections to come, and end those that stand.

    The pool goes first. It opens connections on its own where others broke, and one that is on its way in has read the
    settings as they were, but can't be seen and ended yet: so the change would not hold for it.
    """
    told = connection.settings_dict
    address = make_conninfo(
        "",
        dbname="template1",
        user=told["USER"],
        password=told["PASSWORD"],
        host=told["HOST"],
        port=told["PORT"],
    )
    connection.close()
    connection.close_pool()
    with psycopg.connect(address, autocommit=True) as outside:
        outside.execute(f'ALTER DATABASE "{told["NAME"]}" {how}')
        outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [told["NAME"]]
        )
