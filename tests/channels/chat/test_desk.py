"""The desk's side: who is there, who waits, several chats at once, whispers, hand-overs, and what is mailed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from msgspec.structs import replace
from PIL import Image

from holdfast.catalogue.actions.products import name_teams
from holdfast.channels.chat import loop
from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.blocking import block
from holdfast.channels.chat.actions.canning import command_in
from holdfast.channels.chat.actions.leaving import leave_as_message
from holdfast.channels.chat.actions.naming import give_address
from holdfast.channels.chat.actions.rating import rate
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.seeing import note_seen
from holdfast.channels.chat.actions.taking import take_next
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.identity import person_named, visitor_of, visitor_token
from holdfast.channels.chat.models import CannedAnswer, Conversation, Greeting, Seat, Visitor
from holdfast.channels.chat.presence import is_somebody_there, note_streams
from holdfast.channels.chat.queries import usual_wait
from holdfast.channels.chat.sight import seen
from holdfast.clients.models import Organisation
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden
from holdfast.knowledge.models import LinkUse
from holdfast.notices.models import Delivery
from holdfast.people.actions.teams import save_team
from holdfast.people.models import Person
from holdfast.policy.actions.draft import draft_policy, save_draft
from holdfast.policy.actions.publication import publish_policy
from holdfast.policy.queries import document_of
from holdfast.portal.chat.files import with_links
from holdfast.portal.chat.telling import told_to
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise
from holdfast.tickets.models import Message, Side
from holdfast.vendor.models import the_vendor
from holdfast.web.chats.listings import SHOWN
from tests.channels.chat.browsers import Browser
from tests.channels.chat.pictures import picture
from tests.duty.rotas import man
from tests.knowledge.articles import published
from tests.notices.test_translation import catalogue, install
from tests.portal.visiting import as_
from tests.world import Clock

pytestmark = pytest.mark.django_db


def chat(number: int, *, is_there: bool = True) -> tuple[Visitor, Conversation]:
    visitor = begin_visit(person=None, language="en")
    word = Word(text=f"Question {number}", client_id=f"question-{number}", is_there=is_there)
    return visitor, say(visitor, word).conversation


def test_a2_chats_are_taken_in_turn_up_to_ones_capacity_and_answered_side_by_side(
    world: World, the_clock: Clock
) -> None:
    tobin, kaveh = as_(world.tobin), as_(world.kaveh)
    assert not is_somebody_there(at=clock.now())
    tobin.post("/desk/chats/seat/settings/", {"capacity": "2"})
    assert not is_somebody_there(at=clock.now())
    tobin.post("/desk/chats/seat/", {"taking": "1"})
    assert is_somebody_there(at=clock.now())
    talks = []
    for nth in range(3):
        talks.append(chat(nth))
        the_clock.forward(seconds=1)
    assert [seen(visitor)["position"] for visitor, _ in talks] == [1, 2, 3]
    for _ in range(3):
        tobin.post("/desk/chats/next/")
    assert list(Conversation.objects.order_by("pk").values_list("agent", flat=True)) == [
        world.tobin.pk,
        world.tobin.pk,
        None,
    ]
    assert seen(talks[2][0])["position"] == 1
    assert [talk.ticket.assignee for talk in Conversation.objects.order_by("pk")] == [
        world.tobin,
        world.tobin,
        None,
    ]
    CannedAnswer.objects.create(
        name="hello", text="Hello {visitor}, {agent} here.", changed_at=clock.now(), changed_by=world.tobin
    )
    path = f"/desk/chats/{talks[0][1].pk}/answer/"
    for _ in range(2):
        tobin.post(path, {"text": "/hello", "mode": "reply", "id": "pane-0001"})
        tobin.post(path, {"text": "/note Ask Kaveh first", "mode": "reply", "id": "pane-0002"})
    tobin.post(path, {"text": "<img src=x onerror=alert(1)>", "mode": "note", "id": "pane-0003"})
    for text, client_id, why in (
        ("/nothing", "pane-0004", b"There is no answer /nothing"),
        ("Changed, and sent again", "pane-0001", b"Something else was said"),
        ("/note Kaveh says yes", "pane-0002", b"Something else was said"),
        ("/note Kaveh says yes", "", b"A message needs an id"),
    ):
        said = {"text": text, "mode": "reply", "id": client_id}
        refused = tobin.post(path, said, headers={"HX-Request": "true"})
        assert (refused.status_code, why in refused.content) == (422, True)
    assert command_in("/etc/hosts has it") == ("", "/etc/hosts has it"), "a path is no command"
    shown = seen(talks[0][0])
    assert [each["text"] for each in shown["messages"]] == ["Question 0", "Hello Visitor, Tobin here."]
    assert shown["read"] == 2
    page = tobin.get("/desk/chats/").content.decode()
    assert page.count("Ask Kaveh first") == 1 and "Kaveh says yes" not in page, "whispered once"
    assert "&lt;img src=x" in page and "<img src=x" not in page
    assert [f'id="chat-{talk.pk}"' in page for _, talk in talks] == [True, True, False]
    note_seen(talks[0][0], conversation=talks[0][1].pk, got=2, read=0)
    assert "Delivered" in tobin.get(f"/desk/chats/{talks[0][1].pk}/log/").content.decode()

    hand_on = f"/desk/chats/{talks[1][1].pk}/handing-on/"
    assert "Nobody else is at the chats" in tobin.post(hand_on, {"to": ""}).content.decode()
    assert tobin.post(hand_on, {"to": world.kaveh.pk}).status_code == 422, (
        "who is not there would let them wait"
    )
    kaveh.post("/desk/chats/seat/")  # there, in a pause
    tobin.post(hand_on, {"to": world.kaveh.pk})
    assert f'id="chat-{talks[1][1].pk}"' in kaveh.get("/desk/chats/").content.decode()
    kaveh.post(f"/desk/chats/{talks[0][1].pk}/taking/")
    talks[0][1].refresh_from_db()
    assert talks[0][1].agent == world.kaveh, "a lead joins whatever they want"
    assert talks[0][1].ticket.assignee == world.tobin, "but takes no ticket from anybody"
    tobin.post(f"/desk/chats/{talks[0][1].pk}/taking/")
    talks[0][1].refresh_from_db()
    assert talks[0][1].agent == world.kaveh, "and an agent takes nothing from who answers"
    kaveh.post(f"/desk/chats/{talks[0][1].pk}/end/")
    assert seen(talks[0][0])["ended"]
    tobin.post(f"/desk/chats/{talks[0][1].pk}/taking/")
    talks[0][1].refresh_from_db()
    assert talks[0][1].agent == world.kaveh, "what is over is nobody's to take"

    the_clock.forward(minutes=5)
    note_streams([talks[2][0].pk])
    tobin.post("/desk/chats/seat/", {"taking": "1"})
    say(talks[0][0], Word(text="One more thing", client_id="question-9"))
    talks[0][1].refresh_from_db()
    assert talks[0][1].agent is None, "who had it has left: it waits for anybody at once"
    assert [seen(talks[nth][0])["position"] for nth in (2, 0)] == [1, 2], "behind who waited all the time"
    article = published(world, "Boards")
    for _ in range(2):
        tobin.post(path, {"text": f"See {settings.SITE_URL}{article.path}", "id": "pane-0005"})
    assert LinkUse.objects.get().article == article, "said twice, it led there once"


def moved(act: Callable[[], object]) -> str:
    """What is told to look again, as one text."""
    connection.run_on_commit.clear()  # what was done before was told by a transaction of its own
    with CaptureQueriesContext(connection) as asked:
        act()
    return " ".join(each["sql"] for each in asked if "pg_notify" in each["sql"])


def lists_move(act: Callable[[], object]) -> bool:
    """Whether the desks' lists of chats are told to look again."""
    return "chats" in moved(act)


