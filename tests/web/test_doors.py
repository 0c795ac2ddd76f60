"""T41: every address of the desk has a rule, and each form refuses whoever may not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from holdfast.people.acts import MAY, Act
from holdfast.people.door import rule_of
from holdfast.people.models import Person, Role
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.web.doors import At

FORMS = {
    "assignment": Act.WORK_TICKETS,
    "priority": Act.CONFIRM_PRIORITY,
    "hand-over": Act.HAND_OVER,
    "solution": Act.HAND_OVER,
    "fix": Act.RECORD_FIX,
    "verdict/approved": Act.GIVE_QA_VERDICT,
    "verdict/rejected": Act.GIVE_QA_VERDICT,
    "escalation": Act.CLIMB_LADDER,
    "merge": Act.WORK_TICKETS,
    "links": Act.WORK_TICKETS,
    "collaborators": Act.WORK_TICKETS,
    "words": Act.WORK_TICKETS,
    "waivers": Act.WAIVE_PROMISE,
}
READS = ("", "history", "live/state", "live/about")


def every_pattern(
    patterns: list[URLPattern | URLResolver], before: str = "", name: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from every_pattern(each.url_patterns, path)
        else:
            yield path, each


def test_t41_every_address_of_the_installation_has_a_rule() -> None:
    found = list(every_pattern(get_resolver().url_patterns))
    assert len([path for path, _ in found if path.startswith("desk/")]) > 30
    assert [path for path, each in found if rule_of(each.callback) is None] == []


def test_t41_each_form_opens_for_whoever_may_and_for_nobody_else(
    world: World, printer: Ticket, at_desk: At
) -> None:
    one_of_each = {role: one_with(role) for role in Role.values}
    doors = {role: at_desk(person) for role, person in one_of_each.items()}
    for noun, act in FORMS.items():
        for role, person in one_of_each.items():
            may = not MAY[act].isdisjoint(person.roles)
            answer = doors[role].get(f"/desk/tickets/{printer.pk}/{noun}/")
            assert (noun, role, answer.status_code) == (noun, role, 200 if may else 403)


def one_with(role: str) -> Person:
    """Somebody who holds this role and as few others as can be."""
    return min(Person.objects.in_role(role), key=lambda person: len(person.roles))


@pytest.mark.parametrize("verb", ["get", "post"])
def test_t41_a_client_sees_nothing_of_the_desk_and_a_stranger_is_asked_to_sign_in(
    world: World, printer: Ticket, at_desk: At, client: object, verb: str
) -> None:
    theirs = at_desk(world.orla)
    ours = at_desk(world.tobin)
    for noun in (*FORMS, *READS, "messages"):
        path = f"/desk/tickets/{printer.pk}/{noun}/".replace("//", "/")
        assert getattr(theirs, verb)(path).status_code == 403
        assert getattr(client, verb)(path).status_code == 302
    for path in ("/desk/", "/desk/search/?q=chats", "/desk/tickets/new/", "/desk/live/next-promise/"):
        assert theirs.get(path).status_code == 403
        assert ours.get(path).status_code == 200


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


def test_t43_fields_that_a_form_does_not_offer_change_nothing(
    world: World, printer: Ticket, at_desk: At
) -> None:
    door = at_desk(world.tobin)
    before = Ticket.objects.values().get(pk=printer.pk)
    door.post(
        f"/desk/tickets/{printer.pk}/messages/",
        {
            "text": "For us alone.",
            "mode": "note",
            "as": "note",
            "organisation": "1",
            "requester": "1",
            "stage": "8",
        },
    )
    after = Ticket.objects.values().get(pk=printer.pk)
    assert after == before
