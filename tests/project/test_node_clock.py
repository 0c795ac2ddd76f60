"""T75: a node whose clock is wrong fires nothing early and nothing twice, is told of, and sends no mail meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from holdfast.escalation import loop as escalation
from holdfast.kernel.models import TrailEntry
from holdfast.notices.actions import sending
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.procedure import loop as procedure
from holdfast.project import auditor
from holdfast.project.demo.world import World
from holdfast.project.loops import send_notices
from holdfast.promises import loop as promises
from holdfast.promises.models import Promise
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db
MINUTES = 60.0


def codes() -> list[str]:
    return [each.code.partition("-")[0] for each in auditor.everything_wrong()]


def waiting() -> int:
    return Delivery.objects.filter(state=DeliveryState.WAITING, attempts=0).count()


def run_loops() -> None:
    """What a worker does in a while, all but the sending."""
    for loop in (promises, procedure, escalation):
        for _ in range(5):
            loop.run_once()


@pytest.mark.parametrize("off", [3.0, -3.0, 29.0])
def test_a_clock_that_is_a_little_off_is_told_and_mail_still_leaves(
    world: World, the_clock: Clock, off: float
) -> None:
    ticket_by_mail(world)
    assert "clock_off" not in codes()
    with time_machine.travel(time.time() + off):
        auditor.run_once()
        send_notices()
    told = TrailEntry.objects.get(fact="InvariantBroken", said__code__startswith="clock_off").said["words"]
    assert f"is {abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} the database" in told
    assert Delivery.objects.filter(notice__kind="alarm", address=world.piotr.email).count() == 1
    assert waiting() == 0
    assert "clock_off" not in codes()


@pytest.mark.parametrize("off", [5 * MINUTES, -5 * MINUTES, -60 * MINUTES])
def test_t75_a_node_that_is_far_off_sends_nothing_says_so_and_another_worker_may(
    world: World, the_clock: Clock, off: float
) -> None:
    ticket_by_mail(world)
    with time_machine.travel(time.time() + off):
        before = waiting()
        assert before > 0
        assert send_notices() > 0
        auditor.run_once()
        assert waiting() > before  # the alarm itself waits too
        told = TrailEntry.objects.get(fact="InvariantBroken", said__code__startswith="clock_off").said
        assert "It sends no mail until it is right" in told["words"]
    send_notices()  # on a node whose clock is right, and on this one once it is right again
    assert waiting() == 0


def test_t75_while_promises_come_due_a_clock_that_jumps_fires_nothing_early_and_nothing_twice(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    ticket = ticket_by_mail(world)
    acknowledge = Promise.objects.get(ticket=ticket, clause="acknowledge")
    assert acknowledge.due_at is not None
    the_clock.set(acknowledge.due_at - timedelta(seconds=1))
    run_loops()
    before = trail()
    with time_machine.travel(time.time() + 5 * MINUTES):
        run_loops()
        assert trail() == before  # by this node's clock it is due for long
    the_clock.set(acknowledge.due_at + timedelta(seconds=1))
    with time_machine.travel(time.time() + 5 * MINUTES) as node:
        run_loops()
        fired = trail()
        assert fired.count("PromiseBroken") == 1
        letters = Delivery.objects.count()
        node.shift(timedelta(hours=-1))
        run_loops()
        the_clock.forward(seconds=30)
        run_loops()
        assert trail() == fired
        assert Delivery.objects.count() == letters
    while sending.run_once() == 0:
        pass
    sent = list(Delivery.objects.filter(state=DeliveryState.KEPT).values_list("notice", "address"))
    assert len(sent) == len(set(sent)) > 0
