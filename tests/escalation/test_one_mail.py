"""One person is told of one happening in one mail, with every reason for which they are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from holdfast.carriers.outcome import Outcome, Result
from holdfast.clients.models import Organisation
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.notices.actions.claiming import Claimed, Lease, claim
from holdfast.notices.actions.settling import Sent, settle
from holdfast.notices.models import Delivery
from holdfast.notices.rendering import render
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.promises.models import Promise, State
from holdfast.tickets.models import Ticket
from holdfast.vendor.models import the_vendor
from tests.procedure.steps import prioritised
from tests.world import Clock

pytestmark = pytest.mark.django_db


def mails_to(person: Person) -> tuple[Lease, list[Claimed]]:
    """What leaves for this person at the next turn; what others are sent is let be."""
    Delivery.objects.exclude(address=person.email).update(state="cancelled")
    return claim("worker")


def kinds(claimed: Claimed) -> list[str]:
    return [claimed.delivery.notice.kind, *(notice.kind for notice, _ in claimed.folded)]


def broken_of_kaveh(world: World, the_clock: Clock) -> Ticket:
    """A ticket that Kaveh holds, of a client that he looks after, whose first response climbs to his own level."""
    ticket = prioritised(world)
    Organisation.objects.filter(pk=ticket.organisation_id).update(account_manager=world.kaveh)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=world.kaveh)
    Delivery.objects.update(state="cancelled")
    the_clock.forward(hours=1, seconds=1)
    while sweep("test"):
        pass
    return ticket


def test_who_holds_the_ticket_and_its_level_and_looks_after_the_client_gets_one_mail_for_a_breach(
    world: World, the_clock: Clock
) -> None:
    broken_of_kaveh(world, the_clock)
    _, claimed = mails_to(world.kaveh)
    (mail,) = claimed
    assert kinds(mail) == ["level_told", "promise_broken", "promise_broken", "account_manager_told"]
    words = render(mail.delivery.notice, mail.delivery, the_vendor(), folded=mail.folded)
    for said in (
        "it climbs the ladder to you, level 2",
        "/level/l",
        "You answer for the ticket: First human response was due Tue 24 November, 13:00 UTC",
        "is broken, and is still owed.",
        "You look after Osprey Lane Clinics, whose ticket this is.",
    ):
        assert said in words.text
        assert said in words.html
    assert claim("worker")[1] == []


def test_the_one_mail_is_accepted_for_every_reason(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    ticket = broken_of_kaveh(world, the_clock)
    lease, claimed = mails_to(world.kaveh)
    settle(lease, [Sent(claimed[0], Outcome(Result.ACCEPTED))])
    assert trail().count("NoticeAccepted") == 4
    told = Promise.objects.get(ticket=ticket, clause="account_manager_told")
    assert told.state == State.KEPT


def test_two_persons_told_of_the_same_breach_get_a_mail_each(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=world.tobin)
    Delivery.objects.update(state="cancelled")
    the_clock.forward(hours=1, seconds=1)
    while sweep("test"):
        pass
    _, claimed = claim("worker")
    assert sorted((each.delivery.address, *kinds(each)) for each in claimed) == [
        (world.ines.email, "account_manager_told"),
        (world.kaveh.email, "level_told"),
        (world.tobin.email, "promise_broken"),
    ]


def test_what_happens_later_is_a_mail_of_its_own(world: World, the_clock: Clock) -> None:
    ticket = broken_of_kaveh(world, the_clock)
    the_clock.forward(hours=1, seconds=1)
    climb_ladder(ticket, level=3, by=world.orla)
    lease, (first,) = mails_to(world.kaveh)
    assert kinds(first) == ["level_told", "promise_broken", "promise_broken", "account_manager_told"]
    the_clock.forward(seconds=1)
    settle(lease, [Sent(first, Outcome(Result.ACCEPTED))])
    _, (second,) = claim("worker")
    assert kinds(second) == ["account_manager_told"]
