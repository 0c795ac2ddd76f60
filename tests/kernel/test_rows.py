"""Rows of one model in one statement: as `bulk_create` would, and refused as it would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.kernel.rows import insert, update
from holdfast.people.models import Person
from holdfast.portal.models import Attempt

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, 0, 0, 123456, tzinfo=UTC)


def test_rows_keep_their_order_their_values_and_get_keys() -> None:
    made = insert([Attempt(key=f"k{number}", at=NOON + timedelta(seconds=number)) for number in range(40)])
    assert [each.pk for each in made] == sorted(each.pk for each in made)
    stored = Attempt.objects.in_bulk([each.pk for each in made])
    assert [(stored[each.pk].key, stored[each.pk].at) for each in made] == [
        (each.key, each.at) for each in made
    ]


def test_lists_texts_and_what_is_empty_come_back_as_they_went() -> None:
    (person,) = insert(
        [
            Person(
                email="ada@alder.example", name='Ada "the first" \\ ☂', roles=["agent", "qa"], joined_at=NOON
            )
        ]
    )
    found = Person.objects.get(pk=person.pk)
    assert (found.name, found.roles, found.joined_at, found.last_login, found.is_active) == (
        'Ada "the first" \\ ☂',
        ["agent", "qa"],
        NOON,
        None,
        True,
    )
    found.name = "Ada"
    person.name = "Ada II"
    person.save()  # a row that was inserted is updated, not inserted anew
    assert Person.objects.get(pk=person.pk).name == "Ada II"


def test_a_text_too_long_for_its_column_is_refused_and_nothing_is_cut_off() -> None:
    with pytest.raises(DataError), transaction.atomic():
        insert([Attempt(key="k" * 65, at=NOON)])
    assert not Attempt.objects.exists()


def test_nothing_to_insert_asks_the_database_nothing_and_any_number_asks_once() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert([])
        insert([Attempt(key=f"k{number}", at=NOON) for number in range(7)])
    assert len(asked) == 1


def test_rows_are_changed_in_one_statement_and_only_in_the_fields_that_are_named() -> None:
    people = insert([Person(email=f"p{number}@alder.example", name="As it was") for number in range(9)])
    for number, person in enumerate(people):
        person.name, person.roles, person.last_login, person.phone = (
            f"P {number}",
            ["qa"],
            NOON,
            "not written",
        )
    with CaptureQueriesContext(connection) as asked:
        update(people, ["name", "roles", "last_login"])
        update([], ["name"])
    assert len(asked) == 1
    found = list(Person.objects.filter(pk__in=[each.pk for each in people]).order_by("pk"))
    assert [each.name for each in found] == [f"P {number}" for number in range(9)]
    assert {(each.roles[0], each.last_login, each.phone) for each in found} == {("qa", NOON, "")}


def test_only_columns_can_be_changed() -> None:
    (person,) = insert([Person(email="ada@alder.example")])
    with pytest.raises(TypeError, match=r"Person\.manages is no column"):
        update([person], ["manages"])
