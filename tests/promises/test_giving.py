"""A word given: by a person, with a time, in whole minutes that end just there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.project.demo.world import World
from holdfast.promises.actions.giving import FARTHEST, give_word, keep_word
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, send_message
from tests.world import NOON, Clock, ticket_by_mail


@pytest.mark.parametrize(
    ("span", "allowance"),
    [
        (timedelta(seconds=20), "1 min"),
        (timedelta(minutes=90), "90 min"),
        (timedelta(minutes=90, seconds=1), "91 min"),
        (timedelta(days=30, minutes=1), "721 h"),
        (FARTHEST, "8784 h"),
    ],
)
def test_a_word_is_due_exactly_when_it_was_promised(world: World, span: timedelta, allowance: str) -> None:
    word = give_word(ticket_by_mail(world), words="Tell Orla", due_at=NOON + span, by=world.tobin)
    assert (word.due_at, word.allowance, word.state) == (NOON + span, allowance, State.RUNNING)
    assert word.start_at <= NOON


@pytest.mark.parametrize(
    ("span", "code"), [(timedelta(0), "past"), (-timedelta(hours=1), "past"), (FARTHEST * 2, "too_far")]
)
def test_a_time_that_nobody_can_keep_is_refused(world: World, span: timedelta, code: str) -> None:
    with pytest.raises(Refused) as refused:
        give_word(ticket_by_mail(world), words="Tell Orla", due_at=NOON + span, by=world.tobin)
    assert (refused.value.code, refused.value.field) == (code, "due_at")


def test_the_same_word_said_twice_is_one(world: World) -> None:
    ticket, due = ticket_by_mail(world), NOON + timedelta(hours=2)
    assert {give_word(ticket, words="Tell Orla", due_at=due, by=world.tobin).pk for _ in range(2)} == {
        Promise.objects.get(clause="word_given").pk
    }


def test_a_public_message_keeps_it_and_so_does_whoever_gave_it_saying_how(
    world: World, the_clock: Clock
) -> None:
    first, second = ticket_by_mail(world), ticket_by_mail(world)
    words = [
        give_word(each, words="Tell Orla", due_at=NOON + timedelta(hours=2), by=world.tobin)
        for each in (first, second)
    ]
    the_clock.forward(minutes=5)
    send_message(first, Said(text="Here it is.", author=world.ana), by=world.ana)
    with pytest.raises(Forbidden):
        keep_word(words[1], how="On the phone.", by=world.ana)
    keep_word(words[1], how="On the phone.", by=world.tobin)
    assert [Promise.objects.get(pk=word.pk).state for word in words] == [State.KEPT, State.KEPT]
    with pytest.raises(Refused):
        keep_word(words[1], how="Again.", by=world.tobin)
