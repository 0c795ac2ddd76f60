"""T41: every address of the installation, by every role and every client, own and foreign, GET and POST."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import pytest
import typst
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from holdfast.people.acts import MAY, Act
from holdfast.people.door import Door, rule_of
from holdfast.people.models import Person
from tests.doors.cast import everything, one_of_each
from tests.doors.table import ROWS, addresses_of, expected
from tests.doors.telling_apart import Looked, Looking, named_among
from tests.kept_world import KeptWorld
from tests.portal.visiting import as_
from tests.world import Clock

Ask = Callable[..., set[str]]


class Address(NamedTuple):
    """One pattern of the URL map: its whole name, its view, and the placeholders in it."""

    name: str
    view: Callable[..., HttpResponse]
    places: tuple[str, ...]


def every_address(
    patterns: list[URLPattern | URLResolver], space: str = "", before: tuple[str, ...] = ()
) -> Iterator[Address]:
    for each in patterns:
        places = (*before, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from every_address(each.url_patterns, inner, places)
        else:
            yield Address(f"{space}{each.name}", each.callback, places)


FOUND = list(every_address(get_resolver().url_patterns))
PLACES = {each.name: each.places for each in FOUND}
VIEWS = {each.name: each.view for each in FOUND}


def test_t41_an_address_without_a_row_fails_and_so_does_a_row_without_an_address() -> None:
    assert sorted(each.name for each in FOUND) == sorted(ROWS)


def test_t41_every_address_of_the_installation_has_a_rule() -> None:
    assert [each.name for each in FOUND if rule_of(each.view) is None] == []


def test_t41_a_view_that_says_nothing_of_who_may_enter_lets_in_nobody() -> None:
    with pytest.raises(PermissionDenied, match="No rule"):
        Door(lambda request: HttpResponse()).process_view(
            RequestFactory().get("/"), lambda request: HttpResponse("in"), (), {}
        )


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
def test_t41_no_address_answers_another_verb(verb: str) -> None:
    door = Door(lambda request: HttpResponse())
    for each in FOUND:
        answer = door.process_view(RequestFactory().generic(verb, "/"), each.view, (), {})
        assert (each.name, answer and answer.status_code) == (each.name, 405)


@pytest.fixture(scope="module")
def ask(kept_world: KeptWorld, django_db_blocker: DjangoDbBlocker) -> Iterator[Ask]:
    """Who is let in at an address with a verb: all visits share one world, and each is undone.

    Whom the door's own rule refuses is found by asking it, and one of them is sent; of those whom it lets in, one of
    each kind that the address itself tells apart.
    No page is written out: by then it is decided, and writing them would take a third of the time.
    """
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_, **__: "")
        patch.setattr(typst, "compile", lambda *_, **__: b"")
        Clock()
        world = kept_world.put_back()
        persons = one_of_each(world)
        things = everything(world, persons)
        looking, named = Looking(patch), named_among(list(persons.values()))
        handler = Client().handler  # one for all: each browser's own would load the middleware once more
        keys = {
            who: as_(person).cookies[settings.SESSION_COOKIE_NAME].value for who, person in persons.items()
        }

        def let_in(name: str, verb: str, among: Iterable[str] = (*keys, "nobody")) -> set[str]:
            if is_refused_to_all(VIEWS[name], verb):
                return set()
            path = reverse(name, kwargs=things.for_address(name, PLACES[name]))
            shut_out = [who for who in among if is_shut_out(VIEWS[name], verb, path, persons.get(who))]
            found: list[tuple[Person | None, Looked, bool]] = []

            def is_in(who: str) -> bool:
                person = persons.get(who)
                for other, looked, was_in in found if who not in shut_out else ():
                    if looked.is_alike(other, person, named):
                        return was_in
                looking.last = None
                answered = is_let_in(visit(handler, verb, path, keys.get(who)))
                if looking.last is not None:
                    found.append((person, looking.last, answered))
                return answered

            return {who for who in among if who not in shut_out[1:] and is_in(who)}

        yield let_in
        transaction.set_rollback(True)


def is_refused_to_all(view: Callable[..., HttpResponse], verb: str) -> bool:
    """Whether the view answers 405 before it could have looked at who asks: then nobody has to be sent there."""
    try:
        return view(RequestFactory().generic(verb.upper(), "/")).status_code == 405
    except Exception:  # it looked for somebody, or for what the address says
        return False


def is_shut_out(view: Callable[..., HttpResponse], verb: str, path: str, person: Person | None) -> bool:
    """Whether the door itself refuses them by the rule that is on the view: then one of them is sent for all."""
    request = getattr(RequestFactory(), verb)(path)
    request.user = person or AnonymousUser()
    try:
        return asks_rule(request, view, (), {}) is not None
    except PermissionDenied:
        return True


asks_rule = Door(lambda request: HttpResponse()).process_view


def visit(handler: ClientHandler, verb: str, path: str, session: str | None) -> HttpResponse:
    """Come in a fresh browser with this session, and leave no trace."""
    client = Client()
    client.handler = handler
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer = getattr(client, verb)(path)
        if answer.streaming:
            b"".join(answer)
        transaction.set_rollback(True)
    return answer  # type: ignore[no-any-return]


def is_let_in(answer: HttpResponse) -> bool:
    is_asked_to_sign_in = answer.headers.get("Location", "").startswith("/account/login/")
    return answer.status_code not in (403, 404, 405) and not is_asked_to_sign_in


@pytest.mark.django_db
@pytest.mark.parametrize("name", ROWS)
def test_t41_an_address_lets_in_whom_the_table_names_and_nobody_else(name: str, ask: Ask) -> None:
    assert {verb: ask(name, verb) for verb in ("get", "post")} == expected(name)


@pytest.mark.django_db
@pytest.mark.parametrize("act", Act)
def test_t41_each_row_of_the_table_of_acts_is_asked_at_every_address_that_names_it(
    act: Act, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody may do the act for a moment: then none of those is let in who are at other times."""
    asked = [(name, verb, expected(name)[verb]) for name, verb in addresses_of(act)]
    assert asked, "no address asks it"
    monkeypatch.setitem(MAY, act, frozenset())
    for name, verb, otherwise in asked:
        assert (name, verb, ask(name, verb, otherwise)) == (name, verb, set())
