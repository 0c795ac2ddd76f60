"""Everything that people, relays and time can do to tickets, in any order: what must always hold, holds (T72)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from holdfast.kernel.refusal import Refused
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.procedure import loop as procedure
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.approval import ask_again
from holdfast.procedure.actions.hand_over import hand_over
from holdfast.procedure.actions.judging import MAY_BE_SAID, judge_reply
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Approval, Judgement, JudgementKind, Question, Via
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.clockwork import due_at
from holdfast.promises.invariants import violations
from holdfast.promises.models import Pause, Promise, State
from holdfast.promises.reactions import OUTLIVES_RESOLUTION
from holdfast.promises.reckoning import ended_pauses, inputs_of
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import PriorityReason, Stage, Ticket, Waiting
from tests.procedure.steps import fix, fresh, prioritised
from tests.promises.acceptance import accept_one, bounce
from tests.promises.machine import InAWorld, run_machine

_KINDS = ("question", "approval_asked", "explanation", "acknowledgement", "priority_changed")
_spans = st.sampled_from((1, 5, 20, 60, 60, 90, 1440)).map(lambda minutes: timedelta(minutes=minutes))
_which = st.integers(0, 9)


class Machine(InAWorld):
    def __init__(self) -> None:
        super().__init__()
        self.broken: dict[int, Any] = {}

    @initialize()
    def two_tickets_stand(self) -> None:
        for priority in (3, 4):
            prioritised(self.world, priority=priority)
        self.tickets = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))

    @rule(span=_spans, is_swept=st.booleans())
    def time_passes(self, span: timedelta, is_swept: bool) -> None:
        """The silence is seen to; the sweep comes by, or an act is quicker."""
        self.clock.set(self.clock.now + span)
        procedure.run_once()
        while is_swept and sweep("any order"):
            pass

    @rule(n=_which, is_taken=st.booleans())
    def we_ask(self, n: int, is_taken: bool) -> None:
        with _unless_refused():
            said = Said(text="Which browser?", author=self.world.tobin)
            send_message(self.ticket(n), said, asks=True, by=self.world.tobin)
        if is_taken:
            self.channels_accept(n=0, all_of_them=True)

    @rule(n=_which, late=st.integers(0, 90))
    def the_client_writes(self, n: int, late: int) -> None:
        reached = self.clock.now - timedelta(minutes=late)
        orla = self.world.orla
        said = Said(text="Firefox.", author=orla)
        receive_message(self.ticket(n), said, channel="mail", reached_at=reached, by=orla.actor)

    @rule(n=_which, all_of_them=st.booleans())
    def channels_accept(self, n: int, all_of_them: bool) -> None:
        rows = list(self.mails(DeliveryState.WAITING))
        for row in rows if all_of_them else rows[n % 3 :][:1]:
            accept_one(row.pk)

    @rule(n=_which, all_of_them=st.booleans())
    def mails_come_back(self, n: int, all_of_them: bool) -> None:
        rows = list(self.mails(DeliveryState.ACCEPTED))
        for row in rows[: n % 4] if all_of_them else rows[n % 3 :][:1]:
            bounce(row.pk)

    @rule(n=_which, is_well=st.booleans())
    def the_procedure_goes_on(self, n: int, is_well: bool) -> None:
        ticket, world = self.ticket(n), self.world
        with _unless_refused():
            if ticket.stage <= Stage.TIER_1:
                hand_over(ticket, to=world.kaveh, words="See the router.", by=world.tobin)
            elif ticket.stage == Stage.ENGINEERING:
                fix(world, ticket)
            elif ticket.stage == Stage.QA:
                give_verdict(ticket, is_approved=n > 1, reason="" if n > 1 else "Blank.", by=world.mirela)
            elif approval := Approval.objects.filter(ticket=ticket, ended_at=None).first():
                words = "" if is_well else "Still so."
                answer_approval(approval, person=world.orla, is_approved=is_well, words=words, via=Via.PORTAL)

    @rule(n=_which)
    def it_is_asked_for_again(self, n: int) -> None:
        if approval := Approval.objects.filter(ticket=self.ticket(n), ended_at=None).first():
            ask_again(approval, by=self.world.tobin)

    @rule(n=_which, said=_which)
    def an_agent_judges(self, n: int, said: int) -> None:
        judgements = list(Judgement.objects.filter(judged_at=None).order_by("pk"))
        if judgements:
            judgement = judgements[n % len(judgements)]
            verdicts = MAY_BE_SAID[JudgementKind(judgement.kind)]
            with _unless_refused():
                judge_reply(
                    judgement,
                    verdict=verdicts[said % len(verdicts)],
                    words="On the phone.",
                    by=self.world.tobin,
                )

    @rule(n=_which, priority=st.integers(1, 4), reason=st.sampled_from(PriorityReason.values))
    def the_priority_changes(self, n: int, priority: int, reason: str) -> None:
        with _unless_refused():
            change_priority(
                self.ticket(n), priority=priority, reason=reason, words="As it is.", by=self.world.tobin
            )

    @rule(n=_which)
    def they_merge(self, n: int) -> None:
        if n > 1:
            return  # seldom, for a ticket that went into another has its life behind it
        with _unless_refused():
            merge_ticket(self.ticket(n), into=self.ticket(n + 1), by=self.world.tobin)

    # what must hold

    @invariant()
    def every_open_ticket_is_accounted_for(self) -> None:
        known = {"no_turnaround", "stands_still", "owed_in_the_end"}
        assert [each.words for each in violations() if each.code in known] == []

    @invariant()
    def what_a_ticket_waits_for_is_a_row_that_is_open(self) -> None:
        for ticket in Ticket.objects.filter(pk__in=self.tickets):
            question = Question.objects.filter(ticket=ticket, ended_at=None).exists()
            approval = Approval.objects.filter(ticket=ticket, ended_at=None).exists()
            assert (question, approval) == (
                ticket.waiting == Waiting.ANSWER,
                ticket.waiting == Waiting.APPROVAL,
            )
            assert (ticket.stage == Stage.CLIENT_APPROVAL) == (ticket.waiting == Waiting.APPROVAL)

    @invariant()
    def a_clock_stands_still_for_what_is_waited_for_alone(self) -> None:
        for pause in Pause.objects.filter(ended_at=None).select_related("promise__ticket"):
            assert pause.promise.state == State.PAUSED
            assert pause.promise.ticket is not None
            assert pause.cause == pause.promise.ticket.waiting
            delivery = Delivery.objects.get(pk=int(pause.evidence.removeprefix("delivery-")))
            assert delivery.state == DeliveryState.ACCEPTED

    @invariant()
    def while_the_client_has_it_no_turnaround_runs(self) -> None:
        for each in (*Question.objects.filter(ended_at=None), *Approval.objects.filter(ended_at=None)):
            if each.accepted_at is not None:
                running = Promise.objects.filter(
                    ticket=each.ticket_id, clause="turnaround", state=State.RUNNING
                )
                assert all(row.due_at < each.accepted_at for row in running)

    @invariant()
    def every_due_time_is_the_function_of_its_inputs(self) -> None:
        for row in Promise.objects.prefetch_related("pauses").filter(state__in=(State.RUNNING, State.PAUSED)):
            ended = ended_pauses(row)
            assert row.due_at == due_at(inputs_of(row, ended))
            assert all(one[1] <= other[0] for one, other in pairwise(ended))

    @invariant()
    def what_broke_stays_broken(self) -> None:
        for row in Promise.objects.exclude(broken_at=None):
            assert self.broken.setdefault(row.pk, row.broken_at) == row.broken_at
        assert set(self.broken) <= set(Promise.objects.exclude(broken_at=None).values_list("pk", flat=True))

    @invariant()
    def nothing_is_owed_on_a_closed_ticket_but_what_may_be(self) -> None:
        owed = Promise.objects.filter(
            ticket__is_open=False, state__in=(State.RUNNING, State.PAUSED, State.BROKEN)
        )
        assert set(owed.values_list("clause", flat=True)) <= {*OUTLIVES_RESOLUTION, "first_response"}

    def mails(self, state: str) -> Any:
        """Those to the client that matter to promises, the newest first."""
        return Delivery.objects.filter(state=state, notice__kind__in=_KINDS, to_client=True).order_by("-pk")

    def ticket(self, n: int) -> Ticket:
        """One of the tickets, a second later: no two acts on a ticket share an instant, for each locks it."""
        self.clock.forward(seconds=1)
        return fresh(Ticket(pk=self.tickets[n % len(self.tickets)]))


class _unless_refused:
    """What the rules refuse changes nothing."""

    def __enter__(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> bool:
        self.savepoint.__exit__(kind, error, trace)
        return isinstance(error, Refused)


@pytest.mark.django_db
def test_t72_whatever_happens_in_whatever_order_what_must_hold_holds(world: World) -> None:
    run_machine(Machine, world, max_examples=8, stateful_step_count=20, derandomize=True)


@pytest.mark.long
@pytest.mark.django_db
def test_t72_whatever_happens_in_many_orders_what_must_hold_holds(world: World) -> None:
    run_machine(Machine, world, max_examples=300, stateful_step_count=40)
