"""A public question to the client: silence on it brings reminders, then a task for a person."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from holdfast.calendars.models import Calendar
from holdfast.clients.models import Organisation
from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import document_of
from holdfast.procedure.actions import silence
from holdfast.procedure.actions.judging import judge_reply
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Approval, Judgement, JudgementKind, Question
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Message, Ticket, Waiting
from tests.procedure.steps import asked, fix, fresh, in_engineering, in_qa, prioritised
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

NEW_YORK_TEN = NOON + timedelta(hours=3)  # Tuesday


def question(ticket: Ticket, world: World, text: str = "Which queue is it?") -> Message:
    return send_message(fresh(ticket), Said(text=text, author=world.tobin), asks=True, by=world.tobin)


def answer(ticket: Ticket, person: Person, clock: Clock, **more: object) -> None:
    said = Said(text="The second one.", author=person, **more)  # type: ignore[arg-type]
    receive_message(fresh(ticket), said, channel="mail", reached_at=clock.now, by=person.actor)


def waits(world: World, clock: Clock, **where: object) -> Ticket:
    """A ticket whose client was asked something, and whose mail took it, on Tuesday at ten in New York."""
    ticket = prioritised(world, **where)  # type: ignore[arg-type]
    clock.set(NEW_YORK_TEN)
    question(ticket, world)
    accept("question")
    return fresh(ticket)


def reminders() -> list[Notice]:
    return list(Notice.objects.filter(kind="question_reminder").order_by("pk"))


def tasks(kind: str = JudgementKind.SILENCE) -> list[Judgement]:
    return list(Judgement.objects.filter(kind=kind, judged_at=None))


def run_days(clock: Clock, days: range) -> list[tuple[int, int]]:
    """What there is of reminders and of tasks after each of these days, an hour later in the day."""
    seen = []
    for day in days:
        clock.set(NEW_YORK_TEN + timedelta(days=day, hours=1))
        silence.run_once()
        seen.append((len(reminders()), len(tasks())))
    return seen


def under(world: World, **changes: object) -> None:
    """Publish the policy with these settings changed."""
    draft = draft_policy(by=world.delphine)
    document = replace(document_of(draft.pk), **changes)
    publish_policy(save_draft(draft, document=document, by=world.delphine), by=world.delphine)


def turnaround(ticket: Ticket) -> Promise:
    return Promise.objects.get(ticket=ticket, clause="turnaround", cycle=ticket.cycle)


def test_silence_on_a_question_brings_reminders_in_its_thread_then_a_task_for_a_person(
    world: World, the_clock: Clock
) -> None:
    """As shipped: reminders after two and four business days, a call after five; the client's own calendar."""
    ticket = waits(world, the_clock)
    add_collaborator(ticket, person=world.bram, is_approved=True, at=the_clock.now, by=world.tobin.actor)
    seen = run_days(the_clock, range(1, 15))
    assert seen[0] == (0, 0)
    assert seen[1] == seen[4] == (1, 0)  # Thursday, and the weekend
    assert seen[5] == (2, 0)
    assert seen[6] == seen[-1] == (2, 1)
    first = reminders()[0]
    assert set(first.deliveries.values_list("address", flat=True)) == {world.orla.email, world.bram.email}
    asked_by = Notice.objects.get(kind="question")
    assert (first.about, first.thread_root) == (asked_by.about, asked_by.thread_root)
    assert first.deliveries.get(person=world.orla).follows == asked_by.deliveries.get().mail_id
    assert first.said["text"] == "Which queue is it?"
    assert Notice.objects.get(kind="question_silent").deliveries.get().person == world.tobin
    assert turnaround(ticket).state == State.PAUSED
    with pytest.raises(Refused):
        judge_reply(tasks()[0], verdict="done", words="", by=world.tobin)
    judge_reply(tasks()[0], verdict="done", words="Called; she looks on Friday.", by=world.tobin)
    assert Question.objects.get().remind_at > the_clock.now
    assert run_days(the_clock, range(15, 30))[-1] == (4, 1)


def test_nobody_is_reminded_of_a_question_that_no_channel_took(world: World, the_clock: Clock) -> None:
    question(prioritised(world), world)
    the_clock.forward(days=30)
    assert silence.run_once() == 0
    assert reminders() == []


