"""T81, T82: whatever fails, the page and the log say so, and nothing of what anybody wrote."""

from __future__ import annotations

import io
import logging
import re
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from holdfast.people.door import Door
from holdfast.project.demo.world import World
from holdfast.project.log_lines import DiscreetFormatter, keep_uncaught_discreet
from holdfast.project.loops import LOOPS
from holdfast.project.worker import _note_failure
from tests.project.test_bridge import ask, scope_of
from tests.world import Clock, ticket_by_mail

SECRET = "my-password-is-hunter2"
REFUSAL = f'invalid value "{SECRET}"\nDETAIL:  Failing row contains (1, {SECRET}, f).'
_WRITES = ("INSERT", "UPDATE", "WITH")
_GIVEN = {
    **{"int": "1", "str": "x", "slug": "x", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12, "path": "x"},
    **{"code": "a" * 26, "month": "2026-11", "tongue": "en", "purpose": "status"},
}


@pytest.fixture
def log() -> Iterator[Callable[[], str]]:
    """What the shipped logging writes."""
    handler = next(each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler)
    assert isinstance(handler.formatter, DiscreetFormatter)
    written = io.StringIO()
    before = handler.setStream(written)
    yield written.getvalue
    handler.setStream(before or sys.stderr)


def fail(*_: object) -> Any:
    """A database that refuses, as PostgreSQL words it."""
    raise IntegrityError(REFUSAL)


def every_path(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern).removeprefix("^")
        if isinstance(each, URLResolver):
            yield from every_path(each.url_patterns, path)
        else:
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: _GIVEN[found[1] or "str"], path)
            yield re.sub(r"\(\?P<\w+>[^)]*\)|\$$|\\Z$", "x", filled)


@pytest.mark.django_db
def test_t82_a_fault_in_any_view_is_a_page_with_a_number_and_the_log_holds_nothing_of_it(
    world: World, log: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Door.process_view

    def and_then_fail(self: Door, request: Any, view: Any, args: Any, kwargs: Any) -> Any:
        refused = original(self, request, view, args, kwargs)
        if refused is not None:
            return refused
        with connection.execute_wrapper(fail):
            return view(request, *args, **kwargs)

    monkeypatch.setattr(Door, "process_view", and_then_fail)
    failed: dict[str, str] = {}
    for person in (None, world.piotr, world.orla):
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        for path in every_path(get_resolver().url_patterns):
            for method in ("get", "post"):
                answer = getattr(client, method)(path, {"text": SECRET})
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                assert SECRET.encode() not in body or answer.status_code == 422, path
                if answer.status_code == 500:
                    assert b"Traceback" not in body
                    assert b"IntegrityError" not in body
                    number = re.search(rb"fault <b>([0-9a-f]{8})</b>", body)
                    assert number, path
                    failed[number[1].decode()] = path
    said = log()
    assert len(set(failed.values())) > 50
    assert [path for number, path in failed.items() if f"fault {number}" not in said] == []
    assert "IntegrityError" in said
    assert SECRET not in said
    assert "DETAIL" not in said


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_t59_a_database_that_can_not_be_used_is_said_as_that_and_with_the_number_in_the_log(
    world: World, log: Callable[[], str], kind: type[Exception]
) -> None:
    def gone(*_: object) -> Any:
        raise kind(REFUSAL)

    client = Client(raise_request_exception=False)
    with connection.execute_wrapper(gone):
        answer = client.get("/support/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    number = re.search(rb"fault <b>([0-9a-f]{8})</b>", answer.content)
    assert number
    assert f"fault {number[1].decode()}" in log()
    assert SECRET not in log()


@pytest.mark.django_db
@pytest.mark.parametrize("loop", LOOPS, ids=lambda loop: loop.name)
def test_t82_a_fault_in_any_job_leaves_its_place_in_the_log_and_nothing_else(
    loop: Any, world: World, the_clock: Clock, log: Callable[[], str]
) -> None:
    ticket_by_mail(world)
    the_clock.forward(hours=2)
    seen: list[str] = []

    def sooner_or_later(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return fail() if sql.lstrip().upper().startswith(_WRITES) else execute(sql, params, many, context)

    with connection.execute_wrapper(sooner_or_later):
        try:
            loop.run_once()
        except Exception as error:
            _note_failure(loop.name, error, 1.0)
    said = log()
    assert SECRET not in said
    assert "DETAIL" not in said
    if any(each.lstrip().upper().startswith(_WRITES) for each in seen):
        assert "IntegrityError" in said
        assert 'File "' in said


def test_an_error_behind_an_error_is_told_by_its_place_too(log: Callable[[], str]) -> None:
    try:
        try:
            fail()
        except IntegrityError as first:
            raise ValueError(SECRET) from first
    except ValueError as second:
        logging.getLogger("anything").exception("It failed: %s", second)
    said = log()
    assert said.index("IntegrityError") < said.index("led to") < said.rindex("ValueError")
    assert "in fail" in said
    assert "It failed: ValueError" in said
    assert SECRET not in said


@pytest.mark.django_db
def test_what_others_log_of_a_request_or_a_task_names_no_address_and_no_text(log: Callable[[], str]) -> None:
    logging.getLogger("django.security.DisallowedHost").error(f"Invalid HTTP_HOST header: {SECRET}")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('%s')", SECRET)
    logging.getLogger("anything").error(ValueError(SECRET))
    Client().get(f"/set-up/{SECRET}/")
    Client(enforce_csrf_checks=True).post(f"/set-up/{SECRET}/", {"password": SECRET})
    said = log()
    assert SECRET not in said
    assert "A request was refused." in said
    assert "403 for POST /set-up/<str:token>/" in said


def test_what_nobody_catches_is_written_the_same_way(
    log: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    keep_uncaught_discreet()
    thread = threading.Thread(target=fail, name="errand")
    thread.start()
    thread.join()
    try:
        fail()
    except IntegrityError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    said = log()
    assert "The thread errand ended by an error." in said
    assert said.count("\nIntegrityError") == 2
    assert SECRET not in said


def test_an_application_that_fails_outside_its_pages_says_nothing_of_it(log: Callable[[], str]) -> None:
    def answer(_: dict[str, Any], start: Callable[..., Any]) -> Any:
        raise ValueError(SECRET)

    status, _, body = ask(answer, scope_of())
    assert (status, body) == (500, b"A fault on our side.\n")
    assert "ValueError" in log()
    assert SECRET not in log()