def test_a_silent_agents_chat_is_taken_over_and_of_one_who_left_it_waits_again(
    world: World, the_clock: Clock
) -> None:
    tobin, mara = as_(world.tobin), world.persons["saoirse"]
    tobin.post("/desk/chats/seat/", {"taking": "1"})
    visitor, talk = chat(1)
    tobin.post("/desk/chats/next/")
    path = f"/desk/chats/{talk.pk}/answer/"
    assert lists_move(lambda: tobin.post(path, {"text": "I look into it.", "id": "answer-001"})), (
        "no more waits"
    )
    assert not lists_move(lambda: say(visitor, Word(text="Please do.", client_id="question-2")))
    the_clock.forward(seconds=60)
    tobin.post("/desk/chats/here/")
    assert not lists_move(loop.run_once)
    the_clock.forward(seconds=61)
    assert lists_move(loop.run_once), "silent since"
    talk.refresh_from_db()
    assert talk.agent == world.tobin, "silent, but there"
    the_clock.forward(seconds=10)
    assert lists_move(lambda: tobin.post(path, {"text": "It is found.", "id": "answer-002"})), "not any more"
    assert not lists_move(lambda: tobin.post(path, {"text": "And mended.", "id": "answer-003"}))
    say(visitor, Word(text="Is it?", client_id="question-3"))
    the_clock.forward(seconds=121)
    tobin.post("/desk/chats/here/")
    as_(mara).post(f"/desk/chats/{talk.pk}/taking/")
    talk.refresh_from_db()
    assert talk.agent == mara
    the_clock.forward(minutes=2)
    loop.run_once()
    talk.refresh_from_db()
    assert talk.agent is None, "neither answers nor is there"
    told = told_to(visitor)
    assert ("position" in told, told["live"], "away" in told) == (False, False, True)
    tobin.post("/desk/chats/here/")
    assert lists_move(lambda: say(visitor, Word(text="Is it mended now?", client_id="question-4")))
    assert seen(visitor)["position"] == 1
    owed = Promise.objects.get(ticket=talk.ticket, clause="chat_answered", state="running")
    assert owed.start_at == the_clock.now
    tobin.post(path, {"text": "Since noon.", "id": "answer-004"})
    assert seen(visitor)["agent"] == "Tobin"
    tobin.post(f"/desk/chats/{talk.pk}/end/")
    the_clock.forward(minutes=2)
    say(visitor, Word(text="It is down again.", client_id="question-5", is_there=False))
    told = told_to(visitor)
    assert (told["live"], told["agent"], "away" in told) == (False, "", True), (
        "nobody is in this chat with them"
    )


