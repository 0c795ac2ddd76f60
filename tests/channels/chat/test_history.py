"""The server is killed again and again while both sides write: nothing is lost, nothing doubled, all in one order."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, connections, transaction

from holdfast.channels.chat import rules
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.taking import take
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.models import ChatMessage, Conversation, Seat
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person
from holdfast.project.demo.world import build_world
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import Message, Ticket
from tests.channels.chat.desk_of_chats import Desk
from tests.channels.chat.killable import Killable
from tests.channels.chat.streamed import streamed
from tests.portal.visiting import as_
from tests.world import Clock

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 120


@dataclass
class Tab:
    """One visitor's browser: an outbox that asks until it is answered, and a stream that goes on from where it was."""

    port: int
    token: str = ""
    told: dict[str, int] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)
    doubled: list[int] = field(default_factory=list)
    place: dict[str, int] = field(default_factory=dict)
    reconnects: int = 0
    is_over: threading.Event = field(default_factory=threading.Event)

    def ask(self, what: str, **said: Any) -> dict[str, Any]:
        """The answer, however often the server dies over it."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                line.request("POST", f"/chat/{what}/", json.dumps(said), {"Content-Type": "text/plain"})
                reply = line.getresponse()
                body = reply.read()
                if reply.status == 200:
                    return json.loads(body)  # type: ignore[no-any-return]
                assert reply.status >= 500, body
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
            finally:
                line.close()
        raise AssertionError("the server did not come back")

    def write(self, words: int, dice: random.Random) -> None:
        self.token = self.ask("begin")["token"]
        threading.Thread(target=self.listen, daemon=True).start()
        for nth in range(words):
            client_id = f"word-{nth:06}"
            for _ in range(2 if dice.random() < 0.1 else 1):
                said = self.ask("say", token=self.token, id=client_id, text=f"word {nth}")
                assert self.told.setdefault(client_id, said["number"]) == said["number"]

    def listen(self) -> None:
        while not self.is_over.is_set():
            try:
                for event in self._events():
                    self._show(event)
            except (OSError, http.client.HTTPException, ValueError):
                self.reconnects += 1
                time.sleep(0.02)

    def _events(self) -> Iterator[dict[str, Any]]:
        said = json.dumps({"token": self.token, **self.place})
        for event in streamed(self.port, "POST", "/chat/stream", said, until=self.is_over):
            yield event
            for last in event["messages"][-1:]:
                self.place = {"conversation": event["conversation"], "after": last["number"]}

    def _show(self, event: dict[str, Any]) -> None:
        for each in event["messages"]:
            if each["number"] in self.shown:
                self.doubled.append(each["number"])
            self.shown[each["number"]] = each["text"]


def test_of_some_hundred_words_none_is_lost_or_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    _play(monkeypatch, visitors=3, words=12, kills=4, seed=7)


@pytest.mark.long
def test_of_ten_thousand_words_none_is_lost_or_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    _play(monkeypatch, visitors=5, words=1_000, kills=120, seed=11)


def _play(monkeypatch: pytest.MonkeyPatch, *, visitors: int, words: int, kills: int, seed: int) -> None:
    """Each visitor writes so many words, one of ours as many to each; the server dies at random moments."""
    monkeypatch.setattr(rules, "PER_MINUTE", 10**6)
    monkeypatch.setattr(rules, "PER_DAY", 10**6)
    Clock()
    world = build_world()
    clock.set_for_test(None)
    with Killable() as server:
        tabs = [Tab(server.port) for _ in range(visitors)]
        writers = [
            threading.Thread(target=tab.write, args=(words, random.Random(seed + nth)))
            for nth, tab in enumerate(tabs)
        ]
        desk = Desk(server.port, f"sessionid={as_(world.tobin).cookies['sessionid'].value}", PATIENCE)
        ours = threading.Thread(target=_answer_all, args=(desk, visitors, words, random.Random(seed)))
        for each in (*writers, ours):
            each.start()
        dice, killed = random.Random(seed), 0
        dying = sorted(
            dice.sample(range(visitors * words), kills)
        )  # after so many words, however slow the machine is
        while any(each.is_alive() for each in (*writers, ours)):
            time.sleep(0.01)
            if dying and sum(len(tab.told) for tab in tabs) > dying[0]:
                dying.pop(0)
                server.kill()
                killed += 1
        _wait_until_shown(tabs, desk, 2 * words)
        for side in (*tabs, desk):
            side.is_over.set()
    assert killed > 2
    assert sum(tab.reconnects for tab in tabs) > 2 and desk.reconnects > 2, "it was noticed"
    assert desk.doubled == []
    for tab in tabs:
        _compare(tab, desk, words)
    assert Ticket.objects.count() == Conversation.objects.count() == visitors
    _nobody_takes_too_many_in_two_tabs(world.tobin)
    _what_is_said_during_a_merge_stands_where_the_talk_went(world.osprey, world.tobin)


def _nobody_takes_too_many_in_two_tabs(person: Person) -> None:
    """While one tab takes a chat, the other waits, and finds that it was the last that they take."""
    Seat.objects.create(person=person, capacity=1, seen_at=clock.now())
    Conversation.objects.update(agent=None, is_live=True)
    first, second = Conversation.objects.all()[:2]
    refused: list[Refused] = []

    def take_second() -> None:
        try:
            take(second, by=person)
        except Refused as full:
            refused.append(full)
        finally:
            connections.close_all()

    other_tab = threading.Thread(target=take_second)
    with transaction.atomic():
        take(first, by=person)
        other_tab.start()
        other_tab.join(0.2)
    other_tab.join(5)
    assert [each.code for each in refused] == ["full"]
    assert Conversation.objects.filter(agent=person).count() == 1


def _what_is_said_during_a_merge_stands_where_the_talk_went(
    organisation: Organisation, person: Person
) -> None:
    """A word that waits for the ticket's lock finds, when it has it, that the talk goes on at another."""
    first, second = Conversation.objects.select_related("ticket", "visitor").order_by("pk")[:2]
    Ticket.objects.update(organisation=organisation)  # or they would not merge
    said: list[ChatMessage] = []

    def speak() -> None:
        try:
            said.append(say(first.visitor, Word(text="Meanwhile", client_id="meanwhile")))
        finally:
            connections.close_all()

    visitor = threading.Thread(target=speak)
    with transaction.atomic():
        merge_ticket(first.ticket, into=second.ticket, by=person)
        visitor.start()
        visitor.join(0.2)
    visitor.join(5)
    assert [each.message.ticket_id for each in said] == [second.ticket_id]


