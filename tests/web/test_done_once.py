"""A form of the desk that is sent twice, by a double press or once more after going back, does its thing once."""

from __future__ import annotations

from datetime import date

from django.test import Client

from holdfast.catalogue.actions.components import enter_component
from holdfast.catalogue.actions.services import enter_service
from holdfast.kernel.models import TrailEntry
from holdfast.people.actions.teams import save_team
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.duty.rotas import man
from tests.incidents.estate import build_estate
from tests.knowledge.articles import shelf
from tests.once import once_in
from tests.web.doors import At
from tests.web.test_maintenance import values


def test_what_a_form_says_twice_under_one_name_is_done_once(
    world: World, printer: Ticket, at_desk: At
) -> None:
    estate = build_estate(world)
    inbox, rota = f"/desk/components/{estate.inbox.pk}", f"/desk/duty/rotas/{man(world).first.pk}"
    ticket = f"/desk/tickets/{printer.pk}"
    call = {
        "direction": "out",
        "outcome": "spoke",
        "number": "+44 20 7946 0958",
        "minutes": 12,
        "note": "It runs.",
    }
    span = {"begins_at": "2026-11-25T08:00", "ends_at": "2026-11-25T18:00"}
    article = {"title": "Queues", "category": shelf(world).pk, "audience": "public", "language": "en"}
    swapped = {
        **{"one": world.tobin.pk, "one_begins_at": "2026-11-26T08:00", "one_ends_at": "2026-11-26T18:00"},
        **{
            "other": world.saoirse.pk,
            "other_begins_at": "2026-12-03T08:00",
            "other_ends_at": "2026-12-03T18:00",
        },
    }
    freeze = {"what": "Quarter’s end", "start_at": "2026-11-27T00:00", "end_at": "2026-11-28T00:00"}
    turns = {
        "person_1": world.tobin.pk,
        "starts_on": "2026-11-23",
        "hand_over_at": "09:00",
        "turn": 1,
        "position": 1,
    }
    tobin, kaveh, delphine = at_desk(world.tobin), at_desk(world.kaveh), at_desk(world.delphine)
    for door, path, said in (
        (tobin, f"{ticket}/calls/new/", {**call, "for_client": "It runs."}),
        (tobin, "/desk/calls/new/", {**call, "ticket": printer.pk}),
        (tobin, "/desk/calls/new/", {**call, "subject": "It does not print"}),
        (tobin, f"{ticket}/escalation/", {"words": "For two days.", "level": 1}),
        (tobin, f"{ticket}/article/", article),
        (tobin, "/desk/articles/new/", article),
        (kaveh, "/desk/articles/categories/new/", {"name": "Queues"}),
        (kaveh, "/desk/interruptions/new/", {"title": "Messages arrive late"}),
        (kaveh, "/desk/maintenance/plan/", values(estate, deed="send")),
        (kaveh, "/desk/maintenance/freezes/new/", freeze),
        (kaveh, f"{inbox}/monitors/new/heartbeat/", {"name": "Nightly", "every": 86400, "within": 3600}),
        (kaveh, f"{rota}/swap/", swapped),
        (tobin, f"{rota}/cover/", {"person": world.saoirse.pk, "instead_of": world.tobin.pk, **span}),
        (tobin, f"{rota}/absence/", {"person": world.tobin.pk, **span}),
        (kaveh, f"{rota}/layers/new/", turns),
        (delphine, "/desk/news/new/", {"kind": "newsletter", "subject": "New", "text": "Scores."}),
        (kaveh, "/desk/chats/greetings/new/", {"page": "/prices", "after_seconds": 20, "text": "A word?"}),
    ):
        sent_twice(door, path, said)


def test_so_it_is_at_the_office_where_a_name_that_is_taken_would_be_refused(
    world: World, at_desk: At
) -> None:
    """Without it the second press would tell of the first one as of somebody else's."""
    client = f"/desk/clients/{world.osprey.pk}"
    piotr, ines, delphine = at_desk(world.piotr), at_desk(world.ines), at_desk(world.delphine)
    team = save_team(None, name="Night", persons=[], by=world.piotr)
    service = enter_service(name="Fax", by=world.ines)
    component = enter_component(service, name="Lines", since_on=date(2026, 1, 1), by=world.ines)
    person = {"name": "Ann Heron", "email": "ann@pellucid.example", "roles": ["agent"], "time_zone": "UTC"}
    box = {"name": "box", "host": "imap.pellucid.example", "port": 993, "user": "desk", "password": "secret"}
    listed = {"email": "petra@alder.example", "name": "Petra", "because": "New", "time_zone": "UTC"}
    for door, path, said in (
        (piotr, "/desk/people/new/", person),
        (piotr, "/desk/teams/new/", {"name": "Evening"}),
        (piotr, "/desk/mailboxes/new/", {**box, "folder": "INBOX", "every": 60}),
        (piotr, "/desk/consoles/new/", {"name": "Shop", "product": world.products["chat"].pk}),
        (ines, "/desk/clients/new/", {"name": "Alder Mills", "time_zone": "UTC"}),
        (ines, f"{client}/contacts/new/", {"email": "petra@heron.example", "name": "Petra"}),
        (ines, f"{client}/contracts/new/", {"starts_on": "2026-11-01"}),
        (ines, f"{client}/list/contacts/new/", listed),
        (ines, f"{client}/uses/new/", {"component": component.pk, "since": "2026-11-01"}),
        (ines, "/desk/services/new/", {"name": "Telex"}),
        (ines, f"/desk/services/{service.pk}/components/new/", {"name": "Paper", "since_on": "2026-11-01"}),
        (ines, "/desk/products/new/", {"name": "Telex"}),
        (delphine, "/desk/calendars/new/", {"name": "Night"}),
        (delphine, "/desk/policy/new/", {"name": "Enterprise"}),
        (delphine, "/desk/duty/rotas/new/", {"team": team.pk, "level": 1, "time_zone": "UTC"}),
        (at_desk(world.tobin), "/desk/chats/answers/new/", {"name": "hello", "text": "Hello"}),
    ):
        sent_twice(door, path, with_what_stands(door, path, said))


def with_what_stands(door: Client, path: str, said: dict[str, object]) -> dict[str, object]:
    """What is typed, and what the form proposes besides."""
    form = door.get(path).context["form"]
    proposed = {field.name: field.value() for field in form if field.value() not in (None, "", [], False)}
    return {**proposed, **said}


def sent_twice(door: Client, path: str, said: dict[str, object]) -> None:
    """It does something, leads somewhere, and the same again, with nothing done."""
    form = {**said, "once": once_in(door.get(path))}
    led, done = [], [TrailEntry.objects.count()]
    for _ in range(2):
        led.append(door.post(path, form).headers.get("Location"))
        done.append(TrailEntry.objects.count())
    assert (path, bool(led[0]), done[1] > done[0]) == (path, True, True)
    assert (path, led[0], done[1]) == (path, led[1], done[2])
    assert (path, door.get(str(led[0])).status_code) == (path, 200)