def answered(beside: Conversation, *, began_at: datetime, after: int) -> None:
    """A chat of before, over by now, that waited for so many seconds."""
    at = began_at + timedelta(seconds=after)
    Conversation.objects.create(
        visitor=begin_visit(person=None, language="en"),
        ticket=beside.ticket,
        began_at=began_at,
        waited_from=began_at,
        answered_at=at,
        ended_at=at,
    )


def test_a_message_that_was_left_and_goes_on_live_makes_the_usual_wait_no_longer(
    world: World, the_clock: Clock
) -> None:
    _, talk = chat(0)
    for seconds in (20, 30, 50, 60):
        answered(talk, began_at=clock.now(), after=seconds)
    left, written, alone = chat(1, is_there=False)[0], chat(2, is_there=False), chat(3)
    the_clock.forward(hours=3)
    answer(written[1], "By mail, as nobody was there.", client_id="pane-0001", by=world.tobin)
    leave_as_message(alone[1])
    as_(world.tobin).post("/desk/chats/seat/", {"taking": "1"})
    the_clock.forward(hours=3)
    answer(alone[1], "By mail as well.", client_id="pane-0002", by=world.tobin)
    for visitor in (left, written[0], alone[0]):
        say(visitor, Word(text="Here I am again.", client_id="again-0001", is_there=True))
    assert usual_wait(at=clock.now()) is None, (
        "what was left is answered by mail, and nobody waits for that here"
    )
    the_clock.forward(seconds=40)
    for nth, visitor in enumerate((left, written[0], alone[0])):
        going_on = Conversation.objects.get(visitor=visitor)
        assert going_on.is_live
        answer(going_on, "Hello again.", client_id=f"pane-{nth:04}9", by=world.tobin)
    assert usual_wait(at=clock.now()) == 40, "counted from when somebody waited in the chat"


def woken(told: str) -> set[int]:
    """The visitors whose panels look again."""
    return {int(each) for each in re.findall(r"visitor-(\d+)", told)}


