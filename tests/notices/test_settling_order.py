"""Settling and sweeping lock the same tickets, with real connections, and never wait for each other for good."""

from __future__ import annotations

import logging

import pytest
from django.db import transaction

from holdfast.carriers.outcome import Outcome, Result
from holdfast.kernel import clock
from holdfast.notices.actions.bounces import record_bounce
from holdfast.notices.actions.claiming import claim
from holdfast.notices.actions.settling import Sent, settle
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Ticket
from tests.elsewhere import Elsewhere, until_somebody_waits
from tests.procedure.steps import fresh, prioritised
from tests.world import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def asked(world: World, *persons: str) -> list[Ticket]:
    """A ticket of each person, and a question on it that waits to be sent."""
    tickets = [prioritised(world, person=person) for person in persons]
    Delivery.objects.update(state=DeliveryState.CANCELLED)
    for ticket in tickets:
        words = Said(text="Which queue is it?", author=world.tobin)
        send_message(fresh(ticket), words, asks=True, by=world.tobin)
    return tickets


def test_outcomes_that_arrive_in_any_order_settle_beside_a_merge_without_a_deadlock(
    world: World, the_clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = asked(world, "orla", "lutz")
    lease, claimed = claim("worker")
    late_first = sorted(claimed, key=lambda each: -each.delivery.pk)
    assert [each.delivery.about for each in late_first] == [f"ticket-{second.pk}", f"ticket-{first.pk}"]
    sent = [Sent(each, Outcome(Result.ACCEPTED, "")) for each in late_first]
    settling = Elsewhere(lambda: settle(lease, sent))
    with caplog.at_level(logging.WARNING, "holdfast"), transaction.atomic():
        Ticket.objects.locked(first.pk)  # as a merge, or a sweep, goes through them
        settling.start()
        until_somebody_waits()
        Ticket.objects.locked(second.pk)
    assert (settling.ended(), caplog.records) == (None, [])
    assert set(Delivery.objects.filter(notice__kind="question").values_list("state", flat=True)) == {
        "accepted"
    }


def test_a_bounce_locks_the_ticket_before_its_row(world: World, the_clock: Clock) -> None:
    (ticket,) = asked(world, "orla")
    row = Delivery.objects.get(notice__kind="question")
    at = clock.now()
    bouncing = Elsewhere(
        lambda: record_bounce(row.token, failed_address="", reason="gone", permanent=True, at=at)
    )
    with transaction.atomic():
        Ticket.objects.locked(ticket.pk)
        bouncing.start()
        until_somebody_waits()
        Delivery.objects.select_for_update(nowait=True).get(pk=row.pk)
    assert bouncing.ended() is None
    row.refresh_from_db()
    assert row.state == DeliveryState.BOUNCED
    assert Person.objects.get(pk=world.orla.pk).bounced_at == at
