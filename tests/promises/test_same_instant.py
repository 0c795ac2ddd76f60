"""Acts, sweeps and merges that meet on the same tickets, on real connections: one wins by the row's lock (T79)."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction

from holdfast.channels.chat.actions.beginning import begin_visit
from holdfast.channels.chat.models import Conversation
from holdfast.channels.chat.numbering import all_locked as talks_locked
from holdfast.clients.actions.list_reviews import make_reviews_due
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.models import Climb
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Refused
from holdfast.project.demo.world import World
from holdfast.promises.actions.applying import apply_to_open
from holdfast.promises.actions.sweeping import claim, settle
from holdfast.promises.actions.waiving import waive_promise
from holdfast.promises.invariants import violations
from holdfast.promises.models import Promise
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.priority import change_priority
from holdfast.tickets.actions.resolution import link_tickets, merge_ticket
from holdfast.tickets.models import LinkKind, PriorityReason, Ticket
from tests.elsewhere import Elsewhere, until_somebody_waits
from tests.procedure.steps import fresh, prioritised
from tests.world import Clock

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[World, Ticket], object]


def says(world: World, ticket: Ticket) -> None:
    send_message(fresh(ticket), Said(text="We are at it.", author=world.tobin), by=world.tobin)


def raises(world: World, ticket: Ticket) -> None:
    why = PriorityReason.MISJUDGED
    change_priority(fresh(ticket), priority=1, reason=why, words="All are hit.", by=world.tobin)


def waives(world: World, ticket: Ticket) -> None:
    reply = Promise.objects.get(ticket=ticket, clause="first_response")
    waive_promise(reply, reason="They were on the phone with us.", by=world.theo)


def climbs(world: World, ticket: Ticket) -> None:
    climb_ladder(fresh(ticket), level=2, by=world.orla)


def merges(world: World, ticket: Ticket) -> None:
    oldest = Ticket.objects.earliest("pk")
    merge_ticket(fresh(ticket), into=oldest, by=world.tobin)


def outcome(ticket: Ticket) -> list[object]:
    """What became of its promises and how far it climbed."""
    rows = Promise.objects.filter(ticket=ticket).order_by("clause", "start_at", "due_at")
    levels = Climb.objects.filter(ticket=ticket).values_list("level", flat=True)
    return [*rows.values_list("clause", "state", "due_at", "broken_at"), *levels]


def test_t79_an_act_and_the_sweep_at_the_same_instant_come_to_the_same_whoever_is_quicker(
    world: World, the_clock: Clock
) -> None:
    acts: tuple[Act, ...] = (says, raises, waives, climbs, merges)
    prioritised(world)
    pairs = [(act, prioritised(world), prioritised(world)) for act in acts]
    the_clock.forward(hours=2)
    claimed = set(claim("test"))

    def due_of(ticket: Ticket) -> list[int]:
        return sorted(claimed & set(Promise.objects.filter(ticket=ticket).values_list("pk", flat=True)))

    for act, acted_first, swept_first in pairs:
        due = due_of(acted_first), due_of(swept_first)
        assert all(due)
        with transaction.atomic():
            act(world, acted_first)
            other = Elsewhere(lambda keys=due[0]: settle(keys, "test"))  # type: ignore[misc]
            other.start()
            until_somebody_waits()
        assert other.ended() is None, act
        with transaction.atomic():
            settle(due[1], "test")
            other = Elsewhere(lambda act=act, on=swept_first: act(world, on))  # type: ignore[misc]
            other.start()
            until_somebody_waits()
        assert other.ended() is None, act
        assert outcome(acted_first) == outcome(swept_first), act
    told = TrailEntry.objects.filter(fact="PromiseBroken").values_list("said__promise", flat=True)
    assert set(Counter(told).values()) == {1}
    assert violations() == []


def test_t79_two_tickets_merged_into_each_other_at_the_same_instant_one_goes_into_the_other(
    world: World, the_clock: Clock
) -> None:
    one, other = prioritised(world), prioritised(world)
    both = [
        Elsewhere(lambda: merge_ticket(one, into=other, by=world.tobin)),
        Elsewhere(lambda: merge_ticket(other, into=one, by=world.tobin)),
    ]
    with transaction.atomic():
        Ticket.objects.locked(one.pk)
        for merging in both:
            merging.start()
        until_somebody_waits(how_many=2)
    errors = [merging.ended() for merging in both]
    (refused,) = [error for error in errors if error is not None]
    assert isinstance(refused, Refused), refused
    assert refused.code in ("merged", "resolved")
    assert list(Ticket.objects.filter(is_open=True).values_list("merged_into", flat=True)) == [None]
    assert TrailEntry.objects.filter(fact="TicketMerged").count() == 1


def test_t79_a_sweep_that_holds_the_client_lets_what_is_done_on_its_ticket_end(
    world: World, the_clock: Clock
) -> None:
    """What is promised there names the client: that must not wait for whoever holds it, and waits for the ticket."""
    ticket = prioritised(world)
    make_reviews_due()
    the_clock.forward(days=30)
    late = claim("test")
    other = Elsewhere(lambda: settle(late, "test"))
    with transaction.atomic():
        says(world, ticket)
        other.start()
        until_somebody_waits()
    assert other.ended() is None
    assert Promise.objects.get(clause="list_reviewed", organisation=world.osprey).state == "broken"


def test_t79_whoever_takes_several_tickets_lets_one_be_linked_to_another_that_they_hold(world: World) -> None:
    """A link names both and is done on one: at its end it must not wait for whoever holds the other."""
    works: list[Callable[[list[int]], object]] = [
        lambda _: apply_to_open(reason="As agreed with everybody.", by=world.delphine),
        transaction.atomic(talks_locked),
    ]
    for work in works:
        first, second = prioritised(world), prioritised(world)
        at, visitor = first.opened_at, begin_visit(person=None, language="en")
        talks = [
            Conversation.objects.create(
                visitor=visitor, ticket=ticket, began_at=at, ended_at=at, is_live=False
            ).pk
            for ticket in (first, second)
        ]
        other = Elsewhere(lambda work=work, talks=talks: work(talks))  # type: ignore[misc]
        with transaction.atomic():
            Ticket.objects.locked(second.pk)
            link_tickets(second, other=first, kind=LinkKind.RELATED, at=at, by=world.tobin.actor)
            other.start()
            until_somebody_waits()
        assert other.ended() is None


def test_t79_whatever_takes_several_tickets_takes_them_in_the_order_of_their_keys(
    world: World, the_clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """While another holds the first, nobody who waits for it holds the second: so no two wait for each other."""
    first, second, third = prioritised(world), prioritised(world), prioritised(world)
    the_clock.forward(hours=2)
    late_first = sorted(claim("test"), reverse=True)
    works: list[Callable[[], object]] = [
        lambda: settle(late_first, "test"),
        lambda: apply_to_open(reason="As agreed with everybody.", by=world.delphine),
        lambda: merge_ticket(first, into=second, by=world.tobin),
        lambda: merge_ticket(third, into=second, by=world.tobin),
    ]
    for held, wanted, work in zip(
        (first, first, first, second), (second, second, second, third), works, strict=True
    ):
        with caplog.at_level(logging.WARNING, "holdfast"), transaction.atomic():
            Ticket.objects.locked(held.pk)
            other = Elsewhere(work)
            other.start()
            until_somebody_waits()
            Ticket.objects.select_for_update(of=("self",), nowait=True).get(pk=wanted.pk)
        assert (other.ended(), caplog.records) == (None, [])
    assert not Promise.objects.filter(
        due_at__lt=the_clock.now - timedelta(seconds=1), state="running"
    ).exists()