def test_who_left_the_page_stands_before_nobody_and_has_left_a_message_after_ten_minutes(
    world: World, the_clock: Clock
) -> None:
    tobin = as_(world.tobin)
    tobin.post("/desk/chats/seat/", {"taking": "1"})
    (gone, left), (first, _), (second, _) = [(chat(nth), the_clock.forward(seconds=1))[0] for nth in range(3)]
    loop.run_once()
    assert [seen(each)["position"] for each in (gone, first, second)] == [1, 2, 3]
    began = clock.now() - timedelta(hours=3)
    for seconds in (20, 30, 50, 60):
        answered(left, began_at=began, after=seconds)
    answered(left, began_at=began - timedelta(days=1), after=5)
    assert (seen(first)["wait"], Client().get("/chat/about/").json()["wait"]) == (None, None), (
        "too few to say"
    )
    answered(left, began_at=began, after=4000)
    about = Client().get("/chat/about/").json()
    assert (seen(first)["wait"], about["wait"]) == (50, 50), "one who was forgotten makes it no longer"
    assert about["words"]["usual"] == "Usually answered after {n} seconds."
    assert about["words"]["queued"] == "You are number {n} in the queue."
    assert "Usually answered after 50 s" in tobin.get("/desk/chats/queue/").content.decode()
    the_clock.forward(seconds=41)
    note_streams([first.pk, second.pk])
    assert not moved(loop.run_once)
    assert "Left the page" not in tobin.get("/desk/chats/queue/").content.decode()
    the_clock.forward(seconds=2)
    told = moved(loop.run_once)
    assert (woken(told), "chats" in told) == ({gone.pk, first.pk, second.pk}, True)
    assert [seen(each)["position"] for each in (gone, first, second)] == [1, 1, 2]
    assert tobin.get("/desk/chats/queue/").content.decode().count("Left the page") == 1
    assert woken(moved(lambda: say(second, Word(text="?", client_id="more-0001")))) == {second.pk}
    assert take_next(by=world.tobin).visitor == first
    assert woken(moved(loop.run_once)) == {second.pk}, "who left keeps the place behind who is there"
    assert seen(second)["position"] == 1
    note_streams([gone.pk])
    assert "chats" in moved(loop.run_once), "back on the page"
    assert [seen(each)["position"] for each in (gone, second)] == [1, 2]
    the_clock.forward(minutes=10)
    tobin.post("/desk/chats/here/")
    note_streams([second.pk])
    loop.run_once()
    assert [seen(each)["live"] for each in (gone, second)] == [False, True]
    timeline = tobin.get(f"/desk/tickets/{left.ticket_id}/").content.decode()
    assert "The client left the chat: it became a message" in timeline
    ended = Promise.objects.get(ticket=left.ticket, clause="chat_answered")
    assert (ended.state, ended.broken_at) == ("waived", ended.due_at), "it stays broken in every report"


def test_who_waits_when_the_last_of_us_leaves_has_left_a_message(world: World, the_clock: Clock) -> None:
    tobin, browser = as_(world.tobin), Browser()
    tobin.post("/desk/chats/seat/", {"taking": "1"})
    browser.say("Is anybody there?", "word-0001")
    talk = Conversation.objects.get()
    man(world)
    the_clock.forward(seconds=74)
    loop.run_once()
    assert (browser.fetch()["live"], browser.fetch()["position"]) == (True, 1), "the page may only have slept"
    the_clock.forward(seconds=2)
    assert f"visitor-{talk.visitor_id}" in moved(loop.run_once)
    browser.say("Hello?", "word-0002")
    told = browser.fetch()
    owed = Promise.objects.get(ticket=talk.ticket, clause="first_response")
    assert (told["live"], told["reachable"], "position" in told) == (False, False, False)
    assert told["promised"] == owed.due_at.isoformat()
    assert told["away"] == {"back": "", "call": the_vendor().phone, "duty": True}
    assert "Nobody waits" in tobin.get("/desk/chats/queue/").content.decode()
    timeline = tobin.get(f"/desk/tickets/{talk.ticket_id}/").content.decode()
    assert "Nobody was at the chats any more: it became a message" in timeline
    assert "to Visitor, in the chat; no mail address is known" in timeline
    assert ("Reply to Visitor in the chat" in timeline, "by email" in timeline) == (True, False)
    promised = Promise.objects.get(ticket=talk.ticket, clause="chat_answered")
    assert promised.state == "running", "that we left lets us off nothing"
    Seat.objects.update(seen_at=clock.now(), is_taking=False)
    assert "away" in browser.fetch(), "in a pause"
    loop.run_once()
    note_streams([talk.visitor_id])
    Seat.objects.update(is_taking=True)
    assert woken(moved(loop.run_once)) == {talk.visitor_id}, "somebody is there again"
    assert not moved(loop.run_once)
    assert "away" not in browser.fetch()
    browser.say("You are back!", "word-0003")
    assert browser.fetch()["position"] == 1
    assert Promise.objects.get(ticket=talk.ticket, clause="chat_answered") == promised, "it ran all the time"
    the_clock.forward(minutes=3)
    loop.run_once()
    sweep("test")
    promised.refresh_from_db()
    assert promised.state == "broken"
    tobin.post("/desk/chats/here/")
    browser.say("And again!", "word-0004")
    anew = Promise.objects.get(ticket=talk.ticket, clause="chat_answered", state="running")
    assert anew.start_at == the_clock.now, "the earlier wait takes nothing from this one"


