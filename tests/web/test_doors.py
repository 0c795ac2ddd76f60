"""Hidden tickets and second objects (T42, T44); who may enter at all is in tests/doors."""

from __future__ import annotations

from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.web.doors import At


def test_t42_hidden_and_missing_tickets_are_both_404(world: World, printer: Ticket, at_desk: At) -> None:
    door = at_desk(world.tobin)
    assert door.get(f"/desk/tickets/{printer.pk}/").status_code == 200
    for number in (printer.pk + 1, 2**63, 10**30):
        assert door.get(f"/desk/tickets/{number}/").status_code == 404


def test_t44_the_second_ticket_of_a_form_is_looked_up_as_the_first(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    for wrong in (str(printer.pk + 99), "0", "-1", "9" * 24, "x", "1 OR 1=1"):
        merged = door.post(f"/desk/tickets/{printer.pk}/merge/", {"into": wrong})
        linked = door.post(f"/desk/tickets/{printer.pk}/links/", {"other": wrong, "kind": "related"})
        assert (merged.status_code, linked.status_code) == (422, 422)
        assert b"There is no such ticket." in merged.content
