"""Who answers for a ticket: somebody always does."""

from __future__ import annotations

import pytest

from holdfast.notices.models import Delivery
from holdfast.people.models import Person, Role, Team
from holdfast.project.demo.world import World
from holdfast.promises.actions.sweeping import sweep
from holdfast.tickets.holders import Holders, holders_of
from holdfast.tickets.models import Ticket
from tests.procedure.steps import fresh
from tests.world import Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


def only(world: World, **roles: list[str]) -> None:
    """Let these alone have a role that could stand in for somebody."""
    Person.objects.staff().update(roles=[Role.QA])
    for key, held in roles.items():
        Person.objects.filter(pk=world.persons[key].pk).update(roles=held)


@pytest.mark.parametrize("gone", [False, True])
def test_the_assignee_answers_and_one_who_left_does_not(world: World, gone: bool) -> None:
    ticket = ticket_by_mail(world)
    Ticket.objects.filter(pk=ticket.pk).update(assignee=world.saoirse)
    Person.objects.filter(pk=world.saoirse.pk).update(is_active=not gone)
    held = holders_of(fresh(ticket))
    assert held == (list(Person.objects.in_role(Role.LEAD)) if gone else [world.saoirse])


def test_without_an_assignee_the_team_answers(world: World) -> None:
    ticket = ticket_by_mail(world)
    team = Team.objects.create(name="Night")
    team.persons.add(world.ana, world.hollis)
    Ticket.objects.filter(pk=ticket.pk).update(team=team)
    assert Holders([fresh(ticket)]).of(fresh(ticket)) == [world.ana, world.hollis]


@pytest.mark.parametrize(
    ("roles", "who"),
    [
        ({"kaveh": [Role.LEAD], "theo": [Role.MANAGER], "piotr": [Role.ADMINISTRATOR]}, "kaveh"),
        ({"theo": [Role.MANAGER], "piotr": [Role.ADMINISTRATOR]}, "theo"),
        ({"piotr": [Role.ADMINISTRATOR]}, "piotr"),
    ],
)
def test_a_breach_that_nobody_is_named_for_is_told_to_who_stands_in(
    world: World, the_clock: Clock, roles: dict[str, list[str]], who: str
) -> None:
    ticket_by_mail(world)
    only(world, **roles)
    the_clock.forward(minutes=20)
    while sweep("test"):
        pass
    rows = Delivery.objects.filter(notice__kind="promise_broken")
    assert set(rows.values_list("address", flat=True)) == {world.persons[who].email}