def test_an_answer_ends_it_and_machine_mail_does_not(world: World, the_clock: Clock) -> None:
    ticket = waits(world, the_clock)
    run_days(the_clock, range(1, 8))
    answer(ticket, world.orla, the_clock, is_machine=True)
    assert len(tasks()) == 1
    answer(ticket, world.orla, the_clock)
    assert tasks() == []
    assert fresh(ticket).waiting == Waiting.NOTHING
    assert run_days(the_clock, range(8, 20))[-1] == (2, 0)


def test_a_second_question_is_what_is_waited_for_and_the_silence_counts_from_it(
    world: World, the_clock: Clock
) -> None:
    ticket = waits(world, the_clock)
    run_days(the_clock, range(1, 8))
    question(ticket, world, "And since when?")
    assert tasks() == []
    accept("question")
    assert run_days(the_clock, range(8, 10)) == [(2, 0), (3, 0)]
    assert reminders()[-1].said["text"] == "And since when?"
    assert Question.objects.filter(ended_at=None).count() == 1


def test_when_the_second_question_bounces_the_first_is_still_waited_for(
    world: World, the_clock: Clock
) -> None:
    ticket = waits(world, the_clock)
    taken = Question.objects.get().accepted_at
    the_clock.forward(hours=1)
    question(ticket, world, "And since when?")
    bounce(accept("question")[0])
    assert Question.objects.get(ended_at=None).accepted_at == taken
    assert (fresh(ticket).waiting, turnaround(ticket).state) == (Waiting.ANSWER, State.PAUSED)


def test_a_question_that_comes_back_waits_for_no_answer_and_is_a_task(world: World, the_clock: Clock) -> None:
    ticket = waits(world, the_clock)
    bounce(Delivery.objects.get(notice__kind="question").pk)
    assert (fresh(ticket).waiting, turnaround(ticket).state) == (Waiting.NOTHING, State.RUNNING)
    (task,) = tasks(JudgementKind.UNREACHED)
    the_clock.forward(hours=1)
    assert silence.run_once() == 0
    question(ticket, world, "Once more: which queue?")
    assert tasks(JudgementKind.UNREACHED) == []
    accept("question")
    assert (fresh(ticket).waiting, turnaround(ticket).state) == (Waiting.ANSWER, State.PAUSED)
    task.refresh_from_db()
    assert task.verdict == "overtaken"


def test_a_client_who_speaks_after_all_was_reached(world: World, the_clock: Clock) -> None:
    ticket = waits(world, the_clock)
    bounce(Delivery.objects.get(notice__kind="question").pk)
    answer(ticket, world.orla, the_clock)
    assert tasks(JudgementKind.UNREACHED) == []


def test_a_fix_recorded_meanwhile_ends_it_and_the_approval_is_waited_for_alone(
    world: World, the_clock: Clock
) -> None:
    ticket = in_engineering(world)
    the_clock.set(NEW_YORK_TEN)
    question(ticket, world)
    accept("question")
    run_days(the_clock, range(1, 8))
    fix(world, fresh(ticket))
    assert tasks() == []
    assert run_days(the_clock, range(8, 20))[-1] == (2, 0)


def test_asking_for_approval_ends_the_reminders_of_an_open_question(world: World, the_clock: Clock) -> None:
    ticket = in_qa(world)
    the_clock.set(NEW_YORK_TEN)
    question(ticket, world)
    accept("question")
    give_verdict(fresh(ticket), is_approved=True, by=world.mirela)
    accept("approval_asked")
    assert Question.objects.get(ticket=ticket).ended_at == NEW_YORK_TEN
    run_days(the_clock, range(1, 6))
    assert reminders() == []


def test_an_answer_to_the_older_of_two_questions_leaves_silence_to_count_from_the_newer_alone(
    world: World, the_clock: Clock
) -> None:
    ticket = waits(world, the_clock)
    reached = the_clock.forward(minutes=5)
    the_clock.forward(minutes=5)
    question(ticket, world, "And the version?")
    said = Said(text="The second one.", author=world.orla)
    receive_message(fresh(ticket), said, channel="mail", reached_at=reached, by=world.orla.actor)
    assert Question.objects.get(ticket=ticket).accepted_at is None
    at = the_clock.forward(minutes=5)
    accept("question")
    assert Question.objects.get(ticket=ticket).accepted_at == at