def test_when_nobody_is_there_a_message_is_left_and_answered_by_mail_and_in_the_panel(
    world: World, the_clock: Clock
) -> None:
    visitor, talk = chat(1, is_there=False)
    assert not seen(visitor)["live"]
    assert not Promise.objects.filter(ticket=talk.ticket, clause="chat_answered").exists()
    owed = Promise.objects.get(ticket=talk.ticket, clause="first_response")
    assert owed.due_at is not None
    assert told_to(visitor)["promised"] == owed.due_at.isoformat()
    about = Client().get("/chat/about/").json()
    assert (about["back"], about["call"], about["duty"]) == ("", the_vendor().phone, False)
    man(world)
    assert Client().get("/chat/about/").json()["duty"], "and who it is stays with us"
    assert not any(each.name in str(Client().get("/chat/about/").json()) for each in Person.objects.staff())
    answer(talk, "Good morning!", client_id="answer-01", by=world.tobin)
    assert "promised" not in told_to(visitor)
    the_clock.forward(minutes=1)
    loop.run_once()
    assert not Delivery.objects.filter(to_client=True).exists(), "no address yet"
    give_address(visitor, name="Ann", address="ann@shop.example")
    loop.run_once()
    loop.run_once()
    mailed = Delivery.objects.get(to_client=True)
    assert (mailed.address, mailed.notice.said["text"]) == ("ann@shop.example", "Good morning!")
    answer(talk, "Are you there?", client_id="answer-02", by=world.tobin)
    note_seen(visitor, conversation=talk.pk, got=3, read=3)
    the_clock.forward(minutes=1)
    loop.run_once()
    assert Delivery.objects.filter(to_client=True).count() == 1, "what the browser took is not mailed"
    say(visitor, Word(text="I am back", client_id="question-2", is_there=True))
    assert seen(visitor)["live"]
    assert Promise.objects.filter(ticket=talk.ticket, clause="chat_answered", state="running").exists()
    the_clock.set(datetime(2026, 11, 29, 12, 0, tzinfo=UTC))
    about = Client().get("/chat/about/").json()
    assert about["back"] == "", "the promise waits for no hours"
    assert "a first answer is promised within 1 hour." in about["words"]["away"]
    draft = draft_policy(by=world.delphine)
    slower = replace(document_of(draft.pk), provisional_priority=3)
    save_draft(draft, document=slower, by=world.delphine)
    publish_policy(draft_policy(by=world.delphine), by=world.delphine)
    about = Client().get("/chat/about/").json()
    assert about["back"].startswith("2026-11-30T0"), "after the Sunday"
    assert "promised" not in about["words"]["away"]
    left, _ = chat(2, is_there=False)
    assert told_to(left)["away"]["back"] == about["back"] < told_to(left)["promised"]


def test_a_blocked_visitor_is_kept_out_with_a_reason_until_let_in(world: World) -> None:
    visitor, talk = chat(1)
    token = visitor_token(visitor, at=clock.now())
    as_(world.tobin).post(f"/desk/chats/{talk.pk}/block/", {"because": "Insults"})
    assert visitor_of(token, at=clock.now()) is None
    asked = Client().post("/chat/fetch/", json.dumps({"token": token}), content_type="text/plain")
    assert (asked.status_code, asked.json()["code"]) == (403, "blocked"), "and no new token is asked for"
    with pytest.raises(Forbidden):
        say(visitor, Word(text="Let me", client_id="question-2"))
    talk.visitor.refresh_from_db()
    assert (talk.visitor.blocked_because, talk.visitor.blocked_by) == ("Insults", world.tobin)
    as_(world.tobin).post(f"/desk/chats/{talk.pk}/letting-in/")
    assert visitor_of(token, at=clock.now()) is not None
    ended = Promise.objects.get(ticket=talk.ticket, clause="chat_answered")
    assert (ended.state, ended.waived_by_rule) == ("waived", True)


