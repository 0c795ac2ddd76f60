"""People of the demo world at the desk's doors."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from holdfast.people.models import Person
    from holdfast.project.demo.world import World
    from holdfast.tickets.models import Ticket
    from tests.web.browsing import Visit

    At = Callable[[Person], Client]


# The browser's driver leaves an event loop running in this thread for good, which Django takes for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


_used: list[Any] = []


@pytest.fixture(scope="session")
def give_connections_back(django_db_setup: None) -> Iterator[None]:
    """Give back in the end what Django opened beside its first connection, so that the database can be dropped."""
    yield
    for connection in _used:
        connection.close()


@pytest.fixture
def at_desk() -> At:
    """A browser in which this person is signed in."""
    from django.test import Client

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


@pytest.fixture
def printer(world: World) -> Ticket:
    """A ticket of Osprey Lane's, as Orla's mail opened it."""
    from tests.world import ticket_by_mail

    return ticket_by_mail(world)


@pytest.fixture
def visit(page: Page, at_desk: At, world: World, give_connections_back: None) -> Callable[..., Visit]:
    """A browser window in which somebody is signed in."""
    from django.db import connections

    from tests.web.browsing import Visit

    def come(person: Person | None = None) -> Visit:
        _used.append(connections["default"])  # with the driver's loop running Django keeps another one
        return Visit(page, at_desk(person or world.tobin))

    return come
