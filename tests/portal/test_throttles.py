"""T51: tries to sign in are counted by account and by source, once for all processes, and tell nobody who is known."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from holdfast.people.actions.entering import shut_out
from holdfast.people.models import Person
from holdfast.project.demo.people import PASSWORD
from holdfast.project.demo.world import World
from tests.killing import Child
from tests.portal.knocking import knock
from tests.portal.visiting import as_, stranger
from tests.world import ticket_by_mail

HASHED: list[str] = []


class CountingHasher(MD5PasswordHasher):
    """Notes each time that it has to work."""

    algorithm = "counting"

    def encode(self, password: str, salt: str) -> str:
        HASHED.append(password)
        return super().encode(password, salt)


def sign_in(address: str, password: str, *, source: str = "198.51.100.7", host: str = "desk.example") -> Any:
    said = {"login": address, "password": password}
    return stranger().post("/account/login/", said, REMOTE_ADDR=source, headers={"Host": host})


def is_stopped(answer: Any) -> bool:
    return b"Too many" in answer.content


@pytest.mark.django_db
def test_t51_an_account_is_throttled_from_whatever_source_host_and_spelling(world: World) -> None:
    with_password(world.orla)
    spellings = ["orla@ospreylane.example", " Orla@OspreyLane.example", "ORLA@ospreylane.example "]
    told = [
        is_stopped(sign_in(spellings[n % 3], "wrong", source=f"203.0.113.{n}", host=f"h{n}.example"))
        for n in range(7)
    ]
    assert told == [False] * 5 + [True] * 2
    right = sign_in(world.orla.email, PASSWORD, source="203.0.113.99")
    assert (right.status_code, is_stopped(right)) == (200, True)
    assert not is_stopped(sign_in(world.bram.email, "wrong", source="203.0.113.99"))


@pytest.mark.django_db
def test_t51_a_source_is_throttled_over_all_accounts_and_another_goes_on(world: World) -> None:
    with_password(world.orla)
    told = [is_stopped(sign_in(f"a{n}@home.example", "wrong")) for n in range(12)]
    assert told == [False] * 10 + [True] * 2
    assert sign_in(world.orla.email, PASSWORD, source="198.51.100.8").status_code == 302


@pytest.mark.django_db
def test_t51_whoever_signs_in_rightly_uses_up_no_try(world: World) -> None:
    with_password(world.orla)
    assert [sign_in(world.orla.email, PASSWORD).status_code for _ in range(8)] == [302] * 8


@pytest.mark.django_db
def test_t51_known_unknown_shut_out_and_without_password_get_one_answer_at_one_cost(
    world: World, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    for person in (world.orla, world.mina):
        with_password(person)
    shut_out(world.mina, by=world.piotr)
    world.bram.set_unusable_password()
    world.bram.save()
    told, work, queries = set(), set(), {}
    for number, address in enumerate(
        (world.orla.email, world.mina.email, world.bram.email, world.lutz.email, "nobody@somewhere.example")
    ):
        HASHED.clear()
        with CaptureQueriesContext(connection) as seen:
            answer = sign_in(address, "wrong", source=f"203.0.113.{number}")
        words = re.sub(r'value="[^"]*"', "", answer.content.decode())
        told.add((answer.status_code, words))
        work.add(len(HASHED))
        queries[address] = len(seen)
    assert len(told) == 1
    assert work == {1}
    assert max(queries.values()) == min(queries.values()), queries


@pytest.mark.django_db
def test_t51_where_tries_can_not_be_counted_nobody_is_let_in(world: World) -> None:
    with_password(world.orla)
    door = stranger(raise_request_exception=False)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE people_throttle RENAME TO away")
        with transaction.atomic():
            answer = door.post("/account/login/", {"login": world.orla.email, "password": PASSWORD})
            transaction.set_rollback(True)
        transaction.set_rollback(True)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert b"temporarily unavailable" in answer.content
    assert "sessionid" not in door.cookies


@pytest.mark.django_db
def test_t51_where_a_try_can_be_read_and_not_written_nobody_is_let_in(world: World) -> None:
    with_password(world.orla)
    door = stranger(raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_throttle ADD CHECK (cache_key LIKE '%%:lock') NOT VALID")
    answer = door.post("/account/login/", {"login": world.orla.email, "password": PASSWORD})
    assert answer.status_code == 503
    assert "sessionid" not in door.cookies


@pytest.mark.django_db
def test_pages_do_not_ask_the_throttles(world: World) -> None:
    number = ticket_by_mail(world).pk
    for person, path in (
        (world.tobin, "/desk/"),
        (world.tobin, f"/desk/tickets/{number}/"),
        (world.orla, "/tickets/"),
    ):
        with CaptureQueriesContext(connection) as seen:
            assert as_(person).get(path).status_code == 200
        assert [each for each in seen.captured_queries if "people_throttle" in each["sql"]] == []


@pytest.mark.django_db(transaction=True, available_apps=["holdfast.people"])
def test_t51_two_processes_count_the_same_tries(transactional_db: None) -> None:
    Person.objects.create(email="orla@ospreylane.example", name="Orla")
    try:
        with knocking() as one, knocking() as other:
            lines = [line for each in (one, other) for line in each.said.read().split()]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE people_throttle")
    assert sorted(lines) == ["stopped"] * 3 + ["wrong"] * 5


def knocking() -> Child:
    return Child(lambda: knock("orla@ospreylane.example", 4))


def with_password(person: Person) -> None:
    person.set_password(PASSWORD)
    person.save()
