"""A form of the desk that is sent twice, by a double press or once more after going back, does its thing once."""

from __future__ import annotations

from holdfast.kernel.models import TrailEntry
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
        form = {**said, "once": once_in(door.get(path))}
        led, done = [], [TrailEntry.objects.count()]
        for _ in range(2):
            led.append(door.post(path, form).headers.get("Location"))
            done.append(TrailEntry.objects.count())
        assert (path, led[0], done[1] > done[0]) == (path, led[1], True)
        assert (path, done[2]) == (path, done[1])
