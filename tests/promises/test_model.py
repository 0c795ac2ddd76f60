"""Tickets driven at random against a reference: pauses, priorities, reopenings, merges, policies, calendars, clock jumps.

Acts come with and without a sweep before them. The reference keeps, for each ticket, when its turnaround began, under which
priority, and the stretches in which the matter rested with the client; everything else it works out anew each time (T71,
T72, T76).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    consumes,
    invariant,
    rule,
)
from msgspec.structs import replace

from holdfast.calendars.actions import save_calendar
from holdfast.calendars.queries import hours_of
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.models import TrailEntry
from holdfast.people.models import Person
from holdfast.policy.actions import draft_policy, publish_policy, save_draft
from holdfast.policy.queries import current_version, document_of
from holdfast.procedure.actions.answering import answer_approval
from holdfast.procedure.actions.hand_over import hand_over
from holdfast.procedure.actions.judging import judge_reply
from holdfast.procedure.actions.verdict import give_verdict
from holdfast.procedure.models import Approval, Judgement, JudgementVerdict, Via
from holdfast.project.demo.world import World
from holdfast.promises.actions.applying import apply_to_open
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.clockwork import Inputs, clock_seconds, due_at, paused_seconds
from holdfast.promises.invariants import violations
from holdfast.promises.models import OWED, Promise, State
from holdfast.promises.reckoning import ended_pauses, inputs_of
from holdfast.tickets.actions.messages import Said, receive_message, send_message
from holdfast.tickets.actions.priority import change_priority, confirm_priority
from holdfast.tickets.actions.resolution import merge_ticket
from holdfast.tickets.models import PriorityReason, Stage, Ticket, Waiting
from tests.procedure.steps import fix
from tests.promises.acceptance import accept
from tests.promises.machine import InAWorld, run_machine
from tests.world import ticket_by_mail

_spans = st.integers(1, 3 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
_priorities = st.integers(1, 4)
_LIMITS = (
    {1: "4 h", 2: "2 business days", 3: "4 business days", 4: "4 business days"},
    {1: "8 h", 2: "1 business day", 3: "4 business days", 4: "6 business days"},
)


@dataclass
class Turnaround:
    """What the reference knows of one ticket's turnaround."""

    start: datetime
    priority: int
    calendar: int
    policy: int
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    since: datetime | None = None
    broken: bool = False

    def due(self, at: datetime) -> datetime:
        allowance = document_of(self.policy).clause("turnaround").limit_for(self.priority)
        assert allowance is not None
        elapsed = allowance.is_elapsed
        pauses = [(max(a, self.start), b) for a, b in self.pauses if b > self.start]
        if self.since is not None:
            pauses.append((max(self.since, self.start), at))
        if elapsed:
            return (
                self.start + timedelta(hours=allowance.amount) + sum((b - a for a, b in pauses), timedelta())
            )
        return due_at(Inputs(self.start, allowance, hours_of(self.calendar), pauses))


