"""A worker killed at every statement of a sweep: nothing is missed, nothing is told twice (F1, T57)."""

from __future__ import annotations

import os
import signal
from collections import Counter
from datetime import timedelta

import pytest

from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Notice
from holdfast.project.demo.world import build_world
from holdfast.promises.actions.sweeping import LEASE, claim, settle, sweep
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Ticket
from tests.killing import Child, killed_before_statement
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_before_any_statement_nothing_is_missed_and_nothing_told_twice() -> None:
    clock = Clock()
    world = build_world()
    tickets = [ticket_by_mail(world, person) for person in ("orla", "lutz", "dara")]
    clock.set(NOON + timedelta(minutes=31))  # acknowledgement and confirmation are past their limits, on each
    due = 2 * len(tickets)
    number = 1
    while killed_before_statement(number, lambda: sweep("doomed")):
        number += 1
        clock.forward(seconds=LEASE.total_seconds() + 1)
    assert number > 10  # it died at least so often
    while sweep("heir"):
        pass
    broken = Promise.objects.filter(clause__in=("acknowledge", "priority_confirmed"), state=State.BROKEN)
    assert broken.count() == due
    told = Counter(entry.said["promise"] for entry in TrailEntry.objects.filter(fact="PromiseBroken"))
    assert set(told.values()) == {1} and set(told) >= set(broken.values_list("pk", flat=True))
    assert Notice.objects.filter(kind="promise_broken").count() == len(told)
    assert not Promise.objects.filter(next_at__lte=clock.now).exists()


def test_t57_a_worker_that_slept_through_its_lease_changes_nothing() -> None:
    clock = Clock()
    world = build_world()
    ticket = ticket_by_mail(world)
    clock.set(NOON + timedelta(minutes=16))
    claimed = claim("sleeper")
    assert claimed
    assert sweep("eager") == 0  # leased
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert sweep("eager") == len(claimed)
    settle(claimed, "sleeper")
    acknowledgement = Promise.objects.get(ticket=ticket, clause="acknowledge")
    assert TrailEntry.objects.filter(fact="PromiseBroken", said__promise=acknowledgement.pk).count() == 1


def test_t57_a_worker_that_is_stopped_past_its_lease_and_goes_on_changes_nothing() -> None:
    clock = Clock()
    world = build_world()
    ticket = ticket_by_mail(world)
    clock.set(NOON + timedelta(minutes=16))

    def claim_and_settle() -> None:
        claimed = claim("stopped")
        os.kill(os.getpid(), signal.SIGSTOP)  # as a long pause of the machine would
        settle(claimed, "stopped")

    with Child(claim_and_settle) as child:
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        clock.forward(seconds=LEASE.total_seconds() + 1)
        while sweep("eager"):
            pass
        told = list(TrailEntry.objects.order_by("pk").values_list("pk", flat=True))
        child.kill(signal.SIGCONT)
        assert child.wait() == 0
    assert list(TrailEntry.objects.order_by("pk").values_list("pk", flat=True)) == told
    assert Promise.objects.get(ticket=ticket, clause="acknowledge").state == State.BROKEN


def test_an_act_between_claim_and_settlement_wins() -> None:
    clock = Clock()
    world = build_world()
    ticket = ticket_by_mail(world)
    clock.set(NOON + timedelta(minutes=31))
    claimed = claim("sweeper")
    from holdfast.tickets.actions.priority import confirm_priority

    confirm_priority(Ticket.objects.get(pk=ticket.pk), priority=2, by=world.tobin)
    settle(claimed, "sweeper")
    confirmed = Promise.objects.get(ticket=ticket, clause="priority_confirmed")
    assert confirmed.state == State.KEPT_LATE
    assert TrailEntry.objects.filter(fact="PromiseBroken", said__promise=confirmed.pk).count() == 1
