"""What rests with the client, driven at random: questions, answers, acceptances and bounces in any order, and approvals.

The reference works out when the turnaround stood still from nothing but what was asked, accepted, bounced and answered, as
promises.md says it (T72).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    invariant,
    precondition,
    rule,
)

from holdfast.notices.models import Delivery, DeliveryState
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.hand_over import hand_over
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Approval, Judgement, JudgementKind, Question, Via
from holdfast.project.demo.world import World
from holdfast.promises.clockwork import due_at
from holdfast.promises.invariants import violations
from holdfast.promises.models import Promise, State
from holdfast.promises.reckoning import inputs_of
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.taking_part import add_collaborator
from holdfast.tickets.models import Message, Side, Stage, Ticket, Waiting
from tests.procedure.steps import fix, fresh, prioritised
from tests.promises.acceptance import accept_one, bounce
from tests.promises.machine import InAWorld, run_machine

Stretch = tuple[datetime, datetime | None]
_LIVE = (DeliveryState.WAITING, DeliveryState.ACCEPTED)
_minutes = st.integers(0, 90).map(lambda minutes: timedelta(minutes=minutes))


@dataclass
class Wait:
    """A stretch of the ticket's life in which it waits for the client: for an answer, or for this approval."""

    began_at: datetime
    approval: int | None = None
    ended_at: datetime | None = None


