"""A fact sends its hints in the statement that writes it: once, on commit, and never when it falls with the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.kernel import hints
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record_many
from holdfast.people.facts import PersonEntered

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def listener() -> Iterator[Any]:
    """A connection that hears what is notified."""
    values = connection.get_connection_params()
    told = {key: values[key] for key in ("host", "port", "user", "password", "dbname") if values.get(key)}
    with psycopg.connect(autocommit=True, **told) as line:
        line.execute(f"LISTEN {hints.CHANNEL}")
        yield line


def _heard(line: Any) -> list[str]:
    """The people named; what else the fact touches is told as well."""
    topics = [topic for note in line.notifies(timeout=0.5) for topic in json.loads(note.payload)]
    return [topic for topic in topics if topic.startswith("person-")]


def test_the_hints_of_many_facts_leave_with_them_in_one_statement(listener: Any) -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        record_many([PersonEntered(person=number, roles=()) for number in (3, 4, 3)], by=SYSTEM, at=NOON)
    assert len([each for each in asked if "notify" in each["sql"]]) == 1
    assert sorted(_heard(listener)) == ["person-3", "person-4"]


def test_what_was_told_already_is_not_told_again_and_what_fell_is_not_told(listener: Any) -> None:
    with transaction.atomic():
        record_many([PersonEntered(person=3, roles=())], by=SYSTEM, at=NOON)
        record_many([PersonEntered(person=3, roles=())], by=SYSTEM, at=NOON)
    with transaction.atomic():
        record_many([PersonEntered(person=5, roles=())], by=SYSTEM, at=NOON)
        transaction.set_rollback(True)
    assert _heard(listener) == ["person-3"]


def test_more_topics_than_one_payload_holds_all_arrive(listener: Any) -> None:
    with transaction.atomic():
        record_many([PersonEntered(person=number, roles=()) for number in range(2_000)], by=SYSTEM, at=NOON)
    assert sorted(_heard(listener)) == sorted(f"person-{number}" for number in range(2_000))
