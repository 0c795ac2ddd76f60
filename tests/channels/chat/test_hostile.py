"""What hostile visitors try at the chat's doors, beside their tokens (`test_saying`) and files (`test_desk`)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.identity import identity_of
from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery
from holdfast.portal.chat import talking
from holdfast.portal.turnstile import Limit
from holdfast.project.demo.world import World
from holdfast.tickets.actions.messages import Said, receive_message
from holdfast.tickets.models import Channel, Stage, Ticket
from tests.channels.chat.browsers import Browser
from tests.portal.visiting import as_
from tests.world import Clock

pytestmark = pytest.mark.django_db

NO_ROW_HOLDS = ("\x00", "\ud800 ")


def test_what_no_row_can_hold_breaks_no_door(world: World) -> None:
    browser = Browser()
    talk = browser.say("Hello", "word-0000")["conversation"]
    for each in NO_ROW_HOLDS:
        browser.ask("begin", identity=each, proof=each, language=each)
        browser.ask("address", status=422, token=browser.token, address=each, name=each)
        browser.say(f"a{each}", f"word-{len(each):04}", page=each, product=each)
    browser.ask("say", status=422, token=browser.token, text="\x00", id="word-0003")
    browser.ask("rating", token=browser.token, conversation=talk, rating=1, text="\x00\ud800")
    browser.ask("progress", token=browser.token, conversation=2**63, got=-1, read=1.5)
    for raw in (b"\xff", b"[]", b"[" * 60_000, b"{}" * 40_000):
        assert Client().post("/chat/say/", raw, content_type="text/plain").status_code == 422
    shown = [each["text"] for each in browser.fetch()["messages"]]
    assert shown == ["Hello", "a", "a?"]


def test_a_rating_is_written_down_when_it_changes_and_not_without_end(world: World) -> None:
    browser = Browser()
    talk = browser.say("Hello", "word-0001")["conversation"]
    for rating in (5, 5, 5, 4, 4, 4, 4, 4, 4, 4):
        browser.ask("rating", token=browser.token, conversation=talk, rating=rating, text="Well")
    browser.ask("rating", status=429, token=browser.token, conversation=talk, rating=1)
    assert TrailEntry.objects.filter(fact="ChatRated").count() == 2


def test_that_somebody_types_is_told_every_two_seconds_at_most_and_leaves_no_row(
    world: World, the_clock: Clock
) -> None:
    browser, tobin = Browser(), as_(world.tobin)
    talk = browser.say("Hello", "word-0001")["conversation"]
    sides = {
        f"typing-chat-{talk}": lambda: browser.ask("typing", token=browser.token),
        f"typing-visitor-{Visitor.objects.get().pk}": lambda: tobin.post(f"/desk/chats/{talk}/typing/"),
    }
    for topic, types in sides.items():
        with CaptureQueriesContext(connection) as asked:
            for seconds in (0, 1, 1, 0, 0):
                the_clock.forward(seconds=seconds)
                types()
                connection.run_on_commit.clear()  # as a request has its own transaction
        assert sum(topic in each["sql"] for each in asked) == 2
        written = [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE"))]
        assert not any("channels_" in each for each in written)


def test_strangers_of_one_source_open_so_many_tickets_and_no_more(
    world: World, the_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talking, "OPENED_PER_SOURCE", (Limit(3, timedelta(minutes=10)),))
    for nth in range(3):
        Browser().say("Hello", f"word-{nth:04}")
    known = Browser()
    known.ask("say", status=429, token=known.token, text="Hello", id="word-0020")
    assert Ticket.objects.count() == 3
    the_clock.forward(minutes=11)
    known.say("Hello", "word-0020")
    known.say("And more", "word-0021")


def test_who_is_blocked_with_their_source_is_no_new_stranger_for_a_day(
    world: World, the_clock: Clock
) -> None:
    ready, evil = Browser(), Browser()
    talk = Conversation.objects.get(pk=evil.say("Insults", "word-0001")["conversation"])
    path = f"/desk/chats/{talk.pk}/block/"
    as_(world.tobin).post(path, {"because": "Insults", "with_source": "1"})
    again = {"language": "en"}
    refused = Client().post("/chat/begin/", json.dumps(again), content_type="text/plain")
    assert (refused.status_code, refused.json()["code"]) == (403, "blocked")
    ready.ask("say", status=403, token=ready.token, text="I was made before", id="word-0002")
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/chat/begin/", json.dumps(again), content_type="text/plain").status_code == 200
    assert "192.0.2.7" not in str(list(Visitor.objects.values_list("source", flat=True)))
    the_clock.forward(hours=25)
    Browser().say("Another of the same office", "word-0001")


def test_a_blocked_person_is_shown_nothing_and_none_of_their_talks_goes_on(world: World) -> None:
    identity = identity_of(world.orla, at=clock.now())
    browser = Browser(identity)
    first = Conversation.objects.get(pk=browser.say("One", "word-0001")["conversation"])
    Ticket.objects.filter(pk=first.ticket_id).update(is_open=False, stage=Stage.RESOLVED)
    second = Conversation.objects.get(pk=browser.say("Two", "word-0002")["conversation"])
    as_(world.tobin).post(f"/desk/chats/{first.pk}/block/", {"because": "Insults"})
    second.refresh_from_db()
    assert second.ended_at is not None, "an agent reads the older one, and means the person"
    refused = browser.ask("begin", status=403, identity=identity)
    assert refused["code"] == "blocked"


def test_what_a_colleague_mails_is_not_shown_as_the_visitors_own_word(world: World) -> None:
    browser = Browser(identity_of(world.orla, at=clock.now()))
    talk = Conversation.objects.get(pk=browser.say("One", "word-0001")["conversation"])
    said = Said(text="Me too", author=world.bram)
    receive_message(talk.ticket, said, channel=Channel.MAIL, reached_at=clock.now(), by=world.bram.actor)
    assert [(each["mine"], each["by"]) for each in browser.fetch()["messages"]] == [
        (True, ""),
        (False, "Bram"),
    ]
    Ticket.objects.filter(pk=talk.ticket_id).update(requester=world.bram)
    answer(talk, "We look.", client_id="answer-01", by=world.tobin)
    mailed = Delivery.objects.filter(notice__event__startswith="message-")
    assert [each.address for each in mailed] == [world.bram.email], "whose ticket it is by now has no panel"
