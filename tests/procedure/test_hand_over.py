"""Tier 1 hands over, a lead takes it (C2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Lane, Notice
from holdfast.procedure.actions.hand_over import hand_over, take_over
from holdfast.procedure.models import HandOver
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Stage
from tests.procedure.steps import fix, fresh, in_engineering, prioritised
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def test_an_agent_hands_over_and_the_lead_is_told_at_once_but_qa_may_not(world: World) -> None:
    ticket = prioritised(world)
    with pytest.raises(Forbidden):
        hand_over(ticket, to=world.kaveh, words="See the log.", by=world.mirela)
    row = hand_over(ticket, to=world.kaveh, words="See the log.", by=world.tobin)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.assignee, row.taken_at) == (Stage.ENGINEERING, world.kaveh, None)
    notice = Notice.objects.get(kind="hand_over")
    assert notice.lane == Lane.PAGING
    assert [each.person for each in notice.deliveries.all()] == [world.kaveh]


def test_only_a_confirmed_priority_is_handed_over(world: World) -> None:
    ticket = ticket_by_mail(world)
    with pytest.raises(Refused) as refused:
        hand_over(ticket, to=world.kaveh, words="See the log.", by=world.tobin)
    assert refused.value.code == "priority_first"


@pytest.mark.parametrize(
    ("to", "words", "field"),
    [("tobin", "See the log.", "to"), ("orla", "See the log.", "to"), ("kaveh", "  ", "words")],
)
def test_it_goes_to_a_lead_and_with_words(world: World, to: str, words: str, field: str) -> None:
    ticket = prioritised(world)
    with pytest.raises(Refused) as refused:
        hand_over(ticket, to=world.persons[to], words=words, by=world.tobin)
    assert refused.value.field == field


def test_the_same_form_twice_hands_over_once_and_another_is_refused(world: World) -> None:
    ticket = in_engineering(world)
    hand_over(ticket, to=world.kaveh, words="The router drops the skill.", by=world.tobin)
    assert HandOver.objects.count() == 1
    with pytest.raises(Refused, match="past tier 1"):
        hand_over(ticket, to=world.bea, words="Something else.", by=world.tobin)


def test_the_client_is_told_in_tier_1s_words_or_by_a_short_notice(world: World) -> None:
    silent, spoken = prioritised(world), prioritised(world)
    hand_over(silent, to=world.kaveh, words="See the log.", by=world.tobin)
    row = hand_over(
        spoken, to=world.kaveh, words="See the log.", tell_client="Kaveh looks at it.", by=world.tobin
    )
    assert list(Notice.objects.filter(kind="handed_over").values_list("about", flat=True)) == [
        f"ticket-{silent.pk}"
    ]
    assert row.told_client is not None
    assert row.told_client.text == "Kaveh looks at it."


def test_taking_it_keeps_the_promise_to_tell_engineering_once(
    world: World, trail: Callable[[], list[str]]
) -> None:
    ticket = in_engineering(world)
    row = HandOver.objects.get()
    with pytest.raises(Forbidden):
        take_over(row, by=world.tobin)
    assert Promise.objects.get(clause="engineering_told").state == State.RUNNING
    take_over(row, by=world.kaveh)
    take_over(row, by=world.kaveh)
    assert trail().count("HandOverTaken") == 1
    assert Promise.objects.get(clause="engineering_told").state == State.KEPT
    with pytest.raises(Refused, match="Kaveh Lindqvar took it"):
        take_over(row, by=world.bea)
    assert fresh(ticket).assignee == world.kaveh


def test_another_lead_may_take_it_and_holds_it_then(world: World) -> None:
    ticket = in_engineering(world)
    take_over(HandOver.objects.get(), by=world.bea)
    assert fresh(ticket).assignee == world.bea


def test_a_lead_who_hands_it_to_themself_has_taken_it(world: World) -> None:
    row = hand_over(prioritised(world), to=world.bea, words="Mine.", by=world.bea)
    assert row.taken_by == world.bea


@pytest.mark.parametrize("by", ["kaveh", "sunniva"])
def test_whoever_records_the_fix_has_taken_it(world: World, the_clock: Clock, by: str) -> None:
    ticket = in_engineering(world)
    the_clock.forward(minutes=10)
    fix(world, ticket, by=by)
    row = HandOver.objects.get(ticket=ticket)
    assert (row.taken_at, row.taken_by) == (the_clock.now, world.persons[by])
    assert Promise.objects.get(ticket=ticket, clause="engineering_told").state == State.KEPT
