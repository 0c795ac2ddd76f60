"""What is owed after a reply, a bounce, a merge or the resolution; and what an acceptance can keep."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.clients.models import Organisation
from holdfast.escalation.actions.answering import answer_climb
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.models import Climb
from holdfast.kernel import clock
from holdfast.notices.models import Delivery
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.judging import judge_reply
from holdfast.procedure.models import Judgement, JudgementVerdict, Via
from holdfast.project.demo.world import World
from holdfast.promises.actions.giving import give_word
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.actions.waiving import waive_promise
from holdfast.promises.figures import kept_of
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Message, PriorityReason, Ticket
from tests.procedure.steps import asked, fresh, prioritised
from tests.promises.acceptance import accept, bounce
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def states(ticket: Ticket, clause: str) -> list[str]:
    rows = Promise.objects.filter(ticket=ticket, clause=clause).order_by("pk")
    return list(rows.values_list("state", flat=True))


def resolved(world: World, **where: object) -> Ticket:
    ticket, approval = asked(world, **where)
    accept("approval_asked")
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    return fresh(ticket)


def reply(world: World, ticket: Ticket, text: str) -> Judgement:
    said = Said(text=text, author=world.orla)
    message = receive_message(ticket, said, channel="mail", reached_at=clock.now(), by=world.orla.actor)
    return Judgement.objects.get(message=message)


def test_a_reply_that_becomes_a_ticket_of_its_own_is_owed_its_answer_there(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world)
    the_clock.forward(days=20)
    judge_reply(reply(world, ticket, "It is back."), verdict=JudgementVerdict.REOPENED, by=world.tobin)
    last = Promise.objects.filter(ticket=ticket, clause="first_response").latest("pk")
    assert (last.state, last.waived_by_rule) == (State.WAIVED, True)
    follow_up = Ticket.objects.latest("pk")
    assert states(follow_up, "first_response") == [State.RUNNING]


def test_thanks_ends_no_promise_while_another_reply_waits_to_be_judged(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world)
    the_clock.forward(minutes=5)
    thanks = reply(world, ticket, "Thank you!")
    other = reply(world, ticket, "One more thing.")
    judge_reply(thanks, verdict=JudgementVerdict.THANKS, by=world.tobin)
    assert states(ticket, "first_response")[-1] == State.RUNNING
    judge_reply(other, verdict=JudgementVerdict.THANKS, by=world.tobin)
    assert states(ticket, "first_response")[-1] == State.WAIVED


def test_a_reply_after_the_answer_to_the_last_one_is_overdue_has_a_clock_of_its_own(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world)
    reply(world, ticket, "It is back.")
    the_clock.forward(minutes=30)
    reply(world, ticket, "Did you read this?")
    assert states(ticket, "first_response")[1:] == [State.RUNNING]
    again = the_clock.forward(hours=2)  # whether or not the sweep comes by
    reply(world, ticket, "Hello?")
    assert Promise.objects.filter(ticket=ticket, clause="first_response").latest("pk").start_at == again
    while sweep("test"):
        pass
    assert states(ticket, "first_response")[1:] == [State.BROKEN, State.RUNNING]


def test_the_first_response_to_a_reply_belongs_to_the_cycle_that_it_reopens(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world, priority=4)
    at = the_clock.forward(minutes=5)
    judge_reply(reply(world, ticket, "It is back."), verdict=JudgementVerdict.REOPENED, by=world.tobin)
    the_clock.forward(minutes=5)
    change_priority(
        fresh(ticket), priority=1, reason=PriorityReason.MISJUDGED, words="All are hit.", by=world.tobin
    )
    first = Promise.objects.filter(ticket=ticket, clause="first_response").latest("pk")
    assert (first.cycle, first.due_at) == (2, at + timedelta(minutes=15))


def test_words_written_before_a_change_of_priority_do_not_tell_of_it(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    send_message(ticket, Said(text="We are looking.", author=world.tobin), by=world.tobin)
    the_clock.forward(minutes=1)
    change_priority(
        fresh(ticket), priority=3, reason=PriorityReason.MISJUDGED, words="It is one form.", by=world.tobin
    )
    the_clock.forward(minutes=1)
    accept("message")
    assert states(ticket, "client_told") == [State.RUNNING]
    accept("priority_changed")
    assert states(ticket, "client_told") == [State.KEPT]


def test_when_the_first_acceptance_comes_back_the_next_one_keeps_it_as_of_its_own_time(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world)
    add_collaborator(ticket, person=world.bram, is_approved=True, at=the_clock.now, by=world.tobin.actor)
    change_priority(
        fresh(ticket), priority=3, reason=PriorityReason.MISJUDGED, words="It is one form.", by=world.tobin
    )
    later = Delivery.objects.filter(notice__kind="priority_changed", address=world.bram.email)
    later.update(state="claimed")
    the_clock.forward(minutes=10)
    (first,) = accept("priority_changed")
    later.update(state="waiting")
    the_clock.forward(hours=2)
    (second,) = accept("priority_changed")
    assert states(ticket, "client_told") == [State.KEPT]
    bounce(first)
    told = Promise.objects.get(ticket=ticket, clause="client_told")
    assert (told.state, told.broken_at) == (State.KEPT_LATE, NOON + timedelta(hours=1))
    assert (told.ended_at, told.evidence) == (the_clock.now, f"delivery-{second}")


def test_of_several_managers_who_stand_in_one_bounce_leaves_the_others_told(
    world: World, the_clock: Clock
) -> None:
    ticket = prioritised(world, priority=1, person="dara")
    rows = accept("account_manager_told")
    assert states(ticket, "account_manager_told") == [State.KEPT]
    bounce(rows[0])
    expected = State.KEPT if len(rows) > 1 else State.RUNNING
    assert states(ticket, "account_manager_told") == [expected]


def test_the_account_manager_and_the_client_are_still_to_be_told_after_the_resolution(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world, priority=1)
    assert states(ticket, "account_manager_told") == [State.RUNNING]
    accept("account_manager_told")
    assert states(ticket, "account_manager_told") == [State.KEPT]


def test_the_explanation_keeps_a_word_that_was_given(world: World, the_clock: Clock) -> None:
    ticket, approval = asked(world)
    word = give_word(
        ticket, words="Tell Orla what it was", due_at=the_clock.now + timedelta(hours=2), by=world.tobin
    )
    accept("approval_asked")
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    word.refresh_from_db()
    assert word.state == State.RUNNING
    accept("explanation")
    word.refresh_from_db()
    assert word.state == State.KEPT


def test_a_merge_takes_along_who_took_part_what_was_promised_and_how_high_it_had_climbed(
    world: World, the_clock: Clock
) -> None:
    ticket, into = prioritised(world, person="bram"), prioritised(world, person="orla")
    word = give_word(ticket, words="Call Bram", due_at=the_clock.now + timedelta(hours=2), by=world.tobin)
    climb = climb_ladder(ticket, by=world.bram)
    merge_ticket(fresh(ticket), into=fresh(into), by=world.tobin)
    word.refresh_from_db()
    assert (word.state, word.ticket_id) == (State.RUNNING, into.pk)
    assert fresh(into).level == 2
    assert into.collaborators.get().person == world.bram
    climb.refresh_from_db()
    assert climb.person is not None
    answer_climb(climb, text="I take this up myself.", by=climb.person)
    assert Promise.objects.get(climb=climb).state == State.KEPT
    assert Message.objects.latest("pk").ticket == into


def test_a_merge_leaves_the_only_turnaround_that_is_owed(world: World) -> None:
    ticket, into = prioritised(world), prioritised(world)
    waive_promise(
        Promise.objects.get(ticket=into, clause="turnaround"), reason="They can wait.", by=world.theo
    )
    merge_ticket(fresh(ticket), into=fresh(into), by=world.tobin)
    assert states(into, "turnaround") == [State.RUNNING, State.WAIVED]
    assert states(ticket, "turnaround") == []


def test_thanks_after_the_limit_leaves_the_breach_on_record_also_when_it_beats_the_sweep(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world)
    judgement = reply(world, ticket, "Thank you!")
    replied = the_clock.now
    the_clock.forward(hours=3)
    judge_reply(judgement, verdict=JudgementVerdict.THANKS, by=world.tobin)
    ended = Promise.objects.filter(ticket=ticket, clause="first_response").latest("pk")
    assert (ended.state, ended.broken_at) == (State.WAIVED, replied + timedelta(hours=1))


def test_a_merge_that_beats_the_sweep_leaves_the_breach_on_record(world: World, the_clock: Clock) -> None:
    ticket, into = prioritised(world, priority=1, person="bram"), prioritised(world, person="orla")
    the_clock.forward(hours=5)
    merge_ticket(fresh(ticket), into=fresh(into), by=world.tobin)
    gone = Promise.objects.get(ticket=ticket, clause="turnaround")
    assert gone.broken_at == NOON + timedelta(hours=4)
    while sweep("test"):
        pass
    assert not Promise.objects.filter(ticket=ticket, state=State.RUNNING).exists()


def test_a_merge_that_beats_the_sweep_climbs_from_where_each_ticket_stood(
    world: World, the_clock: Clock
) -> None:
    ticket, into = prioritised(world, person="bram"), prioritised(world, person="orla")
    climb_ladder(fresh(ticket), level=2, by=world.bram)
    climb_ladder(fresh(ticket), level=3, by=world.bram)
    climb_ladder(fresh(into), level=2, by=world.orla)
    the_clock.forward(minutes=70)
    merge_ticket(fresh(ticket), into=fresh(into), by=world.tobin)
    assert sorted(Climb.objects.filter(ticket=into).values_list("level", flat=True)) == [2, 2, 3, 3, 4]
    assert fresh(into).level == 4


def test_the_reason_given_with_the_first_priority_is_kept(world: World) -> None:
    ticket = ticket_by_mail(world)
    change_priority(ticket, priority=1, reason=PriorityReason.MISJUDGED, words="All are hit.", by=world.tobin)
    assert fresh(ticket).priority_changes.get().words == "All are hit."


def test_the_vendors_own_tickets_are_in_no_figure_of_the_clients(world: World, the_clock: Clock) -> None:
    own = Organisation.objects.filter(is_own=True).first()
    assert own is not None
    said = Said(text="The build is red.", author=world.tobin)
    open_ticket(
        Opening(requester=world.tobin, subject="Build", said=said, channel="desk", organisation=own),
        by=world.tobin.actor,
    )
    ticket_by_mail(world)
    the_clock.forward(minutes=20)
    while sweep("test"):
        pass
    everybodys = kept_of(since=NOON - timedelta(days=1)).broken
    ours = kept_of(own.pk, since=NOON - timedelta(days=1)).broken
    assert ours >= 1
    assert everybodys == Promise.objects.exclude(broken_at=None).exclude(organisation=own).count()
    assert Message.objects.count() == 2
