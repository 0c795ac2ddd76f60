"""A statement over keys gives the same for one of them as for many, and PostgreSQL keeps a plan of it for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.kernel.keyed import Keyed
from holdfast.kernel.rows import insert
from holdfast.people.models import Person

pytestmark = pytest.mark.django_db

NAMES = Keyed(
    "SELECT wanted.id, p.name FROM {keys} AS wanted(id) LEFT JOIN people_person p ON p.id = wanted.id"
)
AMONG = Keyed("SELECT id, name FROM people_person WHERE id {among} AND name <> %(but)s ORDER BY id")


def test_one_key_is_asked_for_as_many_are_and_of_none_nothing_is_asked() -> None:
    ada, ben = insert([Person(email=f"{name}@alder.example", name=name) for name in ("ada", "ben")])
    assert NAMES([ada.pk]) == [(ada.pk, "ada")] and NAMES([None]) == [(None, None)]
    assert sorted(NAMES({ada.pk, ben.pk})) == [(ada.pk, "ada"), (ben.pk, "ben")]
    assert AMONG([ben.pk], but="ada") == [(ben.pk, "ben")] == AMONG([ada.pk, ben.pk], but="ada")
    with CaptureQueriesContext(connection) as asked:
        assert NAMES([]) == AMONG((), but="") == []
    assert not asked


def test_for_one_key_the_plan_is_kept() -> None:
    for key in range(12):
        NAMES([key])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(generic_plans) FROM pg_prepared_statements"
            " WHERE statement LIKE 'SELECT wanted.id, p.name FROM (VALUES%'"
        )
        assert cursor.fetchone()[0] >= 1
