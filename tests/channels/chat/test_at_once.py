"""What is sent at the same time is done at once, behind the same doors; what is not all right is left to its page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.blocking import block
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.identity import visitor_token
from holdfast.channels.chat.models import ChatMessage, Conversation
from holdfast.kernel import clock
from holdfast.people.models import Person
from holdfast.portal.chat import at_once as visitors
from holdfast.project.demo.world import World
from holdfast.web.chats import at_once as desk
from tests.portal.visiting import as_

pytestmark = pytest.mark.django_db


def talk(text: str) -> tuple[str, Conversation]:
    visitor = begin_visit(person=None, language="en")
    said = say(visitor, Word(text=text, client_id="word-0001"))
    return visitor_token(visitor, at=clock.now()), said.conversation


def sent(path: str, said: Any) -> HttpRequest:
    body = said if isinstance(said, str) else json.dumps(said)
    return RequestFactory().post(path, body, content_type="text/plain")


def test_words_of_many_visitors_are_placed_at_once_and_what_is_wrong_is_left_to_the_page(
    world: World,
) -> None:
    (one, first), (two, second), (out, third) = talk("One"), talk("Two"), talk("Three")
    block(third, because="spam", by=world.tobin)
    fresh = visitor_token(begin_visit(person=None, language="en"), at=clock.now())
    words = [
        {"token": one, "id": "word-0002", "text": "and more"},
        {"token": two, "id": "word-0002", "text": "and more"},
        {"token": one, "id": "word-0003", "text": "and last"},
        {"token": one, "id": "word-0002", "text": "and more"},  # said again by another tab
        {"token": one, "id": "word-0002", "text": "other words"},
        {"token": one, "id": "short", "text": "no id"},
        {"token": out, "id": "word-0004", "text": "let me in"},
        {"token": f"{one[:-1]}{'a' if one[-1] != 'a' else 'b'}", "id": "word-0005", "text": "forged"},
        {"token": fresh, "id": "word-0006", "text": "has no talk yet"},
        "[]",
    ]
    answers = visitors.answered_at_once([sent(visitors.SAY, each) for each in words])
    told = [each and json.loads(each.content) for each in answers]
    places = [each and (each["conversation"], each["number"]) for each in told]
    assert places == [(first.pk, 2), (second.pk, 2), (first.pk, 3), (first.pk, 2), *[None] * 6]
    assert ChatMessage.objects.filter(conversation=first).count() == 3
    read = {"token": one, "conversation": first.pk, "got": 99, "read": 2}
    foreign = {"token": two, "conversation": first.pk, "got": 3, "read": 3}
    answers = visitors.answered_at_once([sent(visitors.PROGRESS, each) for each in (read, foreign)])
    assert [each and each.status_code for each in answers] == [200, 200]
    first.refresh_from_db()
    assert (first.visitor_got, first.visitor_read) == (3, 3), "one's own words need not reach one"


def answering(client: Client, key: int, *, proof: bool = True, **said: str) -> HttpRequest:
    """The answer as that browser sends it."""
    page = client.get("/desk/chats/answers/new/") if proof else None
    form = {"text": "We look.", "mode": "reply", "id": "pane-0001", **said}
    if page is not None and "csrftoken" in client.cookies:
        form["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    request = RequestFactory(enforce_csrf_checks=True).post(
        f"/desk/chats/{key}/answer/", form, headers={"HX-Request": "true", "Cookie": cookies}
    )
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]
    return request


def test_t41_many_answers_are_written_at_once_behind_the_door_of_their_page(world: World) -> None:
    (_, first), (_, second), (_, third) = talk("One"), talk("Two"), talk("Three")
    tobin, kaveh, orla = as_(world.tobin), as_(world.kaveh), as_(world.orla)
    requests = [
        answering(tobin, first.pk),
        answering(kaveh, second.pk, id="pane-0002"),
        answering(tobin, first.pk, id="pane-0003", text="Found it."),
        answering(tobin, third.pk, proof=False, id="pane-0004"),  # no proof that a page of ours asks
        answering(orla, third.pk, id="pane-0005"),  # a client
        answering(Client(), third.pk, id="pane-0006"),  # nobody
        answering(tobin, third.pk, mode="note", id="pane-0007"),
        answering(tobin, third.pk, text="/end", id="pane-0008"),
        answering(tobin, third.pk, text=" ", id="pane-0009"),
        answering(tobin, 99_999, id="pane-0010"),
    ]
    tobin.cookies.pop("csrftoken", None)
    answers = desk.answered_at_once(requests)
    assert [each and each.status_code for each in answers] == [204, 204, 204, *[None] * 7]
    assert answers[0] is not None and "no-store" in answers[0]["Cache-Control"]
    assert json.loads(answers[0]["HX-Trigger"])["chat-said"]["chat"] == first.pk
    said = ChatMessage.objects.filter(side="vendor").order_by("conversation", "number")
    assert [(each.conversation_id, each.number, each.message.author_id) for each in said] == [
        (first.pk, 2, world.tobin.pk),
        (first.pk, 3, world.tobin.pk),
        (second.pk, 2, world.kaveh.pk),
    ]
    assert set(Conversation.objects.values_list("agent", flat=True)) == {
        world.tobin.pk,
        world.kaveh.pk,
        None,
    }
    Person.objects.filter(pk=world.tobin.pk).update(is_active=False)
    assert desk.answered_at_once([answering(tobin, first.pk, id="pane-0011")]) == [None]
