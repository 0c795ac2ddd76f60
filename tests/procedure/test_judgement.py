"""What only a person can judge: replies while asked for approval and on resolved tickets, and silence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery, Notice
from holdfast.notices.rendering import render
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import document_of
from holdfast.procedure.actions import silence
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.judging import judge_reply
from holdfast.procedure.models import Approval, Judgement, JudgementKind, Outcome, Via
from holdfast.procedure.queries import course_of, replies_to_judge
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.actions.messages import Said, receive_message
from holdfast.tickets.models import Link, LinkKind, Message, Stage, Ticket
from holdfast.vendor.models import the_vendor
from tests.procedure.steps import asked, fresh
from tests.promises.acceptance import accept
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


def reply(ticket: Ticket, world: World, clock: Clock, **more: object) -> Message:
    said = Said(text="About that…", author=world.orla, **more)  # type: ignore[arg-type]
    return receive_message(ticket, said, channel="mail", reached_at=clock.now, by=world.orla.actor)


def resolved(world: World) -> Ticket:
    ticket, approval = asked(world)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.PORTAL)
    return fresh(ticket)


def test_a_reply_to_a_resolved_ticket_waits_for_a_person_and_a_machines_does_not(
    world: World, the_clock: Clock
) -> None:
    ticket = resolved(world)
    reply(ticket, world, the_clock, is_machine=True)
    assert not replies_to_judge().exists()
    message = reply(ticket, world, the_clock)
    assert [each.message for each in replies_to_judge()] == [message]
    assert course_of(fresh(ticket)).judgements[0].kind == JudgementKind.RESOLVED_REPLY


def test_thanks_leaves_it_resolved(world: World, the_clock: Clock) -> None:
    ticket = resolved(world)
    reply(ticket, world, the_clock)
    judgement = Judgement.objects.get()
    with pytest.raises(Forbidden):
        judge_reply(judgement, verdict="thanks", by=world.mirela)
    with pytest.raises(Refused):
        judge_reply(judgement, verdict="approved", by=world.tobin)
    judge_reply(judgement, verdict="thanks", by=world.tobin)
    judge_reply(judgement, verdict="thanks", by=world.tobin)
    assert not fresh(ticket).is_open
    with pytest.raises(Refused, match="Tobin Adeyar judged it already: thanks"):
        judge_reply(judgement, verdict="reopened", by=world.saoirse)


def test_reopened_begins_a_new_cycle_at_the_replys_arrival(world: World, the_clock: Clock) -> None:
    ticket = resolved(world)
    arrived = the_clock.forward(days=13)
    reply(ticket, world, the_clock)
    the_clock.forward(days=3)
    judge_reply(Judgement.objects.get(), verdict="reopened", by=world.tobin)
    ticket = fresh(ticket)
    assert (ticket.stage, ticket.cycle) == (Stage.TIER_1, 2)
    assert Promise.objects.get(ticket=ticket, clause="turnaround", cycle=2).start_at == arrived


def test_a_reply_that_comes_too_late_opens_a_linked_follow_up(world: World, the_clock: Clock) -> None:
    ticket = resolved(world)
    arrived = the_clock.forward(days=15)
    message = reply(ticket, world, the_clock)
    judgement = judge_reply(Judgement.objects.get(), verdict="reopened", by=world.tobin)
    new = judgement.follow_up
    assert new is not None
    assert (judgement.verdict, new.requester, new.opened_at) == ("follow_up", world.orla, arrived)
    assert Message.objects.get(ticket=new).text == message.text
    assert Link.objects.filter(ticket=new, other=ticket, kind=LinkKind.FOLLOW_UP).exists()
    assert not fresh(ticket).is_open


def test_an_answer_overtakes_the_reply_that_waits(world: World, the_clock: Clock) -> None:
    ticket, approval = asked(world)
    reply(ticket, world, the_clock)
    answer_approval(approval, person=world.orla, is_approved=True, via=Via.LINK)
    assert Judgement.objects.get().verdict == "overtaken"


def test_t73_silence_brings_reminders_then_a_task_and_never_an_approval(
    world: World, the_clock: Clock
) -> None:
    """As shipped: reminders after two and four business days, a call after five; the client's own calendar."""
    ticket, _ = asked(world)
    the_clock.set(NOON + timedelta(hours=3))  # Tuesday, ten in New York
    accept("approval_asked")
    assert silence.run_once() == 0
    seen = []
    for day in range(1, 15):
        the_clock.set(NOON + timedelta(days=day, hours=4))
        silence.run_once()
        reminders = Notice.objects.filter(kind="approval_reminder").count()
        seen.append((reminders, Judgement.objects.filter(kind=JudgementKind.SILENCE).count()))
    # Thursday; Monday after the weekend; Tuesday
    assert seen[0] == (0, 0)
    assert seen[1] == seen[4] == (1, 0)
    assert seen[5] == (2, 0)
    assert seen[6] == seen[-1] == (2, 1)
    assert fresh(ticket).stage == Stage.CLIENT_APPROVAL
    assert Notice.objects.get(kind="client_silent").deliveries.get().person == world.kaveh
    with pytest.raises(Refused):
        judge_reply(Judgement.objects.get(), verdict="done", words="", by=world.tobin)
    judge_reply(Judgement.objects.get(), verdict="done", words="Called; she looks on Friday.", by=world.tobin)
    assert Approval.objects.get().remind_at > the_clock.now


def test_t76_after_down_time_one_reminder_is_sent_and_stale_ones_are_not(
    world: World, the_clock: Clock
) -> None:
    _, approval = asked(world)
    accept("approval_asked")
    the_clock.forward(days=6, hours=4)
    silence.run_once()
    silence.run_once()
    approval.refresh_from_db()
    assert (Notice.objects.filter(kind="approval_reminder").count(), approval.reminders) == (1, 2)


def test_still_testing_counts_the_silence_anew_from_the_clients_word(world: World, the_clock: Clock) -> None:
    ticket, approval = asked(world)
    accept("approval_asked")
    the_clock.forward(days=1)
    message = reply(ticket, world, the_clock)
    the_clock.forward(days=1, hours=6)
    silence.run_once()
    assert not Notice.objects.filter(kind="approval_reminder").exists()  # a reply waits: nothing is silence
    judge_reply(Judgement.objects.get(), verdict="still_testing", by=world.tobin)
    approval.refresh_from_db()
    assert approval.heard_at == message.at
    assert approval.remind_at is not None
    assert approval.remind_at > message.at + timedelta(days=1)


def test_silence_approves_only_when_the_policy_says_so(world: World, the_clock: Clock) -> None:
    draft = draft_policy(by=world.delphine)
    document = replace(document_of(draft.pk), approval_by_silence="10 business days")
    publish_policy(save_draft(draft, document=document, by=world.delphine), by=world.delphine)
    ticket, approval = asked(world)
    accept("approval_asked")
    the_clock.forward(days=13)
    silence.run_once()
    assert fresh(ticket).is_open
    the_clock.forward(days=3)
    silence.run_once()
    approval.refresh_from_db()
    assert (approval.outcome, approval.by, approval.via) == (Outcome.APPROVED, None, Via.SILENCE)
    assert not fresh(ticket).is_open
    assert "had no answer" in render_text("explanation")


def render_text(kind: str) -> str:
    row = Delivery.objects.select_related("notice").filter(notice__kind=kind).latest("pk")
    return render(row.notice, row, the_vendor()).text