def _answer_all(desk: Desk, visitors: int, words: int, dice: random.Random) -> None:
    """One of ours, by the same server, once all chats are there."""
    try:
        until = time.monotonic() + PATIENCE
        while Conversation.objects.count() < visitors:
            assert time.monotonic() < until
            time.sleep(0.02)
        talks = list(Conversation.objects.values_list("pk", flat=True))
    finally:
        connections.close_all()
    desk.answer_all(talks, words, dice)


def _wait_until_shown(tabs: list[Tab], desk: Desk, number: int) -> None:
    until = time.monotonic() + 15
    while any(len(shown) < number for shown in (*(tab.shown for tab in tabs), *desk.shown.values())):
        assert time.monotonic() < until, ([len(tab.shown) for tab in tabs], desk.shown)
        time.sleep(0.02)


def _compare(tab: Tab, desk: Desk, words: int) -> None:
    visitor = int(tab.token.split(".")[0][1:])
    kept = ChatMessage.objects.filter(visitor=visitor).order_by("number").select_related("message")
    numbers = [each.number for each in kept]
    assert numbers == list(range(1, 2 * words + 1)), "one row of numbers without a gap"
    assert tab.doubled == []
    assert tab.shown == {each.number: each.message.text for each in kept}, "what is shown is what is kept"
    assert {each.client_id: each.number for each in kept if each.client_id in tab.told} == tab.told
    at_desk = desk.shown[kept[0].conversation_id]
    assert at_desk == {each.message_id: each.message.text for each in kept}, "and what the desk shows"
    ticket = kept[0].conversation.ticket_id
    on_ticket = list(Message.objects.filter(ticket=ticket).order_by("pk").values_list("text", flat=True))
    assert on_ticket == [each.message.text for each in kept], "and what is on the ticket, in one order"
    written = [each.message.text for each in kept if each.client_id in tab.told]
    assert written == [f"word {nth}" for nth in range(words)]
    assert connection.in_atomic_block is False
