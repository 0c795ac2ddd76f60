"""What a ticket is about and whose it is; and what support can't resolve goes to the account manager."""

from __future__ import annotations

import pytest

from holdfast.clients.models import Contact
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Refused
from holdfast.people.models import Person, Team
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.actions.description import describe_ticket
from holdfast.tickets.actions.messages import Said
from holdfast.tickets.actions.opening import Opening, open_ticket
from holdfast.tickets.models import Channel, Ticket, TicketKind
from tests.procedure.steps import fresh
from tests.web.doors import At
from tests.world import Clock


@pytest.fixture
def strangers(world: World) -> Ticket:
    stranger = Person.objects.create(email="new@ospreylane.example")
    said = Said(text="It is blank.", author=stranger)
    return open_ticket(
        Opening(requester=stranger, subject="Blank", said=said, channel=Channel.MAIL), by=stranger.actor
    )


def test_product_kind_and_team_are_set_at_the_desk_and_stand_on_the_trail(
    world: World, printer: Ticket, at_desk: At
) -> None:
    team = Team.objects.create(name="Routing")
    door = at_desk(world.tobin)
    said = {"product": world.products["chat"].pk, "kind": "issue", "team": team.pk}
    assert door.post(f"/desk/tickets/{printer.pk}/description/", said).status_code == 302
    ticket = fresh(printer)
    assert (ticket.product, ticket.team) == (world.products["chat"], team)
    assert TrailEntry.objects.get(fact="TicketDescribed").said["changed"] == ["product", "team"]
    door.post(f"/desk/tickets/{printer.pk}/description/", said)  # once more changes nothing
    assert TrailEntry.objects.filter(fact="TicketDescribed").count() == 1
    assert at_desk(world.orla).post(f"/desk/tickets/{printer.pk}/description/", said).status_code in (
        302,
        403,
        404,
    )
    assert fresh(printer).kind == TicketKind.ISSUE


def test_a_requester_who_became_a_contact_takes_their_ticket_along_and_no_due_time_moves(
    world: World, strangers: Ticket, at_desk: At
) -> None:
    with pytest.raises(Refused):
        describe_ticket(strangers, product=None, kind="issue", team=None, adopt=True, by=world.tobin)
    Contact.objects.create(person=strangers.requester, organisation=world.osprey)
    due = dict(Promise.objects.values_list("clause", "due_at"))
    page = at_desk(world.tobin).get(f"/desk/tickets/{strangers.pk}/description/").content.decode()
    assert f"It is a ticket of {world.osprey}" in page
    at_desk(world.tobin).post(f"/desk/tickets/{strangers.pk}/description/", {"kind": "issue", "adopt": "on"})
    assert fresh(strangers).organisation == world.osprey
    assert {each.organisation for each in Promise.objects.all()} == {world.osprey}
    assert dict(Promise.objects.values_list("clause", "due_at")) == due


def test_a_clients_ticket_stays_that_clients(world: World, printer: Ticket) -> None:
    other = Contact.objects.exclude(organisation=printer.organisation).select_related("organisation")[0]
    Contact.objects.filter(person=printer.requester).update(organisation=other.organisation)
    describe_ticket(fresh(printer), product=None, kind="issue", team=None, adopt=True, by=world.tobin)
    assert fresh(printer).organisation == printer.organisation


def test_what_turns_out_to_be_a_request_goes_to_the_account_manager(world: World, printer: Ticket) -> None:
    describe_ticket(printer, product=None, kind=TicketKind.REQUEST, team=None, by=world.tobin)
    assert fresh(printer).assignee == world.osprey.account_manager
    assert Promise.objects.filter(ticket=printer, clause="account_manager_told").count() == 1


def test_what_support_cannot_resolve_is_handed_over_by_a_form_with_what_they_must_know(
    world: World, printer: Ticket, at_desk: At, the_clock: Clock
) -> None:
    door, path = at_desk(world.tobin), f"/desk/tickets/{printer.pk}/account-manager/"
    assert str(world.osprey.account_manager) in door.get(path).content.decode()
    assert door.post(path, {"words": " "}).status_code == 422
    assert door.post(path, {"words": "They want to end the contract."}).status_code == 302
    assert fresh(printer).assignee == world.osprey.account_manager
    assert at_desk(world.mirela).post(path, {"words": "Me too."}).status_code == 403
