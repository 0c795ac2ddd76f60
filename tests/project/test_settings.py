"""What the settings make of the environment."""

from __future__ import annotations

import pytest
from django.db import connection
from psycopg_pool.base import AttemptWithBackoff

from holdfast.kernel import clock
from holdfast.project import environment, settings


@pytest.mark.django_db
def test_a_statement_that_comes_often_is_planned_once_a_connection() -> None:
    for _ in range(10):
        clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT holdfast_now()'"
        )
        assert cursor.fetchone() == (1,)


def test_behind_a_pooler_that_keeps_no_sessions_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_LISTEN_URL", "postgresql://database.example/holdfast")
    assert settings._database(environment.read())["OPTIONS"]["prepare_threshold"] is None


def test_a_database_that_is_back_after_minutes_is_tried_within_seconds() -> None:
    """The pool pauses longer after each refusal; here by its own reckoning, as nobody waits for minutes in a test."""
    limit = settings.DATABASES["default"]["OPTIONS"]["pool"]["reconnect_timeout"]
    attempt, at, pauses = AttemptWithBackoff(timeout=limit), 1.0, []
    while not attempt.time_to_give_up(at):
        attempt.update_delay(at)
        pauses.append(attempt.delay)
        at += attempt.delay
    assert max(pauses) < 6
    assert at < 12  # from then on whoever asks has it tried at once
