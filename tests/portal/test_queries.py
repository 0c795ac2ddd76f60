"""Every page asks a fixed number of questions, however much there is to show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.escalation.actions.climbing import climb_ladder
from holdfast.escalation.links import level_token
from holdfast.procedure.links import approval_token
from holdfast.project.demo.world import World
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.actions.priority import confirm_priority
from tests.portal.visiting import as_, stranger
from tests.procedure.steps import asked
from tests.world import ticket_by_mail

pytestmark = pytest.mark.django_db

AT_MOST = {
    "/": 14,
    "/home/tickets/": 6,
    "/tickets/": 7,
    "/tickets/?view=waiting": 8,
    "/tickets/?view=resolved": 5,
    "/tickets/?q=misrouted": 12,
    "/escalation/": 7,
    "/reach/": 12,
    "/emergency-list/": 8,
    "/service-status/": 15,
    "/service-status/wrong/": 5,
    "/emergency-list/new/": 4,
    "/service-status/statement/": 14,
    "/tickets/new/": 7,
    "/tickets/new/offer/?scenario=misrouted": 4,
    "/tickets/{n}/": 19,
    "/tickets/{n}/parts/stages/": 5,
    "/tickets/{n}/parts/answer/": 9,
    "/tickets/{n}/parts/conversation/": 8,
    "/tickets/{n}/parts/promises/": 6,
    "/tickets/{n}/parts/ladder/": 9,
    "/tickets/{n}/escalation/": 10,
}
"""What was measured, so that one question more is seen."""

OPEN = {
    "/": 5,
    "/reach/": 8,
    "/support/": 4,
    "/status/subscription/": 4,
    "/account/link/": 2,
    "/account/link/sent/": 2,
    "/account/login/": 1,
}


def count(client: object, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, path  # type: ignore[attr-defined]
    return len(seen)


def fill(world: World, number: int) -> None:
    for each in range(number):
        ticket = ticket_by_mail(world, "bram", f"Chats are misrouted {each}")
        confirm_priority(ticket, priority=each % 4 + 1, by=world.tobin)
        send_message(ticket, Said(text="We look.", author=world.tobin), asks=each % 2 == 0, by=world.tobin)


def test_pages_of_a_client(world: World) -> None:
    ticket, _ = asked(world)
    orla = as_(world.orla)
    orla.get("/tickets/new/")  # what stands for good is kept by the process
    first = {path: count(orla, path.format(n=ticket.pk)) for path in AT_MOST}
    fill(world, 6)
    for _ in range(4):
        send_message_to(world, ticket.pk)
    climb_ladder(ticket, words="Now", level=2, by=world.orla)
    then = {path: count(orla, path.format(n=ticket.pk)) for path in AT_MOST}
    grown = {path: (first[path], then[path]) for path in AT_MOST if then[path] > first[path]}
    assert grown == {}
    over = {path: then[path] for path, most in AT_MOST.items() if then[path] > most}
    assert over == {}, over


def send_message_to(world: World, number: int) -> None:
    from holdfast.tickets.models import Ticket

    send_message(Ticket.objects.get(pk=number), Said(text="More.", author=world.tobin), by=world.tobin)


def test_open_pages_and_mailed_links(world: World) -> None:
    ticket, approval = asked(world)
    climb = climb_ladder(ticket, words="Now", level=2, by=world.orla)
    paths = {
        **OPEN,
        f"/approval/{approval_token(approval.pk, world.orla.pk)}/": 7,
        f"/level/{level_token(climb.pk, world.kaveh.pk)}/": 5,
    }
    stranger().get("/support/")
    over = {path: found for path, most in paths.items() if (found := count(stranger(), path)) > most}
    assert over == {}, over
