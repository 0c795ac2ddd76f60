"""A level acknowledges, which stops the reminders; only an answer keeps its word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from holdfast.escalation.actions import reminding
from holdfast.escalation.actions.answering import acknowledge_climb, answer_climb
from holdfast.escalation.actions.climbing import AutomaticClimb, climb_automatically, climb_ladder
from holdfast.escalation.links import level_token, read_level_token
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery, Notice
from holdfast.people.actions.entering import shut_out
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Message, Side, Ticket
from tests.elsewhere import Elsewhere, until_somebody_waits
from tests.procedure.steps import asked, fresh, prioritised
from tests.world import Clock


@pytest.mark.django_db
def test_acknowledging_stops_the_reminders_and_leaves_the_answer_owed(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    climb = climb_ladder(prioritised(world), by=world.orla)
    with pytest.raises(Forbidden):
        acknowledge_climb(climb, by=world.delphine)
    acknowledge_climb(climb, by=world.kaveh)
    acknowledge_climb(climb, by=world.kaveh)
    assert trail().count("LevelAcknowledged") == 1
    the_clock.forward(minutes=30)
    assert reminding.run_once() == 0
    assert Promise.objects.get(clause="escalation_answered").state == State.RUNNING


@pytest.mark.django_db
def test_a_silent_level_is_reminded_every_quarter_of_an_hour_within_its_answer_time(
    world: World, the_clock: Clock
) -> None:
    climb_ladder(prioritised(world), by=world.orla)
    sent = []
    for _ in range(12):
        the_clock.forward(minutes=7.5)
        reminding.run_once()
        sent.append(Notice.objects.filter(kind="level_reminder").count())
    assert sent == [0, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3]


@pytest.mark.django_db
def test_t76_after_down_time_one_reminder_and_past_the_answer_time_none(
    world: World, the_clock: Clock
) -> None:
    climb = climb_ladder(prioritised(world), by=world.orla)
    the_clock.forward(minutes=50)
    assert (reminding.run_once(), reminding.run_once()) == (1, 0)
    assert Notice.objects.filter(kind="level_reminder").count() == 1
    late = climb_ladder(prioritised(world), by=world.orla)
    the_clock.forward(hours=6)
    reminding.run_once()
    assert not Notice.objects.filter(event__startswith=f"climb-{late.pk}-reminder").exists()
    assert not Climb.objects.filter(remind_at__isnull=False).exists()
    assert climb.level == 2


@pytest.mark.django_db
def test_the_level_answers_the_client_on_its_page_once(world: World) -> None:
    ticket = prioritised(world)
    climb = climb_ladder(ticket, by=world.orla)
    with pytest.raises(Forbidden):
        answer_climb(climb, text="We are on it.", by=world.tobin)
    with pytest.raises(Refused):
        answer_climb(climb, text=" ", by=world.kaveh)
    for _ in range(2):
        answered = answer_climb(climb, text="We are on it.", by=world.kaveh)
    assert answered.message == Message.objects.get(ticket=ticket, side=Side.VENDOR)
    assert Promise.objects.get(clause="escalation_answered").state == State.KEPT
    with pytest.raises(Refused) as refused:
        answer_climb(climb, text="Something else.", by=world.kaveh)
    assert refused.value.code == "answered"


@pytest.mark.django_db
def test_any_public_message_by_the_person_of_a_told_level_answers_it_and_no_other_does(world: World) -> None:
    ticket = prioritised(world)
    climb_ladder(ticket, by=world.orla)
    send_message(ticket, Said(text="Looking.", author=world.tobin), by=world.tobin)
    assert Climb.objects.get().answered_at is None
    send_message(ticket, Said(text="I am on it.", author=world.kaveh), by=world.kaveh)
    assert Climb.objects.get().answered_at is not None
    assert Promise.objects.get(clause="escalation_answered").state == State.KEPT


@pytest.mark.django_db
def test_a_higher_level_does_not_answer_for_a_lower_one(world: World) -> None:
    ticket = prioritised(world)
    lower, higher = climb_ladder(ticket, by=world.orla), climb_ladder(ticket, by=world.orla)
    answer_climb(higher, text="I am on it.", by=world.theo)
    lower.refresh_from_db()
    assert lower.answered_at is None


@pytest.mark.django_db
def test_t80_for_a_level_whose_person_leaves_while_it_owes_an_answer_the_managers_are_reminded_and_answer(
    world: World, the_clock: Clock
) -> None:
    climb = climb_ladder(prioritised(world), by=world.orla)
    shut_out(world.kaveh, by=world.piotr)
    the_clock.forward(minutes=15)
    reminding.run_once()
    reminded = Delivery.objects.filter(notice__kind="level_reminder").values_list("person", flat=True)
    managers = {world.theo.pk, world.juno.pk, world.delphine.pk, world.nell.pk}
    assert set(reminded) == managers
    assert read_level_token(level_token(climb.pk, world.theo.pk))[0] == climb
    send_message(climb.ticket, Said(text="I take this up.", author=world.theo), by=world.theo)
    assert Promise.objects.get(clause="escalation_answered").state == State.KEPT


@pytest.mark.django_db
def test_t50_a_level_link_is_bound_to_its_step_and_person_and_ends_with_the_answer(world: World) -> None:
    ticket = prioritised(world)
    climb = climb_ladder(ticket, by=world.orla)
    token = level_token(climb.pk, world.kaveh.pk)
    assert read_level_token(token) == (climb, world.kaveh)
    signature = token.rpartition(".")[2]
    own_for_other = level_token(climb.pk, world.theo.pk)  # signed, but he does not hold that level
    for wrong in ("", "l", token[:-1], f"l{climb.pk}.{world.theo.pk}.{signature}", own_for_other):
        with pytest.raises(Refused) as refused:
            read_level_token(wrong)
        assert refused.value.code == "link_wrong"
    answer_climb(climb, text="We are on it.", by=world.kaveh)
    with pytest.raises(Refused, match="This was answered on") as ended:
        read_level_token(token)
    assert ended.value.code == "link_ended"
    Person.objects.filter(pk=world.kaveh.pk).update(is_active=False)
    with pytest.raises(Refused, match="opens nothing"):
        read_level_token(token)


@pytest.mark.django_db
def test_t50_a_level_link_ends_with_the_resolution(world: World) -> None:
    from holdfast.procedure.actions.answering import answer_approval

    ticket, approval = asked(world)
    climb = climb_ladder(ticket, by=world.orla)
    answer_approval(approval, person=world.orla, is_approved=True, via="portal")
    with pytest.raises(Refused, match="was resolved"):
        read_level_token(level_token(climb.pk, world.kaveh.pk))
    with pytest.raises(Refused):
        acknowledge_climb(climb, by=world.kaveh)
    assert not fresh(ticket).is_open


@pytest.mark.django_db(transaction=True)
def test_t79_a_level_that_acknowledges_at_the_same_instant_is_not_reminded(
    world: World, the_clock: Clock
) -> None:
    climb = climb_ladder(prioritised(world), by=world.orla)
    the_clock.forward(minutes=15)
    with transaction.atomic():
        acknowledge_climb(climb, by=world.kaveh)
        reminder = Elsewhere(reminding.run_once)
        reminder.start()
        until_somebody_waits()
    assert reminder.ended() is None
    assert not Notice.objects.filter(kind="level_reminder").exists()
    assert Climb.objects.get().reminders == 0


@pytest.mark.django_db(transaction=True)
def test_t79_a_reminder_that_was_quicker_is_the_last_one(world: World, the_clock: Clock) -> None:
    climb = climb_ladder(prioritised(world), by=world.orla)
    the_clock.forward(minutes=15)
    with transaction.atomic():
        assert reminding.run_once() == 1
        acknowledging = Elsewhere(lambda: acknowledge_climb(climb, by=world.kaveh))
        acknowledging.start()
        until_somebody_waits()
    assert acknowledging.ended() is None
    the_clock.forward(minutes=30)
    assert reminding.run_once() == 0
    assert Notice.objects.filter(kind="level_reminder").count() == 1


@pytest.mark.django_db(transaction=True)
def test_t79_an_answer_and_a_climb_at_the_same_instant_one_wins_by_the_lock(
    world: World, the_clock: Clock
) -> None:
    """The answer holds the row: the climb that comes behind it sees the level answered, and both are on the trail."""
    ticket = prioritised(world)
    climb = climb_ladder(ticket, level=2, by=world.orla)
    with transaction.atomic():
        answer_climb(climb, text="We are on it.", by=world.kaveh)
        again = Elsewhere(lambda: climb_ladder(ticket, level=2, by=world.orla))
        again.start()
        until_somebody_waits()
    assert again.ended() is None
    assert Climb.objects.count() == 1
    order = TrailEntry.objects.filter(fact__in=("LevelTold", "LevelAnswered")).order_by("pk")
    assert list(order.values_list("fact", flat=True)) == ["LevelTold", "LevelAnswered"]


@pytest.mark.django_db(transaction=True)
def test_t79_a_client_and_a_breach_climb_at_the_same_instant_one_level(world: World) -> None:
    ticket = prioritised(world)

    def breach() -> None:
        with transaction.atomic():
            locked = Ticket.objects.locked(ticket.pk)
            climb_automatically([AutomaticClimb(ticket=locked, cause="Turnaround")], at=clock.now())

    with transaction.atomic():
        climb_ladder(ticket, by=world.orla)
        sweeping = Elsewhere(breach)
        sweeping.start()
        until_somebody_waits()
    assert sweeping.ended() is None
    assert list(Climb.objects.values_list("level", "is_automatic")) == [(2, False)]
    assert Climb.objects.get().answer_until == Climb.objects.get().at + timedelta(hours=1)
