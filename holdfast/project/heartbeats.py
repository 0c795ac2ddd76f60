"""Signs of life of the worker's loops (T78): a stuck one leaves none."""

from django.db import connection

STUCK_AFTER = 240  # seconds; the auditor looks each minute, and within five somebody hears of it


def beat(loop: str) -> None:
    """Note that the loop came round just now, by the real clock even where a test stops ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO project_heartbeat (loop, at) VALUES (%s, clock_timestamp())"
            " ON CONFLICT (loop) DO UPDATE SET at = excluded.at",
            [loop],
        )


def silences() -> dict[str, float]:
    """For each loop that ever came round, the seconds since it last did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT loop, extract(epoch FROM clock_timestamp() - at)::float FROM project_heartbeat"
        )
        return dict(cursor.fetchall())
