"""A row that came along in another's statement is the row that a statement of its own would give."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Model, OuterRef
from django.test.utils import CaptureQueriesContext

from holdfast.kernel.models import TrailEntry
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.rows import insert
from holdfast.kernel.within import brought, row_within
from holdfast.people.models import MailedLink, Person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, 0, 0, 123456, tzinfo=UTC)


def all_of(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_is_the_same_in_every_column_and_comes_without_a_statement() -> None:
    ada, ben = insert(
        [Person(email=f"{name}@alder.example", name="Á “x” \\", roles=["agent", "lead"]) for name in "ab"]
    )
    links = [
        MailedLink.objects.create(digest=f"d{n}", person=ada, expires_at=NOON + timedelta(hours=n))
        for n in range(3)
    ]
    ask = Prepared(
        lambda: Person.objects.order_by("pk").annotate(
            links=brought(MailedLink.objects.filter(person=OuterRef("pk")).order_by("-pk"))
        )
    )
    with CaptureQueriesContext(connection) as asked:
        first, second = (each for each in ask() if each.pk in (ada.pk, ben.pk))
        found = [row_within(MailedLink, each) for each in first.links]  # type: ignore[attr-defined]
    assert len(asked) == 1 and second.links == []  # type: ignore[attr-defined]
    fresh = MailedLink.objects.filter(pk__in=[each.pk for each in links]).order_by("-pk")
    assert [all_of(each) for each in found] == [all_of(each) for each in fresh]
    assert found[0].person == ada and not found[0]._state.adding


def test_sql_of_our_own_tells_of_arrays_documents_and_instants_just_so() -> None:
    (ada,) = insert([Person(email="a@alder.example", name="Ada", roles=["agent", "lead"])])
    entry = TrailEntry.objects.create(
        at=NOON, fact="F", about="x-1", actor_kind="system", actor_label="", said={"a": [1, {"b": None}]}
    )
    for row in (Person.objects.get(pk=ada.pk), TrailEntry.objects.get(pk=entry.pk)):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT to_json(t)::text FROM {row._meta.db_table} t WHERE id = %s", [row.pk])
            (told,) = cursor.fetchone()
        assert all_of(row_within(type(row), json.loads(told))) == all_of(row)