@pytest.mark.parametrize("which", ["merged", "survivor"])
def test_of_merged_tickets_only_the_survivors_question_is_followed_up(
    world: World, the_clock: Clock, which: str
) -> None:
    ticket, other = waits(world, the_clock), prioritised(world)
    first, second = (ticket, other) if which == "merged" else (other, ticket)
    merge_ticket(first, into=second, by=world.tobin)
    assert Question.objects.filter(ended_at=None).count() == (0 if which == "merged" else 1)
    expected = (0, 0) if which == "merged" else (2, 1)
    assert run_days(the_clock, range(1, 15))[-1] == expected


def test_t1_a_ticket_of_machine_mail_waits_for_no_answer(world: World, the_clock: Clock) -> None:
    ticket = ticket_by_mail(world, is_machine=True)
    with pytest.raises(Refused):
        question(ticket, world)
    assert fresh(ticket).waiting == Waiting.NOTHING
    assert not Question.objects.exists()


def test_a_question_while_the_approval_is_waited_for_begins_no_second_wait(
    world: World, the_clock: Clock
) -> None:
    ticket, _ = asked(world)
    question(ticket, world)
    assert fresh(ticket).waiting == Waiting.APPROVAL
    assert not Question.objects.exists()


def test_t76_after_down_time_only_the_newest_step_is_taken(world: World, the_clock: Clock) -> None:
    waits(world, the_clock)
    the_clock.forward(days=6, hours=1)
    silence.run_once()
    silence.run_once()
    assert (len(reminders()), Question.objects.get().reminders) == (1, 2)


def _open_from(local: datetime) -> bool:
    return local.weekday() < 5 and 9 <= local.hour < 17


@pytest.mark.parametrize("what", ["question", "approval"])
@pytest.mark.parametrize("wait", ["14 h", "2 business days"])
@pytest.mark.parametrize("round_the_clock", [False, True])
def test_t73_a_reminder_due_outside_the_contacts_hours_is_held_to_opening_unless_marked_24_x_7(
    world: World, the_clock: Clock, what: str, wait: str, round_the_clock: bool
) -> None:
    """Accepted on Tuesday at eight in the evening in New York, when Osprey Lane is closed."""
    under(world, **{f"{what}_reminders": (wait,)})
    if round_the_clock:
        Organisation.objects.filter(pk=world.osprey.pk).update(
            calendar=Calendar.objects.get(key="round-the-clock")
        )
    if what == "question":
        question(prioritised(world), world)
    else:
        asked(world)
    the_clock.set(NOON + timedelta(hours=13))
    accept("question" if what == "question" else "approval_asked")
    sent_at = None
    for _ in range(24 * 6):
        the_clock.forward(hours=1)
        silence.run_once()
        if found := Notice.objects.filter(kind=f"{what}_reminder").first():
            sent_at = found.created_at
            break
    hours = {"14 h": 14, "2 business days": 48}[wait]
    if round_the_clock:
        assert sent_at == NOON + timedelta(hours=13 + hours)
    else:
        assert sent_at is not None
        new_york = sent_at - timedelta(hours=5)
        assert new_york >= (NOON + timedelta(hours=8 + hours)) - timedelta(hours=3)
        assert _open_from(new_york)


def test_t73_a_reminder_that_came_due_while_nothing_ran_waits_for_the_client_to_open(
    world: World, the_clock: Clock
) -> None:
    waits(world, the_clock)
    the_clock.set(NEW_YORK_TEN + timedelta(days=2, hours=12))  # Thursday, ten in the evening
    silence.run_once()
    assert reminders() == []
    the_clock.set(NEW_YORK_TEN + timedelta(days=3, minutes=-30))  # Friday, half past nine
    silence.run_once()
    assert len(reminders()) == 1


def test_the_turnaround_is_not_reminded_of_twice_after_the_approval(world: World, the_clock: Clock) -> None:
    """Question and approval have rows of their own, and each only its own reminders."""
    ticket, _ = asked(world)
    the_clock.set(NEW_YORK_TEN)
    accept("approval_asked")
    assert run_days(the_clock, range(1, 8))[-1] == (0, 1)
    assert Approval.objects.get(ticket=ticket).reminders == 2
