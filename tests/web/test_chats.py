"""What colleagues do at each other's chats: join one beside one's own, and hand one on to whoever is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.taking import take
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.models import Conversation, Seat
from holdfast.channels.chat.sight import seen
from holdfast.kernel import clock
from holdfast.people.models import Person, Role
from holdfast.project.demo.world import World

pytestmark = pytest.mark.django_db


def _chat_of(agent: Person, number: int) -> Conversation:
    word = Word(text=f"Question {number}", client_id=f"question-{number}", is_there=True)
    chat = say(begin_visit(person=None, language="en"), word).conversation
    return take(chat, by=agent)


def test_a2_a_lead_joins_anothers_chat_beside_their_own_and_the_agent_keeps_it(
    world: World, at_desk: Callable[[Person], Client]
) -> None:
    assert world.kaveh.has_role(Role.LEAD)
    lead, agent = at_desk(world.kaveh), at_desk(world.tobin)
    theirs, own = _chat_of(world.tobin, 1), _chat_of(world.kaveh, 2)

    def panes(page: str) -> list[bool]:
        return [f'id="chat-{each.pk}" aria-label="Chat with' in page for each in (theirs, own)]

    page = lead.get("/desk/chats/").content.decode()
    joining = f"/desk/chats/?with={theirs.pk}"
    assert (panes(page), f'href="{joining}#chat-{theirs.pk}"' in page) == ([False, True], True)
    page = lead.get(joining).content.decode()
    assert panes(page) == [True, True] and "Question 1" in page
    for nothing in ("0", "x", "9" * 30, str(own.pk)):
        assert panes(lead.get(f"/desk/chats/?with={nothing}").content.decode()) == [False, True]
    assert seen(theirs.visitor)["read"] == 0, "who looks on has not read it for whoever has it"

    path = f"/desk/chats/{theirs.pk}/answer/"
    for said in (
        {"text": "Ask for the log", "mode": "note"},
        {"text": "Kaveh here as well.", "mode": "reply"},
    ):
        answered = lead.post(path, {**said, "id": f"joined-{said['mode']}"})
        assert answered.headers["Location"] == f"{joining}#chat-{theirs.pk}", "and stays beside"
    told = [each["text"] for each in seen(theirs.visitor)["messages"]]
    assert told == ["Question 1", "Kaveh here as well."], "what is whispered stays with us"
    page = agent.get("/desk/chats/").content.decode()
    assert all(words in page for words in ("Ask for the log", "Kaveh here as well.")) and panes(page) == [
        True,
        False,
    ]
    theirs.refresh_from_db()
    assert theirs.agent == world.tobin


def test_where_nobody_else_is_at_the_chats_that_stands_in_place_of_the_form(
    world: World, at_desk: Callable[[Person], Client]
) -> None:
    tobin, chat = at_desk(world.tobin), _chat_of(world.tobin, 1)
    path = f"/desk/chats/{chat.pk}/handing-on/"
    for headers in ({}, {"HX-Request": "true"}):
        alone = tobin.get(path, headers=headers).content.decode()
        assert ("Nobody else is at the chats now" in alone, "<select" in alone) == (True, False)
    Seat.objects.create(person=world.kaveh, is_taking=False, seen_at=clock.now())
    joined = tobin.get(path).content.decode()
    assert ("Nobody else" in joined, f"{world.kaveh}</option>" in joined) == (False, True)
