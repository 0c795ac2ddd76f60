"""Maintenance at the desk: planned with the planner, announced, run and completed by its forms (E6, E7)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.incidents.models import Freeze, Maintenance
from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery, Notice
from holdfast.people.models import Person, Role
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket
from tests.incidents.estate import Estate, build_estate, listed
from tests.promises.acceptance import accept
from tests.web.doors import At
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db

START = NOON + timedelta(days=3)
PLAN = "/desk/maintenance/plan/"


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def values(estate: Estate, **more: object) -> dict[str, object]:
    return {
        "title": "Database upgrade",
        "text": "Messages can't be read for 20 minutes.",
        "kind": "scheduled",
        "components": [f"{estate.inbox.pk}:Frankfurt"],
        "level": "major",
        "length": "120",
        "start_at": f"{START:%Y-%m-%dT%H:%M}",
        "remind_minutes": "60",
        **more,
    }


def look(client: Client, estate: Estate, **more: object) -> str:
    answer = client.post(PLAN, values(estate, **more))
    assert answer.status_code == 200
    return answer.content.decode()


def planned(client: Client, estate: Estate, *, deed: str = "send", **more: object) -> Maintenance:
    answer = client.post(PLAN, values(estate, deed=deed, **more))
    assert answer.status_code == 302, answer.content.decode()
    found = Maintenance.objects.latest("pk")
    assert answer["Location"] == f"/desk/maintenance/{found.pk}/"
    return found


def page(client: Client, found: Maintenance) -> str:
    answer = client.get(f"/desk/maintenance/{found.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, found: Maintenance, name: str, **said: object) -> None:
    answer = client.post(f"/desk/maintenance/{found.pk}/{name}/", said)
    assert answer.status_code == 302, answer.content.decode()


def tickets_at(world: World, person: str, *instants: datetime) -> None:
    for at in instants:
        ticket = ticket_by_mail(world, person)
        Ticket.objects.filter(pk=ticket.pk).update(opened_at=at)


def test_a_maintenance_is_planned_announced_run_and_completed_by_its_forms(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead, agent = at_desk(world.kaveh), at_desk(world.tobin)
    found = planned(lead, estate, deed="keep")
    shown = page(lead, found)
    assert "Draft" in shown and "Maintenance notice, 2 clients" in shown and "not told yet" in shown
    assert "Send the notice" not in page(agent, found)
    form = lead.get(f"/desk/maintenance/{found.pk}/announcement/").content.decode()
    assert "It goes to 2 clients, 2 contacts." in form
    send(lead, found, "announcement")
    shown = page(lead, found)
    (live,) = re.findall(rf'data-live="maintenance-{found.pk}" data-src="([^"]+/live/)"', shown)
    assert shown.count("0 of 1 accepted") == 2 and "for 2 h" in shown
    accept("maintenance_notice")
    shown = lead.get(live).content.decode()
    assert "<html" not in shown
    assert shown.count("1 of 1 accepted") == 2 and shown.count("3 d 0 h ahead") == 2
    assert "Begin it" not in shown
    the_clock.set(START)
    assert "Begin it" in page(lead, found)
    send(lead, found, "start", text="", minutes="60")
    accept("maintenance_started")
    assert "Maintenance update, 2 clients" in page(agent, found)
    agent.post(f"/desk/maintenance/{found.pk}/words/update/fields/text/", {"text": "Half", "seen_text": "0"})
    agent.post(f"/desk/maintenance/{found.pk}/people/")
    shown = page(lead, found)
    assert "writes: update" in shown and f"{world.tobin}" in shown and "planned it" in shown
    send(agent, found, "update", text="Half done.", minutes="60", seen_text="1")
    assert "has it open" in page(lead, found)
    the_clock.forward(minutes=1)
    assert "has it open" not in page(lead, found)
    accept("maintenance_update")
    end = START + timedelta(hours=3)
    send(lead, found, "extension", end_at=f"{end:%Y-%m-%dT%H:%M}", text="A large index.", minutes="60")
    accept("maintenance_extended")
    send(agent, found, "update", text="We watch.", is_verifying="on", minutes="30")
    accept("maintenance_update")
    assert "Verifying" in page(lead, found)
    send(lead, found, "completion", text="All is back.")
    accept("maintenance_completed")
    shown = page(lead, found)
    assert "Completed" in shown and "Nothing is owed any more." in shown and "A large index." in shown
    assert not Promise.objects.filter(reached__isnull=False, broken_at__isnull=False).exists()


def test_a_shorter_notice_is_asked_at_its_fields_decided_by_the_manager_and_shown_with_who_approved_it(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    soon = {"start_at": f"{NOON + timedelta(hours=4):%Y-%m-%dT%H:%M}"}
    assert "Less than 24 hours." in look(lead, estate, **soon)
    answer = lead.post(PLAN, values(estate, deed="send", **soon))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "give the operational reason" in shown and "Database upgrade" in shown
    assert not Maintenance.objects.exists() and not Delivery.objects.exists()
    found = planned(lead, estate, why_short="A disk is failing.", approver=world.delphine.pk, **soon)
    shown, path = page(lead, found), f"/desk/maintenance/{found.pk}"
    assert "Waits for Delphine Quarrie since" in shown and "A disk is failing." in shown
    assert "Its notice waits for an approval." in shown and "Needs approval" in shown
    assert "Ask somebody else" in shown and "Send the notice" not in shown
    assert lead.post(f"{path}/announcement/").status_code == 422
    assert lead.get(f"{path}/approval/").status_code == 403

    manager, another = at_desk(world.delphine), at_desk(second_manager(world))
    assert f"{path}/approval/" in page(manager, found)
    asked = manager.get(f"{path}/approval/").content.decode()
    assert "Tue 24 November, 16:00 to 18:00 UTC" in asked and "A disk is failing." in asked
    assert "It goes to 2 clients, 2 contacts." in asked
    assert "4 h 00 m of 24 hours" in asked and "2 clients" in asked and "13:00" not in asked
    assert "% of the busiest hour" in asked and "The cheapest with all the notice" in asked
    assert "Only the manager who is asked decides" in another.get(f"{path}/approval/").content.decode()
    assert another.post(f"{path}/approval/", {"deed": "approve"}).status_code == 403
    assert not Maintenance.objects.filter(approved_by__isnull=False).exists()  # looking decides nothing (T50)

    unsaid = manager.post(f"{path}/approval/", {"deed": "decline", "words": ""})
    assert unsaid.status_code == 422 and "Say why not" in unsaid.content.decode()
    send(manager, found, "approval", deed="decline", words="Not in the sales week.")
    shown = page(lead, found)
    assert "Delphine Quarrie declined a shorter notice" in shown and "Not in the sales week." in shown
    send(lead, found, "announcement", why_short="A disk is failing.", approver=world.delphine.pk)
    send(lead, found, "short-notice", why_short="It fails now.", approver=second_manager(world).pk)
    assert f"{second_manager(world)}" in page(lead, found)
    send(lead, found, "short-notice", why_short="A disk is failing.", approver=world.delphine.pk)
    unsent = "Other words for it are being written, and are not in it."
    assert unsent not in manager.get(f"{path}/approval/").content.decode()
    lead.post(f"{path}/words/notice/fields/text/", {"text": "Messages are late.", "seen_text": "0"})
    assert unsent in manager.get(f"{path}/approval/").content.decode()
    send(manager, found, "approval", deed="approve")
    assert "Nobody is asked about it" in manager.get(f"{path}/approval/").content.decode()
    accept("maintenance_notice")
    shown = page(lead, found)
    assert shown.count("1 of 1 accepted") == 2 and "Send the notice" not in shown
    assert "A disk is failing. Approved by Delphine Quarrie." in shown and "2 short" in shown
    assert "Short notice" in lead.get("/desk/maintenance/").content.decode()


def test_a_moved_and_a_cancelled_one_say_why(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    found = planned(lead, estate)
    later = START + timedelta(days=1)
    moving = {"start_at": f"{later:%Y-%m-%dT%H:%M}", "length": "60"}
    answer = lead.post(f"/desk/maintenance/{found.pk}/moving/", {**moving, "reason": ""})
    assert answer.status_code == 422 and "Say why it moves" in answer.content.decode()
    send(lead, found, "moving", **moving, reason="A supplier.")
    send(lead, found, "cancellation", reason="Not needed any more.")
    shown = page(lead, found)
    assert "A supplier." in shown and "Not needed any more." in shown and "Cancelled" in shown
    assert "Move it" not in shown


def test_a_drafts_words_are_changed_until_the_notice_is_sent_and_nobodys_words_are_lost(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead, another = at_desk(world.kaveh), at_desk(world.persons["delphine"])
    found = planned(lead, estate, deed="keep")
    path = f"/desk/maintenance/{found.pk}/words/"
    assert 'class="promise"' in lead.get("/desk/maintenance/").content.decode(), "its next promise"
    assert path in page(lead, found)
    forms = [hidden_in(each.get(path)) for each in (lead, another)]
    the_clock.forward(minutes=1)
    send(lead, found, "words", title="Move of the index", text="Search is slow.", formerly=forms[0])
    typed = {"title": "Move of the index", "text": "Search fails at times.", "formerly": forms[1]}
    answer = another.post(path, typed)
    shown = answer.content.decode()
    assert answer.status_code == 422 and "Search is slow." in shown and "Search fails at times." in shown
    send(another, found, "words", **typed | {"formerly": hidden_in(answer)})
    assert "Search fails at times." in page(lead, found)
    changed = TrailEntry.objects.filter(fact="MaintenanceReworded").latest("pk")
    assert changed.said["formerly_text"] == "Search is slow."
    assert another.post(path, typed | {"formerly": "now"}).status_code == 422
    send(lead, found, "announcement")
    notice = Notice.objects.filter(kind="maintenance_notice").latest("pk")
    assert (notice.subject, notice.said["text"]) == ("[Maintenance] Move of the index", typed["text"])
    answer = lead.post(path, typed)
    assert answer.status_code == 422 and "It is announced" in answer.content.decode()
    assert path not in page(lead, found)


def test_a_word_about_it_is_written_by_several_and_none_sends_past_what_another_wrote_or_sent(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead, another, agent = (at_desk(each) for each in (world.kaveh, world.delphine, world.tobin))
    found = planned(lead, estate)
    path = f"/desk/maintenance/{found.pk}"

    def type_in(client: Client, kind: str, text: str, *, name: str = "text", seen: int = 0) -> str:
        answer = client.post(f"{path}/words/{kind}/fields/{name}/", {name: text, f"seen_{name}": seen})
        assert answer.status_code == 200
        return answer.content.decode()

    type_in(lead, "cancelled", "The supplier is late.", name="reason")
    assert "The supplier is late.</textarea>" in another.get(f"{path}/cancellation/").content.decode()
    told = type_in(another, "cancelled", "A supplier.", name="reason")
    assert f"{world.kaveh} changed this while you were writing." in told and "The supplier is late." in told
    past = another.post(f"{path}/cancellation/", {"reason": "A supplier.", "seen_reason": "0"})
    assert past.status_code == 422 and "Say which text it shall be." in past.content.decode()
    assert agent.post(f"{path}/words/cancelled/fields/reason/", {"reason": "No."}).status_code == 403
    for kind, name in (("cancelled", "text"), ("blame", "text"), ("moved", "length")):
        assert lead.get(f"{path}/words/{kind}/fields/{name}/").status_code == 404

    the_clock.set(START)
    send(lead, found, "start", text="", minutes="60")
    type_in(agent, "update", "Half done.")
    form = lead.get(f"{path}/update/").content.decode()
    newest = re.search(r'name="seen_word" value="([^"]+)"', form)
    assert newest is not None and "Half done.</textarea>" in form and f"{world.tobin} wrote here" in form
    word = {"text": "Half done.", "minutes": "60", "seen_word": newest[1], "seen_text": "1"}
    send(lead, found, "update", **word)
    assert not found.drafts.filter(kind="update").exists()
    twice = agent.post(f"{path}/update/", word)
    assert twice.status_code == 422 and "sent “Update” while you were writing" in twice.content.decode()
    assert found.announcements.filter(kind="update").count() == 1


def second_manager(world: World) -> Person:
    person = world.persons["ines"]
    if Role.MANAGER not in person.roles:
        person.roles = [*person.roles, Role.MANAGER]
        person.save()
    return person


def hidden_in(answer: HttpResponseBase) -> str:
    """What says which words the form had before it."""
    found = re.search(r'name="formerly" value="([^"]+)"', getattr(answer, "content", b"").decode())
    assert found is not None
    return found[1]


def test_the_planner_proposes_the_window_that_costs_the_clients_least_and_shows_the_cost_of_the_chosen_one(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    week_ago = NOON - timedelta(days=7)
    tickets_at(world, "lutz", *[week_ago + timedelta(days=3, hours=hour) for hour in (-3, -2, -1, 0, 0, 1)])
    shown = look(lead, estate)
    assert "Tickets per hour of the last thirteen weeks" in shown
    assert 'Fri 27 November, 12:00 to 14:00 UTC</b> <span class="badge">Chosen' in shown
    assert "75 % of the busiest hour" in shown
    assert re.search(r"costs your clients least: 0 % of the busiest hour", shown)
    assert "13:00, Berlin" in shown and "07:00, New York" in shown
    cheapest = look(lead, estate, start_at="")
    proposed = re.search(r'name="start_at" value="([^"]+)"', cheapest)
    assert proposed is not None
    used = look(lead, estate, use="2026-11-29T03:00")
    assert 'name="start_at" value="2026-11-29T03:00"' in used
    assert "Sun 29 November, 03:00 to 05:00 UTC" in used


def test_without_traffic_every_open_hour_counts_alike_and_the_page_says_so(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    shown = look(at_desk(world.kaveh), estate)
    assert "every hour in which they are open counts alike" in shown


def test_conflicts_with_other_maintenance_freezes_and_holidays_stand_beside_the_window(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    planned(lead, estate, title="Cheapest hours", start_at="")
    looked = lead.post("/desk/maintenance/plan/", values(estate, deed="look", start_at=""))
    figures = looked.context["figures"]
    assert any(each.against for each in figures.proposals) and not figures.chosen.against
    planned(lead, estate, title="Storage move")
    span = {"start_at": "2026-11-27T00:00", "end_at": "2026-11-28T00:00"}
    answer = lead.post(
        "/desk/maintenance/freezes/new/",
        {"what": "Quarter’s end", "organisation": world.organisations["velda"].pk, **span},
    )
    assert answer.status_code == 302
    shown = look(lead, estate)
    assert (
        "Other maintenance: Storage move, 2 clients" in shown and "Freeze: Quarter’s end, 1 client" in shown
    )
    freeze = Freeze.objects.get()
    assert "Quarter’s end" in lead.get("/desk/maintenance/").content.decode()
    lead.post(f"/desk/maintenance/freezes/{freeze.pk}/end/")
    assert "Freeze: Quarter’s end" not in look(lead, estate)
    christmas = look(lead, estate, start_at="2026-12-25T09:00")
    assert "Holiday: 2026-12-25 in" in christmas


def test_an_emergency_is_looked_for_from_now_on_and_owes_no_notice(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    shown = look(lead, estate, kind="emergency", start_at="")
    assert "No notice is owed of an emergency" in shown
    assert "Tue 24 November" in shown or "Wed 25 November" in shown
    answer = lead.post(PLAN, values(estate, deed="send", kind="emergency"))
    assert answer.status_code == 422 and "can&#x27;t wait" in answer.content.decode()
    found = planned(lead, estate, kind="emergency", why_short="A hole is being used.")
    assert "emergency" in page(lead, found) and "A hole is being used." in page(lead, found)


def test_the_notice_is_shown_as_the_first_of_the_clients_will_read_it(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    shown = look(at_desk(world.kaveh), estate)
    assert "To 2 clients, 2 contacts, with an event for their calendars" in shown
    assert "Scheduled maintenance." in shown and "Messages can&#x27;t be read for 20 minutes." in shown
    assert "What it takes away: Messages: Inbox, Frankfurt, down" in shown


def test_the_planner_answers_a_live_look_with_the_impact_alone(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    answer = lead.post(PLAN, values(estate, title="", start_at=""), headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in shown
    assert 'id="impact"' in shown and 'id="start-place" hx-swap-oob="true"' in shown
    assert "Say what it takes away" in lead.get(PLAN).content.decode()


@pytest.mark.parametrize("at", ["9999-12-31T23:59", "0001-01-01T00:00", "2026-13-01T00:00", "soon"])
def test_instants_that_nobody_can_plan_at_are_refused_at_their_field(
    estate: Estate, world: World, at_desk: At, the_clock: Clock, at: str
) -> None:
    lead = at_desk(world.kaveh)
    for field in ("start_at", "earliest", "latest"):
        assert lead.post(PLAN, values(estate, **{field: at})).status_code == 200
        answer = lead.post(PLAN, values(estate, deed="keep", **{field: at}))
        assert answer.status_code in (302, 422), field
    assert lead.post(PLAN, values(estate, deed="keep", start_at=at)).status_code == 422


def test_a_range_that_has_no_room_or_is_too_long_is_refused_at_its_field(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    earliest = f"{START:%Y-%m-%dT%H:%M}"

    def said(latest: datetime, **more: object) -> dict[str, object]:
        return values(estate, start_at="", earliest=earliest, latest=f"{latest:%Y-%m-%dT%H:%M}", **more)

    for latest, words in (
        (START + timedelta(minutes=119), "It has no room before that"),
        (START + timedelta(days=31, minutes=1), "At most 31 days are looked through"),
    ):
        whole = lead.post(PLAN, said(latest))
        assert (whole.status_code, whole.content.decode().count(words) > 1) == (200, True)
        assert "is missing" not in whole.content.decode()  # looking complains of nothing else
        live = lead.post(PLAN, said(latest), headers={"hx-request": "true"}).content.decode()
        assert words in live and "costs your clients least" not in live
        kept = lead.post(PLAN, said(latest, deed="keep"))
        assert kept.status_code == 422 and words in kept.content.decode()
    for latest in (START + timedelta(minutes=120), START + timedelta(days=31)):
        assert "costs your clients least" in lead.post(PLAN, said(latest)).content.decode()


def test_a_start_with_a_part_of_a_second_is_taken_as_the_whole_one(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    found = planned(lead, estate, deed="keep", start_at=f"{START:%Y-%m-%dT%H:%M}:59.999")
    assert found.start_at == START + timedelta(seconds=59)


def test_the_lists_are_empty_at_first_and_unknown_ones_are_404(world: World, at_desk: At) -> None:
    lead = at_desk(world.kaveh)
    assert "Nothing is planned." in lead.get("/desk/maintenance/").content.decode()
    assert lead.get("/desk/maintenance/4711/").status_code == 404
    assert lead.get(f"/desk/maintenance/{10**30}/").status_code == 404
    assert "Plan maintenance" not in at_desk(world.tobin).get("/desk/maintenance/").content.decode()


def test_page_list_and_planner_take_the_same_number_of_statements_for_any_number_of_clients(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    listed(world.quillon, world.persons["bram"])
    manager = at_desk(world.delphine)
    asked = {"why_short": "A disk is failing.", "approver": world.delphine.pk}
    asked["start_at"] = f"{NOON + timedelta(hours=4):%Y-%m-%dT%H:%M}"
    counts: dict[str, list[int]] = {"page": [], "list": [], "planner": [], "approval": []}
    for components in ([f"{estate.inbox.pk}:Frankfurt"], [f"{estate.inbox.pk}:", f"{estate.reports.pk}:"]):
        found = planned(lead, estate, components=components)
        short = planned(lead, estate, components=components, **asked)
        for _ in range(2):
            with CaptureQueriesContext(connection) as of_approval:
                assert (
                    "of the busiest hour"
                    in manager.get(f"/desk/maintenance/{short.pk}/approval/").content.decode()
                )
            with CaptureQueriesContext(connection) as of_page:
                page(lead, found)
            with CaptureQueriesContext(connection) as of_list:
                lead.get("/desk/maintenance/")
            with CaptureQueriesContext(connection) as of_planner:
                look(lead, estate, components=components)
        for name, seen in (
            ("page", of_page),
            ("list", of_list),
            ("planner", of_planner),
            ("approval", of_approval),
        ):
            counts[name].append(len(seen))
    assert counts["page"][0] == counts["page"][1] <= 15
    assert counts["list"][0] == counts["list"][1] <= 10
    assert counts["planner"][0] == counts["planner"][1] <= 24
    assert counts["approval"][0] == counts["approval"][1] <= 18