class Machine(InAWorld):
    def __init__(self) -> None:
        super().__init__()
        self.waits: list[Wait] = []

    @initialize()
    def a_client_writes_and_a_colleague_takes_part(self) -> None:
        ticket = prioritised(self.world, priority=4)
        self.number = ticket.pk
        bram, tobin = self.world.bram, self.world.tobin
        add_collaborator(ticket, person=bram, is_approved=True, at=self.clock.now, by=tobin.actor)

    # what people, time and the client's channel do

    @rule(span=_minutes)
    def time_passes(self, span: timedelta) -> None:
        self.clock.set(self.clock.now + span)

    @rule(taken=st.integers(0, 2), span=_minutes)
    def we_ask(self, taken: int, span: timedelta) -> None:
        """So many of the two who read it have it a while later."""
        self.clock.forward(seconds=1)  # no two acts on a ticket share an instant, for each locks it
        said = Said(text="Which browser?", author=self.world.tobin)
        if self.waiting == Waiting.NOTHING:
            self.waits.append(Wait(self.clock.now))
        question = send_message(self.ticket, said, asks=True, by=self.world.tobin)
        self.clock.set(self.clock.now + span)
        for row in self.rows(question)[:taken]:
            accept_one(row.pk)

    @rule(nth=st.integers(0, 9))
    def a_channel_accepts(self, nth: int) -> None:
        if rows := self.rows(state=DeliveryState.WAITING):
            accept_one(rows[nth % len(rows)].pk)

    @rule(nth=st.integers(0, 9), from_all=st.booleans())
    def a_mail_comes_back(self, nth: int, from_all: bool) -> None:
        """From one of its readers, or from all who had it."""
        if rows := self.rows(state=DeliveryState.ACCEPTED):
            one = rows[nth % len(rows)]
            for row in rows:
                if row == one or (from_all and row.notice_id == one.notice_id):
                    bounce(row.pk)
                    self.look_whom_it_reached()

    @rule(late=_minutes, person=st.sampled_from(["orla", "bram"]), is_machine=st.booleans())
    def the_client_writes(self, late: timedelta, person: str, is_machine: bool) -> None:
        reached = self.clock.now - late
        author = self.world.persons[person]
        newest = self.questions().last()
        said = Said(text="Firefox.", author=author, is_machine=is_machine)
        receive_message(self.ticket, said, channel="mail", reached_at=reached, by=author.actor)
        if is_machine or self.waiting != Waiting.ANSWER:
            return
        if newest is not None and newest.at <= reached:
            self.end_wait(reached)
        else:
            self.look_whom_it_reached()

    @rule(is_well=st.booleans())
    def the_procedure_goes_on(self, is_well: bool) -> None:
        """One step: handed over, fixed, judged by QA, refused by the client."""
        self.clock.forward(seconds=1)
        ticket, world = self.ticket, self.world
        if ticket.stage <= Stage.TIER_1:
            hand_over(ticket, to=world.kaveh, words="See the router.", by=world.tobin)
        elif ticket.stage == Stage.ENGINEERING:
            fix(world, ticket)
            self.end_wait(self.clock.now)
        elif ticket.stage == Stage.QA:
            give_verdict(ticket, is_approved=is_well, reason="" if is_well else "Blank.", by=world.mirela)
            if is_well:
                self.end_wait(self.clock.now)
                self.waits.append(Wait(self.clock.now, Approval.objects.get(ended_at=None).pk))

    @precondition(lambda self: self.waiting == Waiting.APPROVAL)
    @rule()
    def the_client_says_that_it_is_not_fixed(self) -> None:
        self.clock.forward(seconds=1)
        approval = Approval.objects.get(ended_at=None)
        answer_approval(
            approval, person=self.world.orla, is_approved=False, words="Still so.", via=Via.PORTAL
        )
        self.end_wait(self.clock.now)

    # what must hold

    @invariant()
    def the_ticket_waits_for_what_the_reference_says(self) -> None:
        assert self.ticket.waiting == self.waiting

    @invariant()
    def the_turnaround_stood_still_when_the_matter_rested_with_the_client(self) -> None:
        promise = Promise.objects.get(ticket=self.number, clause="turnaround")
        stood = _union([(each.began_at, each.ended_at) for each in promise.pauses.all()])
        known = _union([stretch for wait in self.waits for stretch in self.stretches(wait)])
        assert stood == known
        assert (promise.state == State.PAUSED) == any(ended is None for _, ended in known)
        assert promise.paused_at == next((began for began, ended in known if ended is None), None)
        ended = [(began, end) for began, end in known if end is not None]
        assert promise.due_at == due_at(inputs_of(promise, ended))

    @invariant()
    def whoever_waits_waits_for_something_and_a_question_that_reached_nobody_is_a_task(self) -> None:
        assert {each.code for each in violations()}.isdisjoint({"no_turnaround", "stands_still"})
        question = Question.objects.filter(ticket=self.number, ended_at=None).first()
        assert (question is not None) == (self.waiting == Waiting.ANSWER)
        if question is not None:
            assert question.remind_at is None or question.accepted_at is not None
            assert (question.accepted_at is None) == (not self.accepted(self.waits[-1]))
        tasks = Judgement.objects.filter(kind=JudgementKind.UNREACHED, judged_at=None, question__isnull=False)
        assert not (tasks.exists() and self.waiting == Waiting.ANSWER)

    # the reference's own work

    @property
    def ticket(self) -> Ticket:
        return fresh(Ticket(pk=self.number))

    @property
    def waiting(self) -> str:
        if not self.waits or self.waits[-1].ended_at is not None:
            return Waiting.NOTHING
        return Waiting.APPROVAL if self.waits[-1].approval else Waiting.ANSWER

    def end_wait(self, at: datetime) -> None:
        if self.waiting != Waiting.NOTHING:
            self.waits[-1].ended_at = max(at, self.waits[-1].began_at)

    def look_whom_it_reached(self) -> None:
        """A wait whose open questions can reach nobody any more is over."""
        if self.waiting == Waiting.ANSWER:
            asked = self.questions(self.waits[-1])
            left = [row for each in asked if self.answer_to(each) is None for row in self.rows(each)]
            if not any(row.state in _LIVE for row in left):
                self.end_wait(self.clock.now)

    def rows(self, question: Message | None = None, **more: Any) -> list[Delivery]:
        found = Delivery.objects.filter(to_client=True, about=f"ticket-{self.number}", **more).order_by("pk")
        kinds = ("question", "approval_asked")
        found = found.filter(notice__kind__in=kinds)
        return list(found.filter(notice__event=f"message-{question.pk}") if question else found)

    def questions(self, wait: Wait | None = None) -> Any:
        asked = Message.objects.filter(ticket=self.number, asks=True).order_by("pk")
        if wait is None:
            return asked
        asked = asked.filter(at__gte=wait.began_at)
        return asked.filter(at__lte=wait.ended_at) if wait.ended_at else asked

    def answer_to(self, question: Message) -> datetime | None:
        said = Message.objects.filter(ticket=self.number, side=Side.CLIENT, is_machine=False)
        answers = said.filter(pk__gt=question.pk, at__gte=question.at).order_by("at")
        return answers.values_list("at", flat=True).first()

    def accepted(self, wait: Wait) -> list[Delivery]:
        asked = [each for each in self.questions(wait) if self.answer_to(each) is None]
        return [row for each in asked for row in self.rows(each) if row.state == DeliveryState.ACCEPTED]

    def stretches(self, wait: Wait) -> list[Stretch]:
        """From the first acceptance that stands of each thing that was asked, until it was answered or the wait was over."""
        if wait.approval is not None:
            event = f"approval-{wait.approval}-"
            return _from_first(self.rows(notice__event__startswith=event), until=wait.ended_at)
        found: list[Stretch] = []
        for each in self.questions(wait):
            ends = [end for end in (self.answer_to(each), wait.ended_at) if end is not None]
            found += _from_first(self.rows(each), until=min(ends) if ends else None)
        return found


def _from_first(rows: list[Delivery], *, until: datetime | None) -> list[Stretch]:
    taken = [
        row.accepted_at for row in rows if row.state == DeliveryState.ACCEPTED and row.accepted_at is not None
    ]
    return [(min(taken), until)] if taken else []


def _union(stretches: list[Stretch]) -> list[Stretch]:
    """In order, without those of no length, and with those that touch made one."""
    found: list[Stretch] = []
    real = [(began, end) for began, end in stretches if end is None or end > began]
    for began, end in sorted(real, key=lambda each: each[0]):
        if found and (found[-1][1] is None or began <= found[-1][1]):
            last = found[-1][1]
            found[-1] = (found[-1][0], None if last is None or end is None else max(last, end))
        else:
            found.append((began, end))
    return found


@pytest.mark.django_db
def test_t72_whatever_comes_back_in_whatever_order_the_turnaround_rests_as_the_reference_says(
    world: World,
) -> None:
    run_machine(Machine, world, max_examples=12, stateful_step_count=16, derandomize=True)


@pytest.mark.long
@pytest.mark.django_db
def test_t72_many_random_orders_of_questions_bounces_and_answers_agree_with_the_reference(
    world: World,
) -> None:
    run_machine(Machine, world, max_examples=300, stateful_step_count=40)
