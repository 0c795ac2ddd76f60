"""The one clock: the database's. Read it once per transaction or sweep, and pass the instant down."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """The database's clock, aware, in UTC; a test installation adds its offset to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT holdfast_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant.astimezone(UTC)


def set_for_test(at: datetime | None) -> None:
    """Stop the clock of a test installation at `at`, or let it run again; the database refuses it elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_installation SET stopped_at = %s", [at])
