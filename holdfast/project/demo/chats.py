"""Chats of the demo world: what is said often, a greeting, and a talk of this morning that was rated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.actions.canning import save_canned
from holdfast.channels.chat.actions.ending import end_by_visitor
from holdfast.channels.chat.actions.greeting import add_greeting
from holdfast.channels.chat.actions.rating import rate
from holdfast.channels.chat.actions.saying import say
from holdfast.channels.chat.actions.seeing import note_seen
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.models import Conversation, Visitor
from holdfast.kernel import tokens
from holdfast.project.demo.world import World
from holdfast.tickets.actions.priority import confirm_priority

Step = Callable[[], object]

_OFTEN: Final = {
    "hello": "Good day {visitor}, this is {agent}. I have your message before me and look at it now.",
    "reference": "Your reference is {reference}. Quote it wherever you write or call, and we find this talk at once.",
    "file": "Would you attach the file, or paste a picture of what you see? The paper clip is below the box.",
}


_TALK: Final = (
    (
        "Can two of us look at the same chat? A trainee listens in from Monday.",
        "Yes: open it from the list with a click, and you see all that is said. To speak, take it over or whisper.",
    ),
    (
        "That is what we need, thank you. Does the visitor see that?",
        "No. They see whoever has the chat, and nobody else.",
    ),
)


def chat_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """Each step with its time."""
    began = until - timedelta(minutes=100)
    yield until - timedelta(days=30), lambda: _prepare(world)
    for minute, (asked, answered) in zip((0, 3), _TALK, strict=True):
        at = began + timedelta(minutes=minute)
        yield at, partial(_ask, world, asked)
        yield at + timedelta(seconds=70), partial(_answer, world, answered)
    yield (
        began + timedelta(minutes=5),
        lambda: confirm_priority(_talk().ticket, priority=4, by=world.persons["saoirse"]),
    )
    yield began + timedelta(minutes=6), lambda: _end(world)


def _prepare(world: World) -> None:
    for name, text in _OFTEN.items():
        save_canned(name=name, text=text, by=world.persons["tobin"])
    words = "Is the price list clear? We are here, if you would rather ask."
    add_greeting(page="/prices", after_seconds=20, text=words, by=world.persons["tobin"])


def _ask(world: World, text: str) -> None:
    product = world.products["chat"]
    word = Word(text=text, client_id=tokens.mint(), page="https://app.example/chats", product=product)
    say(_visitor(world), word)


def _answer(world: World, text: str) -> None:
    answer(_talk(), text, client_id=tokens.mint(), by=world.persons["saoirse"])


def _visitor(world: World) -> Visitor:
    """Somebody of a client, whom the product names."""
    return begin_visit(person=world.persons["bram"], language="en", product=world.products["chat"])


def _talk() -> Conversation:
    return Conversation.objects.select_related("ticket").latest("pk")


def _end(world: World) -> None:
    visitor, talk = _visitor(world), _talk()
    note_seen(visitor, conversation=talk.pk, got=talk.last_number, read=talk.last_number)
    end_by_visitor(visitor, conversation=talk.pk)
    rate(visitor, conversation=talk.pk, rating=5, words="Answered before my coffee was cold.")
