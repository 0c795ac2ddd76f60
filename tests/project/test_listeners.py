"""Real people listen, with the sessions that the sign-in gave them, and what they may hear of ends (T46)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg.conninfo import make_conninfo

from holdfast.clients.actions.contacts import end_contact
from holdfast.people.actions.entering import change_roles, shut_out
from holdfast.people.models import Person
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.models import Via
from holdfast.project import events
from holdfast.project.demo.people import PASSWORD
from holdfast.project.demo.world import World
from holdfast.project.entitlement import admit_from_a_thread
from holdfast.project.hub import Hub
from holdfast.project.listening import listen_for_hints
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Ticket
from tests.procedure.steps import asked, fresh
from tests.project.streams import Browser
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 5
"""Seconds after which a stream whose right has ended must have stopped."""


@pytest.fixture(autouse=True)
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The authoriser is the product's own, and the ear hears the database of the tests."""
    told = connection.settings_dict
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = make_conninfo("", **{name: str(told[key]) for name, key in names.items() if told[key]})
    monkeypatch.setenv("HOLDFAST_LISTEN_URL", address)
    monkeypatch.setattr(events, "_authoriser", [admit_from_a_thread])


@asynccontextmanager
async def a_hub() -> AsyncIterator[Hub]:
    """A web process's hub with its ear on the database."""
    hub, listens = Hub(), asyncio.Event()
    ear = asyncio.create_task(listen_for_hints(hub.publish, listens.set))
    await asyncio.wait_for(listens.wait(), SOON)
    try:
        yield hub
    finally:
        ear.cancel()


def signed_in(person: Person) -> Client:
    door = Client()
    door.force_login(person)
    return door


def stream_of(hub: Hub, door: Client, *topics: str) -> Browser:
    """What the browser opens that holds this session."""
    key = door.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = f"{settings.SESSION_COOKIE_NAME}={key}".encode()
    return Browser(hub, ",".join(topics), headers=[(b"cookie", cookie)])


async def do(act: Callable[[], object]) -> None:
    """Let somebody act in a thread of their own, as in another process."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    await asyncio.to_thread(run)


def signs_out(world: World, door: Client) -> None:
    assert door.post("/account/logout/").status_code == 302


def changes_the_password_elsewhere(world: World, door: Client) -> None:
    elsewhere = signed_in(world.tobin)
    said = {"oldpassword": PASSWORD, "password1": "hold fast, keep it", "password2": "hold fast, keep it"}
    assert elsewhere.post("/account/password/change/", said).status_code == 302


def is_shut_out(world: World, door: Client) -> None:
    shut_out(world.tobin, by=world.piotr)


def loses_the_roles(world: World, door: Client) -> None:
    change_roles(world.tobin, roles=[], by=world.piotr)


@pytest.mark.parametrize(
    "ending",
    [signs_out, changes_the_password_elsewhere, is_shut_out, loses_the_roles],
    ids=lambda each: each.__name__,
)
def test_t46_a_stream_stops_within_five_seconds_when_its_persons_session_or_right_ends(
    world: World, the_clock: Clock, ending: Callable[[World, Client], None]
) -> None:
    ticket = ticket_by_mail(world)
    world.tobin.set_password(PASSWORD)
    world.tobin.save()
    door, other = signed_in(world.tobin), signed_in(world.kaveh)
    topic = f"ticket-{ticket.pk}"

    async def scene() -> tuple[Browser, Browser]:
        async with a_hub() as hub:
            ended, stays = stream_of(hub, door, topic, "queue"), stream_of(hub, other, topic)
            await asyncio.gather(ended.begun.wait(), stays.begun.wait())
            await do(lambda: ending(world, door))
            await asyncio.wait_for(ended.stream, SOON)
            await do(lambda: say(world.kaveh, ticket))
            await asyncio.wait_for(stays.hears(topic), SOON)
            stays.left.set()
            await stays.stream
            return ended, stays

    ended, stays = asyncio.run(scene())
    assert (ended.status, stays.status) == (200, 200)
    assert not ended.sent[-1].get("more_body", False)
    assert topic not in ended.text


def test_t46_of_a_foreign_ticket_nothing_is_heard_and_of_ones_own_only_while_it_is(
    world: World, the_clock: Clock
) -> None:
    """Orla sees what her clinic wrote while she is its administrator; Emory, of another client, what he is asked."""
    foreign, ours = ticket_by_mail(world, "lutz"), ticket_by_mail(world, "bram")
    theirs, approval = asked(world, person="dara")
    topics = [f"ticket-{each.pk}" for each in (foreign, ours, theirs)]
    orlas, emorys = signed_in(world.orla), signed_in(world.emory)

    async def scene() -> tuple[Browser, Browser, Browser]:
        async with a_hub() as hub:
            refused = stream_of(hub, orlas, topics[0], topics[2])
            await refused.stream
            orla, emory = stream_of(hub, orlas, *topics), stream_of(hub, emorys, *topics)
            await asyncio.gather(orla.begun.wait(), emory.begun.wait())
            for ticket in (foreign, ours, theirs):
                await do(lambda on=ticket: say(world.tobin, on))
            await asyncio.wait_for(asyncio.gather(orla.hears(topics[1]), emory.hears(topics[2])), SOON)
            await do(lambda: answer_approval(approval, person=world.emory, is_approved=True, via=Via.PORTAL))
            await do(lambda: end_contact(world.orla.contact, by=world.piotr))
            await asyncio.wait_for(asyncio.gather(orla.stream, emory.stream), SOON)
            return refused, orla, emory

    refused, orla, emory = asyncio.run(scene())
    assert (refused.status, orla.status, emory.status) == (403, 200, 200)
    assert [topic in orla.text for topic in topics] == [False, True, False]
    assert [topic in emory.text for topic in topics] == [False, False, True]


def say(person: Person, ticket: Ticket) -> None:
    send_message(fresh(ticket), Said(text="We are at it.", author=person), by=person)