def test_a_chat_is_offered_first_to_whose_it_is_and_after_a_minute_to_anybody(
    world: World, the_clock: Clock
) -> None:
    """By its language, its product, its client: one by one they weigh the same, and make nobody wait for long."""
    team = save_team(None, name="Reports", persons=[world.tobin, world.ines], by=world.piotr)
    reports = name_teams(world.products["reports"], teams=[team], by=world.ines)
    Organisation.objects.filter(pk=world.osprey.pk).update(account_manager=world.ines)
    Seat.objects.create(person=world.tobin, capacity=9, languages=["de"], seen_at=clock.now())

    def asks(text: str, *, language: str = "en", person: Person | None = None, product: str = "") -> int:
        visitor = begin_visit(person=person, language=language)
        said = {"token": visitor_token(visitor, at=clock.now()), "text": text, "id": "word-0001"}
        answered = Client().post(
            "/chat/say/", json.dumps({**said, "product": product}), content_type="text/plain"
        )
        the_clock.forward(seconds=1)
        return int(answered.json()["conversation"])

    plain = asks("Anything")
    german = asks("Hallo", language="de-at")
    unknown = asks("Hm", product="No such product")
    ours = asks("Is it down?", person=world.orla)
    both = asks("Bericht", language="de", product="rEpOrTs")
    assert Conversation.objects.get(pk=both).ticket.product == reports
    assert Conversation.objects.get(pk=unknown).ticket.product is None
    tobin = as_(world.tobin)
    assert "For you: speaks de, Reports" in tobin.get("/desk/chats/queue/").content.decode()
    taken = [take_next(by=world.tobin).pk for _ in range(4)]
    assert taken == [both, german, ours, plain]
    german = asks("Noch jemand", language="de")
    the_clock.forward(seconds=57)
    assert take_next(by=world.tobin).pk == unknown, "who waits for a minute is anybody's next"
    assert "For you" not in as_(world.kaveh).get("/desk/chats/queue/").content.decode()