class Machine(InAWorld):
    tickets = Bundle("tickets")

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[int, Turnaround] = {}
        self.asked: dict[int, datetime] = {}
        self.broken_once: dict[int, datetime] = {}
        self.elapsed: dict[tuple[Any, ...], int] = {}

    # what people and time do

    @rule(target=tickets, person=st.sampled_from(["orla", "bram"]))
    def a_client_writes(self, person: str) -> int:
        ticket = ticket_by_mail(self.world, person)
        row = Promise.objects.get(ticket=ticket, clause="turnaround")
        self.known[ticket.pk] = Turnaround(
            self.clock.now, ticket.priority, row.calendar_version_id, current_version().pk
        )
        return ticket.pk

    @rule(number=tickets, priority=_priorities)
    def the_priority_is_confirmed(self, number: int, priority: int) -> None:
        ticket = Ticket.objects.get(pk=number)
        if not ticket.is_open or not ticket.is_provisional:
            return
        self.notice()
        known = self.known[number]
        confirm_priority(ticket, priority=priority, by=self.agent)
        self.judge_anew(number, known, priority)

    @rule(number=tickets, priority=_priorities, reason=st.sampled_from(["misjudged", "situation_changed"]))
    def the_priority_changes(self, number: int, priority: int, reason: str) -> None:
        ticket = Ticket.objects.get(pk=number)
        if not ticket.is_open or ticket.is_provisional or ticket.priority == priority:
            return
        self.notice()
        known = self.known[number]
        old_limit = known.due(self.clock.now)
        change_priority(ticket, priority=priority, reason=reason, words="As it turned out.", by=self.agent)
        if known.broken:
            return
        if reason == PriorityReason.MISJUDGED:
            self.judge_anew(number, known, priority)
            return
        fresh = Turnaround(
            self.clock.now,
            priority,
            self.calendar_of(number),
            known.policy,
            since=known.since and self.clock.now,
        )
        if fresh.due(self.clock.now) < old_limit:
            self.known[number] = fresh
        else:
            pass  # the old limit stands, and with it everything that made it

    @rule(number=tickets)
    def we_ask_and_it_is_accepted(self, number: int) -> None:
        ticket = Ticket.objects.get(pk=number)
        if not ticket.is_open:
            return
        self.notice()
        send_message(ticket, Said(text="Which browser?", author=self.agent), asks=True, by=self.agent)
        accept("question")
        known = self.known[number]
        self.asked[number] = self.clock.now
        if known.since is None and not known.broken:
            known.since = self.clock.now

    @rule(number=tickets, late=st.integers(0, 7200))
    def the_client_answers(self, number: int, late: int) -> None:
        ticket = Ticket.objects.get(pk=number)
        if not ticket.is_open:
            return
        known = self.known[number]
        reached = self.clock.now - timedelta(seconds=late)
        self.notice()
        said = Said(text="Firefox.", author=ticket.requester)
        receive_message(ticket, said, channel="mail", reached_at=reached, by=ticket.requester.actor)
        if ticket.waiting == Waiting.ANSWER and known.since is not None:
            asked = self.asked[number]
            if reached >= asked:
                known.pauses.append((known.since, max(known.since, reached)))
                known.since = None
            elif known.since <= reached:  # it answers an older question than the one that is open
                known.pauses.append((known.since, reached))
                known.since = asked

    @rule(number=consumes(tickets), into=tickets)
    def two_tickets_merge(self, number: int, into: int) -> None:
        ticket, other = Ticket.objects.get(pk=number), Ticket.objects.get(pk=into)
        if number == into or not ticket.is_open or not other.is_open:
            return
        self.notice()
        ours, theirs = self.known[number], self.known[into]
        merge_ticket(ticket, into=other, by=self.agent)
        if ours.broken or theirs.broken:
            return
        if ours.due(self.clock.now) < theirs.due(self.clock.now):
            if ours.since is not None:
                ours.pauses.append((ours.since, self.clock.now))
            ours.since = theirs.since and self.clock.now  # it stands still for what its new ticket waits for
            self.known[into] = ours

    @rule(number=tickets)
    def it_is_fixed_and_the_client_approves(self, number: int) -> None:
        ticket = Ticket.objects.get(pk=number)
        if not ticket.is_open or ticket.is_provisional or ticket.stage > Stage.TIER_1:
            return
        self.notice()
        hand_over(ticket, to=self.world.kaveh, words="See the router.", by=self.agent)
        fix(self.world, ticket)
        give_verdict(ticket, is_approved=True, by=self.world.mirela)
        accept("approval_asked")
        approval = Approval.objects.get(ticket=number, ended_at=None)
        answer_approval(approval, person=self.world.orla, is_approved=True, via=Via.PORTAL)
        row = Promise.objects.filter(ticket=number, clause="turnaround").latest("pk")
        was_broken = self.known.pop(number).broken
        assert row.state == (State.KEPT_LATE if was_broken else State.KEPT)

    @rule(number=tickets, late=st.integers(0, 7200))
    def it_comes_back_and_is_reopened(self, number: int, late: int) -> None:
        ticket = Ticket.objects.get(pk=number)
        reached = self.clock.now - timedelta(seconds=late)
        may = ticket.resolved_at is not None and reached >= ticket.resolved_at - timedelta(seconds=late)
        if ticket.is_open or ticket.merged_into_id is not None or not may:
            return
        if self.clock.now - ticket.resolved_at > timedelta(days=13):  # type: ignore[operator]
            return
        said = Said(text="It is back.", author=ticket.requester)
        message = receive_message(ticket, said, channel="mail", reached_at=reached, by=ticket.requester.actor)
        judgement = Judgement.objects.get(message=message)
        judge_reply(judgement, verdict=JudgementVerdict.REOPENED, by=self.agent)
        row = Promise.objects.filter(ticket=number, clause="turnaround").latest("pk")
        self.known[number] = Turnaround(
            reached, ticket.priority, row.calendar_version_id, current_version().pk
        )

    @rule(span=_spans)
    def time_passes(self, span: timedelta) -> None:
        self.clock.set(self.clock.now + span)

    @rule(span=_spans)
    def time_passes_and_the_sweep_runs(self, span: timedelta) -> None:
        self.clock.set(self.clock.now + span)
        self.settle()

    @rule(holiday=st.integers(0, 20))
    def the_calendar_gets_a_holiday(self, holiday: int) -> None:
        calendar = self.world.organisations["osprey"].calendar
        assert calendar is not None
        hours = dict(calendar.versions.latest("number").hours)
        day = (self.clock.now + timedelta(days=holiday)).date().isoformat()
        hours["holidays"] = sorted({*hours.get("holidays", []), day})
        save_calendar(key=calendar.key, name=calendar.name, hours=hours, by=SYSTEM)

    @rule(limits=st.sampled_from(_LIMITS))
    def other_limits_are_published(self, limits: dict[int, str]) -> None:
        delphine = self.world.delphine
        draft = draft_policy(by=delphine)
        document = document_of(draft.pk)
        clauses = tuple(
            replace(clause, limit=limits) if clause.id == "turnaround" else clause
            for clause in document.clauses
        )
        save_draft(draft, document=replace(document, clauses=clauses), by=delphine)
        publish_policy(draft_policy(by=delphine), by=delphine)

    @rule()
    def what_holds_now_is_applied_to_what_is_open(self) -> None:
        self.notice()
        apply_to_open(reason="As agreed with everybody.", by=self.world.delphine)
        open_ones = Promise.objects.filter(clause="turnaround", state__in=(State.RUNNING, State.PAUSED))
        for number in list(open_ones.values_list("ticket", flat=True)):
            known = self.known[number]
            known.policy = current_version().pk
            self.judge_anew(number, known, known.priority)

    # what must hold

    @invariant()
    def every_due_time_is_the_function_of_its_inputs(self) -> None:
        for row in Promise.objects.prefetch_related("pauses").filter(state__in=(State.RUNNING, State.BROKEN)):
            assert row.due_at == due_at(inputs_of(row, ended_pauses(row)))

    @invariant()
    def the_reference_agrees_on_every_turnaround(self) -> None:
        for number, known in self.known.items():
            row = Promise.objects.filter(ticket=number, clause="turnaround", state__in=OWED).first()
            if row is None or known.broken or row.state == State.BROKEN:
                continue
            assert (row.state == State.PAUSED) == (known.since is not None)
            if row.state == State.RUNNING:
                assert row.due_at == known.due(self.clock.now)

    @invariant()
    def what_has_elapsed_never_falls(self) -> None:
        for row in Promise.objects.prefetch_related("pauses").filter(state__in=(State.RUNNING, State.PAUSED)):
            inputs = inputs_of(row, ended_pauses(row))
            until = max(row.paused_at or self.clock.now, row.start_at)
            elapsed = clock_seconds(inputs, row.start_at, until) - paused_seconds(inputs)
            measure = (row.pk, row.start_at, row.calendar_version_id, row.allowance)
            assert elapsed >= self.elapsed.get(measure, 0)
            self.elapsed[measure] = elapsed

    @invariant()
    def a_breach_is_never_removed_and_told_once(self) -> None:
        for row in Promise.objects.exclude(broken_at=None):
            assert self.broken_once.setdefault(row.pk, row.broken_at) == row.broken_at  # type: ignore[arg-type]
        told = [
            each["promise"]
            for each in TrailEntry.objects.filter(fact="PromiseBroken").values_list("said", flat=True)
        ]
        assert len(told) == len(set(told))
        assert set(told) <= set(self.broken_once)
        assert set(self.broken_once) <= set(
            Promise.objects.exclude(broken_at=None).values_list("pk", flat=True)
        )

    @invariant()
    def every_open_ticket_has_a_turnaround(self) -> None:
        codes = {each.code for each in violations()}
        assert codes.isdisjoint({"no_turnaround", "stands_still", "owed_in_the_end"})

    @invariant()
    def what_comes_next_stands_on_the_ticket(self) -> None:
        for ticket in Ticket.objects.filter(is_open=True):
            owed = (
                Promise.objects.filter(ticket=ticket, state__in=(State.RUNNING, State.BROKEN))
                .order_by("due_at")
                .first()
            )
            assert ticket.next_due_at == (owed.due_at if owed else None)

    # the reference's own work

    @property
    def agent(self) -> Person:
        return self.world.persons["bea"]

    def settle(self) -> None:
        """Let the sweep catch up."""
        while sweep("model"):
            pass
        self.notice()

    def notice(self) -> None:
        """Let the reference notice what is past; acts must find it so, whether or not a sweep came by before them."""
        for known in self.known.values():
            if known.since is None and known.due(self.clock.now) < self.clock.now:
                known.broken = True

    def judge_anew(self, number: int, known: Turnaround, priority: int) -> None:
        if not known.broken:
            known.priority, known.calendar = priority, self.calendar_of(number)
            known.broken = known.due(self.clock.now) < self.clock.now
            if known.broken:
                known.since = None

    def calendar_of(self, number: int) -> int:
        row = Promise.objects.filter(ticket=number, clause="turnaround").latest("pk")
        return row.calendar_version_id


@pytest.mark.django_db
def test_t72_random_lives_of_tickets_agree_with_the_reference(world: World) -> None:
    run_machine(Machine, world, max_examples=12, stateful_step_count=14, derandomize=True)


@pytest.mark.long
@pytest.mark.django_db
def test_t72_many_random_lives_of_tickets_agree_with_the_reference(world: World) -> None:
    run_machine(Machine, world, max_examples=400, stateful_step_count=40)
