"""A prepared query gives what its queryset gives, whatever it is asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from holdfast.kernel.models import TrailEntry
from holdfast.kernel.prepared import Prepared
from holdfast.kernel.rows import insert
from holdfast.people.models import MailedLink, Person
from holdfast.portal.models import Attempt

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_it_gives_the_rows_of_its_queryset_for_numbers_texts_and_instants() -> None:
    insert([Attempt(key=f"k{n % 3}", at=NOON + timedelta(hours=n)) for n in range(9)])
    newer = Prepared(
        lambda key, at: Attempt.objects.filter(key=key, at__gt=at).order_by("-at"), str, datetime
    )
    for key in ("k0", "k1", "k2", "none", "'; --", "\x01 value 0"):
        for at in (NOON, NOON + timedelta(hours=4), NOON + timedelta(days=1)):
            told = Attempt.objects.filter(key=key, at__gt=at).order_by("-at")
            assert [(each.pk, each.key, each.at) for each in newer(key, at)] == [
                (each.pk, each.key, each.at) for each in told
            ]
    by_number = Prepared(lambda number: Attempt.objects.filter(pk=number), int)
    assert all(by_number.one(each.pk) == each for each in Attempt.objects.all())
    assert by_number.one(2**62) is None


def test_relations_come_along_and_one_that_is_missing_is_missing_without_a_query() -> None:
    ada, ben = insert([Person(email=f"{name}@alder.example", name=name) for name in ("ada", "ben")])
    link = MailedLink.objects.create(digest="d1", purpose="sign_in", person=ada, expires_at=NOON)
    lonely = MailedLink.objects.create(digest="d2", purpose="sign_in", person=None, expires_at=NOON)
    ask = Prepared(lambda digest: MailedLink.objects.filter(digest=digest).select_related("person"), str)
    with CaptureQueriesContext(connection) as asked:
        found, other = ask.one("d1"), ask.one("d2")
        assert found is not None and found == link and found.person == ada and found.person.name == "ada"
        assert other is not None and other == lonely and other.person is None
    assert len(asked) == 2
    contact = Prepared(lambda number: Person.objects.filter(pk=number).select_related("contact"), int)
    alone = contact.one(ben.pk)
    with CaptureQueriesContext(connection) as asked:
        assert not hasattr(alone, "contact")
    assert not asked


def test_a_row_it_gave_is_saved_like_any_other() -> None:
    (ada,) = insert([Person(email="ada@alder.example", name="Ada", roles=["agent"])])
    ask = Prepared(lambda address: Person.objects.filter(email=address), str)
    found = ask.one("ada@alder.example")
    assert found is not None and found.roles == ["agent"]
    found.name = "Ada II"
    found.save(update_fields=["name"])
    again = ask.one("ada@alder.example")
    assert again is not None and (again.pk, again.name) == (ada.pk, "Ada II")


def test_values_as_json_come_back_read() -> None:
    TrailEntry.objects.create(
        at=NOON, fact="F", about="x-1", actor_kind="system", actor_label="", said={"a": [1]}
    )
    (entry,) = Prepared(lambda about: TrailEntry.objects.filter(about=about), str)("x-1")
    assert entry.said == {"a": [1]}


def test_any_number_of_keys_and_texts_are_asked_for_in_the_same_words() -> None:
    people = insert([Person(email=f"p{n}@alder.example", name=f"P{n}") for n in range(5)])
    links = [
        MailedLink.objects.create(digest=f"d{n}", person=each, expires_at=NOON)
        for n, each in enumerate(people)
    ]
    among = Prepared(
        lambda keys, digests: MailedLink.objects.filter(person__among=keys, digest__among=digests).order_by(
            "pk"
        ),
        list,
        list,
    )
    keys = [each.pk for each in people]
    long = "d" * 5000  # no longer text than a column takes is cut to fit it
    with CaptureQueriesContext(connection) as asked:
        assert among(keys, ["d0", "d3", "none", long]) == [links[0], links[3]]
        assert among(keys[:1], ["d0", "d3"]) == [links[0]]
        assert among([], ["d0"]) == among(keys, []) == []
    assert len({re.sub(r"'{.*?}'(::int\d\[\])?", "?", each["sql"]) for each in asked}) == 1
    through = Prepared(lambda digests: Person.objects.filter(mailedlink__digest__among=digests), list)
    assert through(["d4", "d4"]) == [people[4]]


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_alone() -> None:
    locked = Prepared(lambda key: Person.objects.select_for_update().filter(pk=key), int)
    with transaction.atomic():
        assert locked(1) == []
    with pytest.raises(TransactionManagementError):
        locked(1)


def test_a_query_that_drops_or_hides_a_value_is_refused_when_it_is_first_asked() -> None:
    with pytest.raises(TypeError):
        Prepared(lambda key: Attempt.objects.all(), str)("k1")
    with pytest.raises(TypeError):
        Prepared(lambda key: Attempt.objects.filter(key__startswith=key), str)("k1")
