"""The turnaround pauses only while the matter rests with the client, at every turn that the procedure can take."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.notices.models import Delivery
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Via
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.invariants import violations
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import PriorityReason, Ticket, Waiting
from tests.procedure.steps import asked, fix, fresh, in_qa, prioritised
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


def turnaround(ticket: Ticket) -> Promise:
    rows = Promise.objects.filter(ticket=ticket, clause="turnaround").exclude(state=State.WAIVED)
    return rows.latest("pk")


def pauses(ticket: Ticket) -> list[tuple[datetime, datetime | None, str]]:
    rows = turnaround(ticket).pauses.order_by("pk")
    return list(rows.values_list("began_at", "ended_at", "cause"))


def ask(world: World, ticket: Ticket, words: str = "Which browser?") -> None:
    send_message(fresh(ticket), Said(text=words, author=world.tobin), asks=True, by=world.tobin)


def reply(world: World, ticket: Ticket, *, reached_at: datetime, person: str = "orla") -> None:
    author = world.persons[person]
    said = Said(text="Firefox.", author=author)
    receive_message(ticket, said, channel="mail", reached_at=reached_at, by=author.actor)


def codes() -> set[str]:
    return {each.code for each in violations()} & {"stands_still", "owed_in_the_end", "no_turnaround"}


def test_an_open_question_outlives_qas_rejection_and_its_answer_resumes(
    world: World, the_clock: Clock
) -> None:
    ticket = in_qa(world)
    ask(world, ticket)
    accept("question")
    the_clock.forward(hours=1)
    give_verdict(fresh(ticket), is_approved=False, reason="Blank still.", by=world.mirela)
    assert fresh(ticket).waiting == Waiting.ANSWER
    assert turnaround(ticket).state == State.PAUSED
    reply(world, ticket, reached_at=the_clock.forward(hours=1))
    assert turnaround(ticket).state == State.RUNNING
    assert codes() == set()


def test_asking_for_approval_ends_the_wait_for_an_answer_and_begins_its_own_at_its_acceptance(
    world: World, the_clock: Clock
) -> None:
    ticket = in_qa(world)
    ask(world, ticket)
    accept("question")
    decided = the_clock.forward(hours=1)
    give_verdict(fresh(ticket), is_approved=True, by=world.mirela)
    assert turnaround(ticket).state == State.RUNNING
    accepted = the_clock.forward(minutes=5)
    (delivery,) = accept("approval_asked")
    assert pauses(ticket) == [(NOON, decided, "answer"), (accepted, None, "approval")]
    the_clock.forward(minutes=5)
    bounce(delivery)
    assert turnaround(ticket).state == State.RUNNING  # nobody of the client was asked after all
    assert pauses(ticket)[1] == (accepted, accepted, "approval")


def test_a_changed_situation_while_the_client_is_asked_leaves_the_turnaround_to_be_kept_by_approval(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    accept("approval_asked")
    the_clock.forward(hours=1)
    words = "It spreads to every clinic."
    change_priority(
        fresh(ticket), priority=1, reason=PriorityReason.SITUATION_CHANGED, words=words, by=world.tobin
    )
    the_clock.forward(hours=1)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    kept = turnaround(ticket)
    assert kept.state == State.KEPT
    assert kept.ended_at == NOON + timedelta(
        hours=1
    )  # when it was made anew: accepted before, and standing still since
    assert codes() == set()


def test_misjudged_while_it_stands_still_and_past_the_new_limit_is_broken_at_the_change(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, priority=4)
    the_clock.forward(hours=9)
    ask(world, ticket)
    accept("question")
    changed = the_clock.forward(hours=1)
    change_priority(
        fresh(ticket), priority=1, reason=PriorityReason.MISJUDGED, words="All are hit.", by=world.tobin
    )
    broken = turnaround(ticket)
    assert (broken.state, broken.broken_at) == (State.BROKEN, changed)
    assert pauses(ticket)[0][1] == changed


def test_the_late_acceptance_of_an_older_question_pauses_nothing(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    add_collaborator(ticket, person=world.bram, is_approved=True, at=the_clock.now, by=world.tobin.actor)
    ask(world, ticket)
    for_bram = Delivery.objects.get(notice__kind="question", address=world.bram.email)
    Delivery.objects.filter(pk=for_bram.pk).update(state="claimed")  # its mail server is slow
    accept("question")
    reply(world, ticket, reached_at=the_clock.forward(hours=1))
    the_clock.forward(hours=1)
    ask(world, ticket, "And which version?")
    newer = Delivery.objects.filter(notice__kind="question", state="waiting")
    held = list(newer.values_list("pk", flat=True))
    newer.update(state="claimed")
    Delivery.objects.filter(pk=for_bram.pk).update(state="waiting")
    accept("question")
    assert turnaround(ticket).state == State.RUNNING
    Delivery.objects.filter(pk__in=held).update(state="waiting")
    at = the_clock.forward(minutes=5)
    accept("question")
    assert pauses(ticket)[-1] == (at, None, "answer")


def test_a_mail_that_reached_us_before_the_question_does_not_answer_it(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    reached = the_clock.now
    the_clock.forward(minutes=10)
    ask(world, ticket)
    accept("question")
    reply(world, ticket, reached_at=reached)
    assert fresh(ticket).waiting == Waiting.ANSWER
    assert turnaround(ticket).state == State.PAUSED


def test_an_answer_that_is_filed_before_the_acceptance_is_known_still_paused_in_between(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    accepted = the_clock.forward(minutes=1)
    answered = the_clock.forward(minutes=30)
    reply(world, ticket, reached_at=answered)
    the_clock.forward(minutes=1)
    accept("question", at=accepted)
    assert pauses(ticket) == [(accepted, answered, "answer")]
    assert turnaround(ticket).state == State.RUNNING


def test_a_bounce_takes_a_pause_back_that_is_over_already(world: World, the_clock: Clock) -> None:
    ticket = in_qa(world)
    due = turnaround(ticket).due_at
    the_clock.set(NOON + timedelta(hours=3))  # the office is open
    ask(world, ticket)
    (delivery,) = accept("question")
    reply(world, ticket, reached_at=the_clock.forward(hours=2))
    assert turnaround(ticket).due_at == due + timedelta(hours=2)
    bounce(delivery)
    assert turnaround(ticket).due_at == due
    assert codes() == set()


def test_a_pause_begins_with_the_next_reader_when_the_first_ones_question_comes_back(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    add_collaborator(ticket, person=world.bram, is_approved=True, at=the_clock.now, by=world.tobin.actor)
    ask(world, ticket)
    later = Delivery.objects.filter(notice__kind="question", address=world.bram.email)
    later.update(state="claimed")
    (first,) = accept("question")
    later.update(state="waiting")
    at = the_clock.forward(minutes=20)
    accept("question")
    bounce(first)
    assert pauses(ticket) == [(NOON, NOON, "answer"), (at, None, "answer")]


def test_when_the_first_question_comes_back_the_second_that_stands_still_pauses(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    (first,) = accept("question")
    the_clock.forward(minutes=10)
    ask(world, ticket, "And which version?")
    at = the_clock.forward(minutes=10)
    accept("question")
    the_clock.forward(minutes=10)
    bounce(first)
    assert fresh(ticket).waiting == Waiting.ANSWER
    assert turnaround(ticket).state == State.PAUSED
    assert pauses(ticket) == [(NOON, NOON, "answer"), (at, None, "answer")]
    answered = the_clock.forward(minutes=10)
    reply(world, ticket, reached_at=answered)
    assert pauses(ticket)[-1] == (at, answered, "answer")


def test_a_question_that_was_asked_before_a_newer_one_pauses_from_its_own_acceptance(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    first = Delivery.objects.get(notice__kind="question", state="waiting")
    the_clock.forward(minutes=1)
    ask(world, ticket, "And which version?")
    second = Delivery.objects.filter(notice__kind="question").exclude(pk=first.pk)
    second.update(state="claimed")
    at = the_clock.forward(minutes=1)
    accept("question")
    second.update(state="waiting")
    the_clock.forward(minutes=1)
    (newer,) = accept("question")
    bounce(newer)
    assert pauses(ticket) == [(at, None, "answer")]


def test_when_the_newer_question_comes_back_and_the_older_is_answered_nothing_is_waited_for(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    accept("question")
    answered = the_clock.forward(minutes=10)
    the_clock.forward(minutes=10)
    ask(world, ticket, "And which version?")
    (newer,) = accept("question")
    reply(world, ticket, reached_at=answered)
    assert fresh(ticket).waiting == Waiting.ANSWER
    bounce(newer)
    assert fresh(ticket).waiting == Waiting.NOTHING
    assert turnaround(ticket).state == State.RUNNING
    asked_at = NOON + timedelta(minutes=20)
    assert pauses(ticket) == [(NOON, answered, "answer"), (asked_at, asked_at, "answer")]
    assert codes() == set()


def test_an_answer_that_is_filed_after_a_later_one_ends_the_pause_as_of_its_own_arrival(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    accept("question")
    held = the_clock.forward(minutes=30)  # by a rule, until an agent releases it
    asked_at = the_clock.forward(minutes=10)
    ask(world, ticket, "And which version?")
    accept("question")
    answered = the_clock.forward(minutes=10)
    reply(world, ticket, reached_at=answered, person="bram")
    assert pauses(ticket) == [(NOON, answered, "answer")]
    reply(world, ticket, reached_at=held)
    assert pauses(ticket) == [(NOON, held, "answer"), (asked_at, answered, "answer")]


def test_an_answer_that_reached_us_before_its_questions_acceptance_leaves_the_newer_question_alone_to_pause(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    reached = the_clock.forward(minutes=1)  # from the portal's page, say
    the_clock.forward(minutes=1)
    accept("question")
    at = the_clock.forward(minutes=10)
    ask(world, ticket, "And which version?")
    accept("question")
    reply(world, ticket, reached_at=reached)
    assert fresh(ticket).waiting == Waiting.ANSWER
    assert pauses(ticket)[-1] == (at, None, "answer")
    assert sum(1 for began, ended, _ in pauses(ticket) if began != ended) == 1


def test_an_ended_pause_is_taken_back_while_a_later_question_is_waited_for(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    the_clock.set(NOON + timedelta(hours=3))  # the office is open
    due = turnaround(ticket).due_at
    ask(world, ticket)
    (first,) = accept("question")
    reply(world, ticket, reached_at=the_clock.forward(hours=1))
    at = the_clock.forward(minutes=10)
    ask(world, ticket, "And which version?")
    accept("question")
    bounce(first)
    assert turnaround(ticket).due_at == due
    assert turnaround(ticket).state == State.PAUSED
    reply(world, ticket, reached_at=the_clock.forward(minutes=30))
    assert turnaround(ticket).due_at == due + timedelta(minutes=30)
    assert pauses(ticket)[-1] == (at, at + timedelta(minutes=30), "answer")


def test_merged_into_a_ticket_that_rests_with_the_client_the_earlier_turnaround_stands_still_with_it(
    world: World, the_clock: Clock
) -> None:
    earlier = prioritised(world)
    the_clock.forward(hours=4)
    resting = prioritised(world)
    ask(world, resting)
    (delivery,) = accept("question")
    merged = the_clock.forward(minutes=5)
    merge_ticket(fresh(earlier), into=fresh(resting), by=world.tobin)
    survivor = turnaround(resting)
    assert survivor.start_at == NOON
    assert pauses(resting) == [(merged, None, "answer")]
    the_clock.forward(minutes=5)
    bounce(delivery)
    assert turnaround(resting).state == State.RUNNING
    assert pauses(resting) == [(merged, merged, "answer")]


def test_merged_into_a_ticket_whose_question_nobody_has_yet_an_earlier_turnaround_runs_until_somebody_has(
    world: World, the_clock: Clock
) -> None:
    earlier = prioritised(world)
    asked_at = the_clock.forward(hours=4)
    ask(world, earlier)
    accept("question")
    into = prioritised(world)
    ask(world, into)
    merged = the_clock.forward(minutes=5)
    merge_ticket(fresh(earlier), into=fresh(into), by=world.tobin)
    assert turnaround(into).state == State.RUNNING
    assert pauses(into) == [(asked_at, merged, "answer")]
    at = the_clock.forward(minutes=5)
    accept("question")
    assert pauses(into)[-1] == (at, None, "answer")


def test_a_turnaround_that_stands_still_for_nothing_is_told(world: World) -> None:
    ticket = prioritised(world)
    ask(world, ticket)
    accept("question")
    Ticket.objects.filter(pk=ticket.pk).update(waiting="")
    assert codes() == {"stands_still"}
    while sweep("test"):
        pass
    assert codes() == {"stands_still"}  # told, not mended in silence


def test_a_fix_makes_an_open_question_needless(world: World, the_clock: Clock) -> None:
    ticket = in_qa(world)
    give_verdict(ticket, is_approved=False, reason="Blank still.", by=world.mirela)
    ask(world, ticket)
    accept("question")
    ended = the_clock.forward(hours=1)
    fix(world, fresh(ticket))
    assert pauses(ticket) == [(NOON, ended, "answer")]
