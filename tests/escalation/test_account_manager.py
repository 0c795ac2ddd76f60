"""The account manager is told of every Priority 1 and escalation, and takes what support cannot resolve (D4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from holdfast.clients.account_manager import who_manages
from holdfast.clients.models import Organisation
from holdfast.escalation import loop
from holdfast.escalation.actions.account_manager import hand_to_account_manager
from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person, Role
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise, State
from holdfast.tickets.actions.priority import change_priority, confirm_priority
from holdfast.tickets.models import PriorityReason, TicketKind
from tests.procedure.steps import fresh, prioritised
from tests.promises.acceptance import accept
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def told(kind: str = "account_manager_told") -> list[Person | None]:
    rows = Delivery.objects.filter(notice__kind=kind).select_related("person").order_by("pk")
    return [row.person for row in rows]


@pytest.mark.parametrize(
    ("manager", "cover", "away", "who"),
    [
        ("ines", None, None, ["ines"]),
        ("ines", "corin", None, ["ines"]),
        ("ines", "corin", 5, ["corin"]),
        ("ines", "corin", -5, ["ines"]),  # back again
        ("ines", None, 5, ["theo", "juno", "delphine", "nell"]),
        (None, "corin", None, ["corin"]),
        (None, None, None, ["theo", "juno", "delphine", "nell"]),
        ("orla", None, None, ["theo", "juno", "delphine", "nell"]),  # nobody of ours
    ],
)
def test_who_looks_after_a_client(
    world: World, the_clock: Clock, manager: str | None, cover: str | None, away: int | None, who: list[str]
) -> None:
    osprey = Organisation.objects.get(name="Osprey Lane Clinics")
    osprey.account_manager = world.persons[manager] if manager else None
    osprey.cover = world.persons[cover] if cover else None
    osprey.account_manager_away_until = None if away is None else the_clock.now + timedelta(days=away)
    assert who_manages(osprey, at=the_clock.now) == [world.persons[key] for key in who]


def test_of_a_requester_without_an_organisation_the_managers_stand_in(world: World, the_clock: Clock) -> None:
    assert world.delphine in who_manages(None, at=the_clock.now)


def test_a_priority_1_is_told_once_however_it_comes_about(world: World) -> None:
    opened = ticket_by_mail(world, scenario="total-outage")
    confirm_priority(opened, priority=1, by=world.tobin)
    assert told() == [world.ines]
    confirmed = ticket_by_mail(world)
    confirm_priority(confirmed, priority=1, by=world.tobin)
    assert told() == [world.ines] * 2
    changed = prioritised(world)
    change_priority(
        changed,
        priority=1,
        reason=PriorityReason.SITUATION_CHANGED,
        words="All are down now.",
        by=world.tobin,
    )
    assert told() == [world.ines] * 3
    assert not Notice.objects.filter(
        kind="account_manager_told", about=f"ticket-{prioritised(world).pk}"
    ).exists()


def test_its_promise_is_kept_when_the_notice_is_accepted(world: World, the_clock: Clock) -> None:
    ticket = prioritised(world)
    climb_ladder(ticket, by=world.orla)
    assert Promise.objects.get(clause="account_manager_told").state == State.RUNNING
    the_clock.forward(minutes=1)
    accept("account_manager_told")
    assert Promise.objects.get(clause="account_manager_told").state == State.KEPT


def test_an_enterprise_client_without_one_is_told_to_the_managers_once(
    world: World, trail: Callable[[], list[str]]
) -> None:
    Organisation.objects.filter(name="Osprey Lane Clinics").update(account_manager=None)
    climb_ladder(prioritised(world), by=world.orla)
    loop.run_once()
    climb_ladder(prioritised(world), by=world.orla)
    assert trail().count("AccountManagerMissing") == 1
    assert world.delphine in told("account_manager_missing")
    assert Notice.objects.filter(kind="account_manager_told").latest("pk").said["stands_in"] is True


def test_a_client_who_is_without_an_account_manager_once_more_is_told_of_once_more(
    world: World, the_clock: Clock, trail: Callable[[], list[str]]
) -> None:
    for _ in range(2):
        Organisation.objects.filter(pk=world.osprey.pk).update(account_manager=None)
        for _ in range(3):
            the_clock.forward(minutes=1)
            loop.run_once()
        Organisation.objects.filter(pk=world.osprey.pk).update(account_manager=world.corin)
        the_clock.forward(days=60)
        loop.run_once()
    assert trail().count("AccountManagerMissing") == 2
    assert Notice.objects.filter(kind="account_manager_missing").count() == 2


@pytest.mark.parametrize(
    ("left", "who"),
    [
        (["theo", "kaveh", "piotr"], "theo"),  # a manager
        (["kaveh", "piotr"], "kaveh"),  # else a lead
        (["piotr"], "piotr"),  # else an administrator
    ],
)
def test_without_any_manager_somebody_still_is_told_in_their_place(
    world: World, left: list[str], who: str
) -> None:
    keys = [world.persons[key].pk for key in left]
    Person.objects.staff().exclude(pk__in=keys).update(roles=[Role.QA])
    Organisation.objects.update(account_manager=None, cover=None)
    world.orla.contact.organisation.refresh_from_db()
    ticket_by_mail(world, scenario="total-outage")
    loop.run_once()
    assert set(told()) == {world.persons[who]}
    assert set(told("account_manager_missing")) == {world.persons[who]}


def test_a_client_that_is_no_enterprise_may_do_without(world: World, trail: Callable[[], list[str]]) -> None:
    from holdfast.clients.models import Contract

    Contract.objects.update(is_enterprise=False)
    Organisation.objects.update(account_manager=None)
    loop.run_once()
    assert "AccountManagerMissing" not in trail()


def test_what_support_cannot_resolve_is_handed_to_them(world: World) -> None:
    ticket = prioritised(world)
    with pytest.raises(Forbidden):
        hand_to_account_manager(ticket, words="They want a discount.", by=world.mirela)
    with pytest.raises(Refused) as refused:
        hand_to_account_manager(ticket, words=" ", by=world.tobin)
    assert refused.value.field == "words"
    hand_to_account_manager(ticket, words="They want a discount.", by=world.tobin)
    hand_to_account_manager(ticket, words="They want a discount.", by=world.tobin)
    assert fresh(ticket).assignee == world.ines
    assert told("account_manager_handed") == [world.ines]


def test_a_request_for_a_customised_solution_is_theirs_from_the_start(world: World) -> None:
    ticket = ticket_by_mail(world, kind=TicketKind.REQUEST)
    assert fresh(ticket).assignee == world.ines
    assert Notice.objects.get(kind="account_manager_told").said["cause"] == "request"
