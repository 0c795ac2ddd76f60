"""The client approves, or says 'not fixed' (C5); then cause and fix are explained (C6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from holdfast.clients.actions.contacts import end_contact
from holdfast.clients.models import Contact
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery, DeliveryState, Notice
from holdfast.people.models import Person
from holdfast.procedure.actions.answering import answer_approval, record_client_answer
from holdfast.procedure.actions.approval import ask_again
from holdfast.procedure.actions.fixing import solve_at_tier_1
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.approvers import client_approvers, may_approve, may_approve_of
from holdfast.procedure.models import Approval, Explanation, Judgement, JudgementKind, Outcome, Via
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.messages import Said, receive_message
from holdfast.tickets.actions.resolution import merge_ticket, resolve_ticket
from holdfast.tickets.models import Message, Stage, Ticket, Waiting
from tests.procedure.steps import asked, fresh, in_qa, prioritised
from tests.promises.acceptance import accept, bounce
from tests.world import Clock

pytestmark = pytest.mark.django_db


def reply(ticket: Ticket, person: Person, words: str, clock: Clock) -> Message:
    return receive_message(
        ticket, Said(text=words, author=person), channel="mail", reached_at=clock.now, by=person.actor
    )


def turnaround(ticket: Ticket) -> Promise:
    return Promise.objects.get(ticket=ticket, clause="turnaround", cycle=ticket.cycle)


@pytest.mark.parametrize(
    ("requester", "approvers"),
    [
        ("orla", ["orla"]),
        ("bram", ["orla"]),  # the requester is no approver, but there is one
        ("dara", ["emory"]),  # an administrator is no approver
        ("tobin", ["tobin"]),  # a ticket of the vendor's own: its reporter
    ],
)
def test_who_may_approve(world: World, requester: str, approvers: list[str]) -> None:
    ticket = prioritised(world, person=requester)
    if requester == "tobin":
        Ticket.objects.filter(pk=ticket.pk).update(organisation=world.own)
    assert client_approvers(fresh(ticket)) == [world.persons[key] for key in approvers]


def test_without_an_approver_or_an_organisation_the_requester_approves(world: World) -> None:
    Contact.objects.update(is_approver=False)
    ticket = prioritised(world, person="bram")
    assert client_approvers(ticket) == [world.bram]
    Ticket.objects.filter(pk=ticket.pk).update(organisation=None)
    assert client_approvers(fresh(ticket)) == [world.bram]
    assert not may_approve(ticket, world.orla)


def test_whoever_is_of_the_client_no_more_approves_nothing_not_even_by_their_link(world: World) -> None:
    Contact.objects.filter(organisation=world.osprey).update(is_approver=False)
    ticket, approval = asked(world, person="bram")
    assert may_approve(ticket, world.bram)
    assert may_approve_of([ticket], world.bram) == {ticket.pk}
    end_contact(world.bram.contact, by=world.ines)
    former, ticket = Person.objects.get(pk=world.bram.pk), fresh(ticket)
    assert client_approvers(ticket) == []
    assert may_approve_of([ticket], former) == set()
    for via in (Via.LINK, Via.PORTAL):
        with pytest.raises(Forbidden):
            answer_approval(approval, person=former, is_approved=True, via=via)


def test_each_approver_gets_one_mail_with_a_link_of_their_own(world: World) -> None:
    Contact.objects.filter(person=world.bram).update(is_approver=True)
    asked(world)
    notices = Notice.objects.filter(kind="approval_asked")
    assert {each.deliveries.get().person for each in notices} == {world.orla, world.bram}
    assert len({each.said["approval_link"] for each in notices}) == 2


def test_the_turnaround_rests_from_the_first_acceptance_and_is_kept_as_of_it(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    assert turnaround(ticket).state == State.RUNNING
    accepted = the_clock.forward(hours=3)
    accept("approval_asked")
    assert turnaround(ticket).state == State.PAUSED
    the_clock.forward(days=20)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    kept = turnaround(ticket)
    assert (kept.state, kept.ended_at) == (State.KEPT, accepted)


def test_approving_resolves_and_explains_and_saying_it_twice_does_no_harm(
    world: World, trail: Callable[[], list[str]], the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    for _ in range(2):
        answer_approval(approval, person=world.orla, is_approved=True, via=Via.LINK)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.is_open, ticket.waiting) == (Stage.RESOLVED, False, Waiting.NOTHING)
    assert [trail().count(fact) for fact in ("ClientApproved", "TicketResolved", "ExplanationGiven")] == [
        1,
        1,
        1,
    ]
    explanation = Explanation.objects.get()
    assert (explanation.cause, explanation.fix) == (
        "The welcome bot dropped the skill.",
        "The bot passes the skill on.",
    )
    assert Promise.objects.get(clause="explanation").state == State.RUNNING
    the_clock.forward(minutes=1)
    accept("explanation")
    explanation.refresh_from_db()
    assert explanation.accepted_at == the_clock.now
    assert Promise.objects.get(clause="explanation").state == State.KEPT
    assert trail().count("ExplanationAccepted") == 1


@pytest.mark.parametrize("other", ["bram", "lutz", "kaveh", "tobin"])
def test_t41_nobody_else_approves_or_refuses(world: World, other: str) -> None:
    ticket, approval = asked(world)
    for is_approved in (True, False):
        with pytest.raises(Forbidden) as refused:
            answer_approval(
                approval, person=world.persons[other], is_approved=is_approved, words="x", via=Via.PORTAL
            )
        assert refused.value.code == "not_an_approver"
    assert fresh(ticket).stage == Stage.CLIENT_APPROVAL
    assert answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL).ended_at


def test_not_fixed_needs_words_and_sends_it_back_with_the_turnaround_running_on(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    the_clock.forward(hours=3)
    accept("approval_asked")
    due = turnaround(ticket).due_at
    the_clock.forward(hours=2)
    with pytest.raises(Refused) as refused:
        answer_approval(approval, person=world.orla, is_approved=False, words=" ", via=Via.PORTAL)
    assert refused.value.field == "words"
    answer_approval(approval, person=world.orla, is_approved=False, words="Still one in ten.", via=Via.PORTAL)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.assignee, ticket.waiting) == (
        Stage.ENGINEERING,
        world.kaveh,
        Waiting.NOTHING,
    )
    assert turnaround(ticket).state == State.RUNNING
    assert turnaround(ticket).due_at == due + timedelta(hours=2)
    notice = Notice.objects.get(kind="not_fixed")
    assert (notice.said["remark"], notice.deliveries.get().person) == ("Still one in ten.", world.kaveh)
    with pytest.raises(Refused) as late:
        answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    assert late.value.code == "answered"


def test_a_fix_of_tier_1_that_is_not_fixed_goes_back_to_tier_1(world: World) -> None:
    ticket = prioritised(world, priority=4)
    solve_at_tier_1(ticket, cause="A setting.", solution="Set.", tell_client="We set it.", by=world.tobin)
    approval = Approval.objects.get()
    answer_approval(approval, person=world.orla, is_approved=False, words="It is not.", via=Via.LINK)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.assignee) == (Stage.TIER_1, world.tobin)


def test_no_ticket_is_resolved_without_the_clients_approval_of_its_newest_fix(world: World) -> None:
    ticket = in_qa(world)
    with pytest.raises(Refused) as refused:
        resolve_ticket(ticket, at=ticket.opened_at, by=SYSTEM)
    assert refused.value.code == "not_approved"


def test_merging_needs_no_approval_and_withdraws_the_question(world: World) -> None:
    ticket, approval = asked(world)
    merge_ticket(ticket, into=prioritised(world), by=world.tobin)
    approval.refresh_from_db()
    assert approval.outcome == Outcome.WITHDRAWN
    with pytest.raises(Refused):
        answer_approval(approval, person=world.orla, is_approved=True, via=Via.LINK)


def test_a_mail_never_approves_by_itself_an_agent_records_it(world: World, the_clock: Clock) -> None:
    ticket, approval = asked(world)
    message = reply(ticket, world.orla, "Approved, thank you!", the_clock)
    assert fresh(ticket).stage == Stage.CLIENT_APPROVAL
    judgement = Judgement.objects.get()
    assert (judgement.kind, judgement.message) == (JudgementKind.APPROVAL_REPLY, message)
    with pytest.raises(Forbidden):
        record_client_answer(approval, answer="approved", message=message, by=world.mirela)
    record_client_answer(approval, answer="approved", message=message, by=world.tobin)
    approval.refresh_from_db()
    assert (approval.by, approval.recorded_by, approval.via) == (world.orla, world.tobin, Via.MAIL)
    assert fresh(ticket).stage == Stage.RESOLVED
    judgement.refresh_from_db()
    assert (judgement.verdict, judgement.judged_by) == ("approved", world.tobin)


def test_whoever_may_not_approve_cannot_be_recorded_as_approving_but_heard_that_it_is_not_fixed(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world, person="bram")
    message = reply(ticket, world.bram, "Still wrong.", the_clock)
    with pytest.raises(Forbidden):
        record_client_answer(approval, answer="approved", message=message, by=world.tobin)
    record_client_answer(approval, answer="not_fixed", message=message, by=world.tobin)
    assert fresh(ticket).stage == Stage.ENGINEERING


def test_not_fixed_by_mail_counts_from_its_arrival_however_late_it_is_recorded(
    world: World, the_clock: Clock
) -> None:
    ticket, approval = asked(world)
    the_clock.forward(hours=3)
    accept("approval_asked")
    due = turnaround(ticket).due_at
    the_clock.forward(hours=1)
    message = reply(ticket, world.orla, "It is not.", the_clock)
    assert turnaround(ticket).state == State.PAUSED  # only the answer resumes it
    the_clock.forward(hours=1)
    record_client_answer(approval, answer="not_fixed", message=message, by=world.tobin)
    assert turnaround(ticket).due_at == due + timedelta(hours=1)


def test_t44_only_a_reply_on_this_ticket_is_an_answer(world: World, the_clock: Clock) -> None:
    _, approval = asked(world)
    other = prioritised(world, person="lutz")
    foreign = reply(other, world.lutz, "Approved.", the_clock)
    for message in (foreign, Message.objects.filter(ticket=approval.ticket, side="vendor").latest("pk")):
        with pytest.raises(Refused) as refused:
            record_client_answer(approval, answer="approved", message=message, by=world.tobin)
        assert refused.value.code == "other_message"
    with pytest.raises(Refused) as nobody:
        record_client_answer(approval, answer="approved", by=world.tobin)
    assert nobody.value.field == "person"


def test_a_bounce_of_every_mail_undoes_it_and_is_a_task_for_a_person(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    ticket, approval = asked(world)
    the_clock.forward(hours=3)
    (delivery,) = accept("approval_asked")
    bounce(delivery)
    approval.refresh_from_db()
    assert (approval.accepted_at, approval.remind_at) == (None, None)
    assert turnaround(ticket).state == State.RUNNING
    assert "HandOverForApprovalBounced" in trail()
    assert Judgement.objects.get().kind == JudgementKind.UNREACHED
    assert Notice.objects.get(kind="client_unreached").deliveries.get().person == world.kaveh
    ask_again(approval, by=world.tobin)
    assert Notice.objects.filter(kind="approval_asked").count() == 2
    assert not Judgement.objects.filter(judged_at=None).exists()


def test_when_one_of_two_acceptances_bounces_the_other_counts(world: World, the_clock: Clock) -> None:
    Contact.objects.filter(person=world.bram).update(is_approver=True)
    ticket, approval = asked(world)
    the_clock.forward(hours=3)
    first, second = accept("approval_asked")
    Delivery.objects.filter(pk=second).update(accepted_at=the_clock.now + timedelta(minutes=1))
    the_clock.forward(hours=1)
    bounce(first)
    approval.refresh_from_db()
    assert approval.accepted_at == the_clock.now - timedelta(minutes=59)
    assert turnaround(ticket).state == State.PAUSED
    assert not Judgement.objects.exists()


def test_a_client_whom_no_mail_can_reach_is_a_task_from_the_start(world: World) -> None:
    Person.objects.filter(pk=world.orla.pk).update(email="noreply@ospreylane.example")
    ticket = in_qa(world)
    give_verdict(ticket, is_approved=True, by=world.mirela)
    assert Delivery.objects.get(notice__kind="approval_asked").state == DeliveryState.CANCELLED
    assert Judgement.objects.get().kind == JudgementKind.UNREACHED
