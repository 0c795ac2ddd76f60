"""What a caller hears, step by step; each step keeps its event and gives the next one.

A step that is told again gives the same answer and does nothing twice.
"""

from __future__ import annotations

from typing import Final

from django.db import transaction

from holdfast.channels.voice import phrases, urgent
from holdfast.channels.voice.addresses import hook
from holdfast.channels.voice.ending import end
from holdfast.channels.voice.facts import KeyPressed
from holdfast.channels.voice.hearing import Told, hear, move
from holdfast.channels.voice.line import (
    choices,
    greeting,
    is_answered_at,
    language_of,
    menu,
    the_line,
)
from holdfast.channels.voice.missing import take_message
from holdfast.channels.voice.models import Call, CallState, Direction, MenuEntry
from holdfast.channels.voice.recordings import await_recording
from holdfast.channels.voice.twiml import Answer
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record

_HOLD: Final = 20
"""Seconds between two words in the queue."""
_ENDS: Final = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


@transaction.atomic
def come_in(told: Told) -> Answer:
    """Somebody calls: greeting, then the menu; without one the queue, out of hours a message."""
    call = hear(told, "incoming").call
    line, language = the_line(), language_of(call)
    is_open = is_answered_at(line, clock.now())
    answer = Answer(language).say(greeting(line, language, line_is_open=is_open))
    if line.records_calls:
        answer.say(phrases.spoken(language, phrases.RECORDED))
    if entries := menu(is_open):
        answer.ask_for_key(hook("menu"), choices(entries, language))
    return _wait(answer, call) if is_open else _take_message(answer, language)


@transaction.atomic
def choose(told: Told) -> Answer:
    """A key was pressed: the line for Priority 1 rings whoever is on duty, every other one leads to the queue."""
    digit = told.said.get("Digits", "")[:1]
    heard = hear(told, f"menu-{digit}")
    call, language = heard.call, language_of(heard.call)
    is_open = is_answered_at(the_line(), clock.now())
    entry = next((each for each in menu(is_open) if each.digit == digit), None)
    answer = Answer(language)
    if entry is None:
        return answer.say(phrases.spoken(language, phrases.NO_SUCH_KEY)).go_to(hook("incoming"))
    if heard.is_new:
        _take_choice(call, entry)
    if call.is_urgent:
        urgent.open_at_once(call)
        rung = urgent.ring_next(call, answer, after=0, is_new=heard.is_new)
        return rung or _take_message(answer, language)
    return _wait(answer, call)


@transaction.atomic
def wait(told: Told) -> Answer:
    """In the queue: what place it is, again and again; after the longest wait a message can be left."""
    waited, place = told.seconds("QueueTime") or 0, told.seconds("QueuePosition")
    heard = hear(told, f"wait-{waited}")
    call = heard.call
    move(call, CallState.WAITING, at=heard.at)
    language = language_of(call)
    answer = Answer(language)
    if waited >= the_line().waits_for:
        return answer.leave()
    if place and place > 1:
        answer.say(phrases.spoken(language, phrases.PLACE, place=place))
    else:
        answer.say(phrases.spoken(language, phrases.NEXT))
    return answer.pause(_HOLD)


@transaction.atomic
def leave_queue(told: Told) -> Answer:
    """Out of the queue without having been answered: a message can be left, unless the caller hung up."""
    result = told.said.get("QueueResult", "")
    language = language_of(hear(told, f"queue-{result}").call)
    answer = Answer(language)
    if result in ("leave", "queue-full", "error", "system-error"):
        return _take_message(answer, language)
    return answer


@transaction.atomic
def take_left_message(told: Told) -> Answer:
    """A message was left; hanging up at the tone leaves none."""
    name = told.said.get("RecordingSid", "")
    heard = hear(told, f"left-{name}")
    language = language_of(heard.call)
    if heard.is_new and name:
        await_recording(heard.call, name)
        take_message(heard.call, seconds=told.seconds("RecordingDuration"), at=heard.at)
    return Answer(language).say(phrases.spoken(language, phrases.MESSAGE_TAKEN)).hang_up()


@transaction.atomic
def hear_recording(told: Told) -> None:
    """A recording is there to be fetched; of words that were left it may come before anything else says so.

    What a telephone that nobody took recorded is not kept: it would stand where the words that are left then belong.
    """
    name, status = told.said.get("RecordingSid", ""), told.said.get("RecordingStatus", "")
    heard = hear(told, f"recording-{name}-{status}")
    if not heard.is_new or status != "completed" or not name:
        return
    call, is_message = heard.call, told.said.get("RecordingSource") == "RecordVerb"
    if not is_message and call.direction == Direction.IN and call.answered_at is None:
        return
    await_recording(call, name)
    if is_message:
        take_message(heard.call, seconds=told.seconds("RecordingDuration"), at=heard.at)


@transaction.atomic
def hear_status(told: Told, key: int | None = None) -> None:
    """How the call goes. That the provider took it is no answer: somebody of ours must have spoken."""
    status = told.said.get("CallStatus", "")
    number = told.said.get("SequenceNumber", "")
    if told.is_of_other_leg:  # one telephone's end is not the caller's, who may wait on or be rung through
        hear(told, f"leg-{told.leg}-{status}-{number}", key=key)
        return
    heard = hear(told, f"status-{status}-{number}", key=key)
    if heard.is_new and status in _ENDS:
        end(heard.call, at=heard.at)


def back_in_queue(call: Call) -> Answer:
    """Nobody took up; the caller waits on."""
    return _wait(Answer(language_of(call)), call)


def _take_choice(call: Call, entry: MenuEntry) -> None:
    if call.state < CallState.TALKING:
        call.team, call.product, call.is_urgent = entry.team, entry.product, entry.is_urgent
        call.save(update_fields=["team", "product", "is_urgent"])
        record(KeyPressed(call=call.pk, digit=entry.digit), by=SYSTEM, at=clock.now())


def _wait(answer: Answer, call: Call) -> Answer:
    queue = f"team-{call.team_id}" if call.team_id else "everybody"
    return answer.wait_in(queue, waiting=hook("wait"), action=hook("queued"))


def _take_message(answer: Answer, language: str) -> Answer:
    words = phrases.spoken(language, phrases.LEAVE_MESSAGE)
    return answer.say(words).record(hook("left"), told_at=hook("recording"))