def test_languages_are_kept_by_their_codes_and_a_page_greets_by_its_rule(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tobin = as_(world.tobin)
    tobin.post("/desk/chats/seat/", {"taking": "1"})
    settings = "/desk/chats/seat/settings/"
    assert "as: de, fr" in tobin.post(settings, {"capacity": "4", "languages": "x!"}).content.decode()
    assert tobin.post(settings, {"capacity": "13"}).status_code == 422
    tobin.post(settings, {"capacity": "4", "languages": "DE, fr"})
    seat = Seat.objects.get()
    assert (seat.capacity, seat.languages, seat.is_taking) == (4, ["de", "fr"], True)
    assert 'value="de, fr"' in tobin.get(settings).content.decode()
    assert "4 at once · de, fr" in tobin.get("/desk/chats/").content.decode()
    tobin.post(
        "/desk/chats/greetings/new/", {"page": "/prices", "after_seconds": "20", "text": "A <b>word</b>?"}
    )
    about = Client().get("/chat/about/").json()
    assert about["greetings"] == [{"page": "/prices", "after_seconds": 20, "text": "A <b>word</b>?"}]
    for language in ("ar", "he", "de", "ja", "xx", "../../etc", "x" * 300):
        told = Client().get("/chat/about/", {"lang": language}).json()
        assert told == about, "nobody translated it, and the framework's few words are no translation"
    assert (about["here"], about["language"], about["dir"]) == (True, "en", "ltr")
    for language, asked, messages, direction in (
        ("ar", "ar-EG", "الرسائل", "rtl"),
        ("pt_BR", "pt_br", "Mensagens", "ltr"),
    ):
        install(catalogue({"Messages": messages}), tmp_path, monkeypatch, language=language)
        told = Client().get("/chat/about/", {"lang": asked}).json()
        assert (told["words"]["messages"], told["dir"]) == (messages, direction)
        assert told["language"] == language.replace("_", "-").lower()
    for asked, language in (("pt", "en"), ("en-GB", "en-gb"), ("en-XX", "en")):
        told = Client().get("/chat/about/", {"lang": asked}).json()
        assert (told["language"], told["words"]) == (language, about["words"])
    tobin.post(f"/desk/chats/greetings/{Greeting.objects.get().pk}/removal/")
    assert Client().get("/chat/about/").json()["greetings"] == []


def test_in_the_portal_the_chat_knows_who_is_signed_in(world: World) -> None:
    def identity(client: Client) -> str:
        found = re.search(r'src="/chat.js" data-identity="([^"]*)"', client.get("/").content.decode())
        return found[1] if found else "none"

    named = person_named(identity(as_(world.orla)), at=clock.now())
    assert named == world.orla
    assert identity(Client()) == ""
    assert person_named(identity(as_(world.orla)), at=clock.now() + timedelta(hours=13)) is None


def test_t35_t36_t87_a_visitors_file_is_only_a_download_and_only_theirs_for_some_hours(
    world: World, the_clock: Clock
) -> None:
    visitor, talk = chat(1)
    token = visitor_token(visitor, at=clock.now())
    client = Client()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    said = {"token": token, "id": "file-0001", "file": SimpleUploadedFile("me.svg", svg, "image/svg+xml")}
    assert client.post("/chat/file/", said).status_code == 200
    told = json.loads(
        client.post("/chat/fetch/", json.dumps({"token": token}), content_type="text/plain").content
    )
    (file,) = told["messages"][-1]["files"]
    path = f"/{file['url']}"
    assert token not in path and "shown" not in file
    given = client.get(path)
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    link = path.split("/")[4]
    mine, until, signature = link.split(".")
    other = chat(2)[0]
    foreign = {"key": file["key"], "name": "me.svg", "picture": False}
    for opens_nothing in (
        path.replace(link, token),
        path.replace(signature, "a" * 26),
        path.replace(until, str(int(until) + 1)),
        path.replace(mine, f"f{other.pk}"),
        path.replace(file["key"], "x"),
        f"/{with_links(foreign, other, at=clock.now())['url']}",  # of whose talk it is none
    ):
        assert client.get(opens_nothing).status_code == 404
    assert client.get(f"/chat/file/{file['key']}/me.svg", {"token": token}).status_code == 404
    the_clock.forward(hours=3, minutes=1)
    late = client.get(path)
    assert late.status_code == 410 and "Open the chat and choose the file" in late.content.decode()
    again = client.post("/chat/fetch/", json.dumps({"token": token}), content_type="text/plain").json()
    path = f"/{again['messages'][-1]['files'][0]['url']}"
    assert client.get(path).status_code == 200
    as_(world.tobin).post(f"/desk/chats/{talk.pk}/block/", {"because": "Insults"})
    assert client.get(path).status_code == 404
    Visitor.objects.update(blocked_at=None)

    large = SimpleUploadedFile("a.bin", b"0" * (5 * 1024 * 1024 + 1))
    refused = client.post("/chat/file/", {"token": token, "id": "file-0002", "file": large})
    assert (refused.status_code, refused.json()["code"]) == (422, "file")
    lost = json.dumps({"token": token, "id": "file-0003"})
    refused = client.post("/chat/file/", lost, content_type="text/plain")
    assert (refused.status_code, "was not sent. Attach it again" in refused.json()["message"]) == (422, True)
    assert Message.objects.filter(ticket=talk.ticket, side=Side.CLIENT).count() == 2


def test_t36_a_picture_is_shown_as_we_wrote_it_and_kept_as_it_came(world: World) -> None:
    visitor, talk = chat(1)
    token, client = visitor_token(visitor, at=clock.now()), Client()
    other = chat(2)[0]
    hung_on = b"<script>alert(1)</script>"
    made = picture(1600, 80) + hung_on
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    for nth, content in enumerate((made, made[:90] + b"\0" * 40, drawing)):
        sent = SimpleUploadedFile(f"me{nth}.png", content, "image/png")
        assert client.post("/chat/file/", {"token": token, "id": f"file-{nth:04}", "file": sent}).json()
    files = [each["files"][0] for each in told_to(visitor)["messages"][1:]]
    assert [each["picture"] for each in files] == [True, True, False]
    drawn, broken, is_none = (each["key"] for each in files)
    links = [each["url"].split("/")[3] for each in files]
    for _ in range(2):
        shown = client.get(f"/{files[0]['shown']}")
        content = b"".join(shown.streaming_content)  # type: ignore[attr-defined]
        assert (Image.open(io.BytesIO(content)).size, hung_on in content) == ((1200, 60), False)
    assert (shown.headers["Content-Type"], shown.headers["Access-Control-Allow-Origin"]) == ("image/png", "*")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    kept = client.get(f"/{files[0]['url']}")
    assert hung_on in b"".join(kept.streaming_content), "what was sent is kept as it came"  # type: ignore[attr-defined]
    theirs = with_links(files[0], other, at=clock.now())["shown"].split("/")[3]
    for key, link in (
        (drawn, theirs),
        (drawn, links[1]),
        (drawn, token),
        (broken, links[1]),
        (is_none, links[2]),
    ):
        assert client.get(f"/chat/picture/{key}/{link}").status_code == 404
    tobin = as_(world.tobin)
    page = tobin.get(f"/desk/chats/{talk.pk}/log/").content.decode()
    assert f'<img src="/desk/chats/pictures/{drawn}/" alt="me0.png"' in page
    assert tobin.get(f"/desk/chats/pictures/{drawn}/").headers["Content-Type"] == "image/png"
    for key in (broken, is_none):
        assert tobin.get(f"/desk/chats/pictures/{key}/").status_code == 404


def test_ratings_and_blocks_are_listed_leaf_by_leaf_and_a_block_is_lifted_there(world: World) -> None:
    tobin = as_(world.tobin)
    ratings, blocks = "/desk/chats/ratings/", "/desk/chats/blocks/"
    assert "No ratings yet" in tobin.get(ratings).content.decode()
    assert "Nobody is blocked" in tobin.get(blocks).content.decode()
    visitor, talk = chat(1)
    block(talk, because="<b>Insults</b>", with_source=True, by=world.tobin)
    at = clock.now()
    others = Visitor.objects.bulk_create(
        Visitor(name=f"Visitor {nth}", began_at=at, blocked_at=at, blocked_by=world.tobin)
        for nth in range(SHOWN)
    )
    Conversation.objects.bulk_create(
        Conversation(
            visitor=each, ticket=talk.ticket, began_at=at, rating=nth % 5 + 1, rating_words=f"<i>{nth}"
        )
        for nth, each in enumerate(others)
    )
    rate(visitor, conversation=talk.pk, rating=2, words="<script>alert(1)</script>")
    with CaptureQueriesContext(connection) as asked:
        page = tobin.get(ratings).content.decode()
    assert len(asked) <= 16
    assert "3.0 of 5 in the last thirty days, from 51 chats" in page
    assert ("&lt;i&gt;49" in page, "alert(1)" in page) == (True, False)
    older = re.search(r'rel="next" href="([^"]*)"', page)
    assert older is not None
    page = tobin.get(ratings + older[1]).content.decode()
    assert "&lt;script&gt;alert" in page and 'rel="prev"' in page and "&lt;i&gt;49" not in page
    with CaptureQueriesContext(connection) as asked:
        page = tobin.get(blocks).content.decode()
    assert len(asked) <= 16
    older = re.search(r'rel="next" href="([^"]*)"', page)
    assert older is not None and "Insults" not in page
    page = tobin.get(blocks + older[1]).content.decode()
    assert "&lt;b&gt;Insults" in page and str(world.tobin) in page
    let_in = tobin.post(f"/desk/chats/{talk.pk}/letting-in/", {"from": "blocks"})
    assert let_in.headers["Location"] == blocks
    assert "Insults" not in tobin.get(blocks + older[1]).content.decode()
    assert all(each in tobin.get("/desk/chats/").content.decode() for each in (ratings, blocks))
    for told in ("x", "9" * 30, "٣"):
        assert tobin.get(f"{blocks}?before={told}").status_code == 200


def test_the_page_of_chats_asks_a_fixed_number_of_questions_for_each_chat(world: World) -> None:
    tobin = as_(world.tobin)
    Seat.objects.create(person=world.tobin, capacity=12, seen_at=clock.now())
    counts = []
    for nth in range(3):
        for each in range(2):
            chat(nth * 2 + each)
        tobin.post("/desk/chats/next/")
        with CaptureQueriesContext(connection) as asked:
            assert tobin.get("/desk/chats/").status_code == 200
        counts.append(len(asked))
    assert counts[2] - counts[1] <= 8, counts
    assert counts[0] <= 24, counts
