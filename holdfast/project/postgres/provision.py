"""What Holdfast needs inside a PostgreSQL before its tables can be made: role, database, extensions."""

import psycopg
from psycopg import sql

ROLE = "holdfast"
DATABASE = "holdfast"
EXTENSIONS = ("pg_trgm", "unaccent", "citext", "btree_gin")


def provision(superuser_address: str, *, password: str, may_create_databases: bool = False) -> None:
    """Make the role with that password, its database and the extensions; what is there already stays.

    The role is no superuser; only tests let it create databases of its own.
    """
    with psycopg.connect(superuser_address, autocommit=True) as admin:
        _keep_role(admin, password, may_create_databases)
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            admin.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )
    add_extensions(superuser_address, DATABASE)


def add_extensions(superuser_address: str, database: str) -> None:
    """Put the extensions into that database; in `template1` every later database gets them."""
    with psycopg.connect(superuser_address, dbname=database, autocommit=True) as admin:
        for name in EXTENSIONS:
            admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def _keep_role(admin: psycopg.Connection, password: str, may_create_databases: bool) -> None:
    known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone()
    statement = sql.SQL("{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {databases} PASSWORD {password}")
    admin.execute(
        statement.format(
            verb=sql.SQL("ALTER" if known else "CREATE"),
            role=sql.Identifier(ROLE),
            databases=sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB"),
            password=sql.Literal(password),
        )
    )
