"""Are we affected? Each client sees what it uses, what it was told, and says with one press that something is wrong (E5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from holdfast.clients.models import Contact
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    dismiss_interruption,
    suspect_interruption,
)
from holdfast.incidents.actions.maintaining import complete_maintenance, start_maintenance
from holdfast.incidents.actions.planning import announce_maintenance, plan_maintenance
from holdfast.incidents.actions.telling import restore_interruption, send_report, send_update
from holdfast.incidents.linked import linked_tickets
from holdfast.incidents.models import Interruption, Level, State
from holdfast.kernel.actor import SYSTEM
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Message, Ticket
from tests.incidents.estate import Estate, build_estate
from tests.incidents.test_life import WHOLE
from tests.incidents.test_maintenance import START, announced, plan
from tests.portal.visiting import as_
from tests.promises.acceptance import accept
from tests.world import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def shown(client: Client, path: str = "/service-status/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def press(client: Client, component: object, words: str = "Nothing arrives.") -> Ticket:
    answer = client.post("/service-status/wrong/", {"component": component, "since": "15", "words": words})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return Ticket.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def confirmed(world: World, estate: Estate, the_clock: Clock, place: str = "Frankfurt") -> Interruption:
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.PARTIAL, place)], by=world.kaveh)
    send_report(found, said=WHOLE, next_at=the_clock.now + timedelta(hours=1), by=world.kaveh)
    accept("interruption_report")
    return found


def test_t45_each_client_reads_the_answer_for_what_it_uses_and_nothing_of_anybody_else(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    """Velda uses the inbox in Frankfurt, Osprey Lane in both places, Quillon something else."""
    found = confirmed(world, estate, the_clock, place="Virginia")
    osprey, velda = as_(world.orla), as_(world.persons["lutz"])
    page = shown(osprey)
    assert "is affected" in page and "Partly down" in page and "Messages arrive late." in page
    assert "Next update" in page and "You are affected: Messages arrive late" in shown(osprey, "/")
    for path in ("/", "/service-status/"):
        other = shown(velda, path)
        assert "arrive late" not in other and "Yes," not in other and "Partly down" not in other
    assert "is not affected" in shown(velda) and "Messages: Inbox" in shown(velda)
    confirm_interruption(
        suspect_interruption(title="The inbox is empty", by=SYSTEM),
        hits=[Hit(estate.inbox, Level.MAJOR)],
        by=world.kaveh,
    )
    names = {each.name for each in world.organisations.values() if not each.is_own}
    for client, own in ((osprey, world.osprey), (velda, world.organisations["velda"])):
        for path in ("/", "/service-status/", "/service-status/wrong/"):
            page = shown(client, path)
            assert not [name for name in names - {own.name} if name in page]
    restore_interruption(
        found, text="All is back.", next_at=the_clock.now + timedelta(days=1), by=world.kaveh
    )
    page = shown(osprey)
    assert "Restored" in page and "All is back." in page
    assert "arrive late" not in shown(velda)


def test_t64_what_is_suspected_or_not_shown_in_public_is_seen_by_nobody_but_whoever_uses_it(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    estate.inbox.is_public = False
    estate.inbox.save()
    found = suspect_interruption(title="Messages arrive late", organisation=world.osprey, by=SYSTEM)
    for person in (world.orla, world.persons["lutz"]):
        assert "arrive late" not in shown(as_(person)) + shown(as_(person), "/")
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Virginia")], by=world.kaveh)
    assert "Yes, Osprey Lane" in shown(as_(world.orla)) and "Messages arrive late" in shown(as_(world.orla))
    assert "arrive late" not in shown(as_(world.persons["lutz"]))


def test_one_page_says_what_is_used_what_comes_what_was_told_and_what_was_kept(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    estate.inbox.is_public = False
    estate.inbox.save()
    found = confirmed(world, estate, the_clock)
    the_clock.forward(minutes=20)
    send_update(found, text="Half is back.", next_at=the_clock.now + timedelta(hours=1), by=world.kaveh)
    planned = announced(world, estate)
    accept("maintenance_notice")
    lutz = as_(world.persons["lutz"])
    page = shown(lutz)
    assert "Messages is" not in page and "Messages: Inbox, Frankfurt is partly down." in page
    assert "Half is back." in page and "What we told you before" in page and "You hear again by" in page
    assert f'id="maintenance-{planned.code}"' in page and "We told you 2 d 23 h ahead." in page
    assert "the last 90 days: 99." in page and "down 20 min" in page
    assert "Statement of the month" in page and "Left of the error budget" in page
    the_clock.forward(hours=1, minutes=5)
    assert "we are late." in shown(lutz) and "You hear again by" not in shown(lutz)
    answer = lutz.get("/service-status/", headers={"hx-request": "true"}).content.decode()
    assert "Half is back." in answer and "<html" not in answer
    the_clock.set(START)
    start_maintenance(planned, next_at=START + timedelta(hours=1), by=world.kaveh)
    assert "Under way" in shown(lutz)
    complete_maintenance(planned, text="All is back.", by=world.kaveh)
    assert "Completed" in shown(lutz) and "All is back." in shown(lutz)
    assert "Database upgrade" not in shown(as_(world.persons["dara"]))


def test_t45_of_maintenance_a_client_reads_what_of_the_works_it_uses_and_nothing_of_others(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    hits = [Hit(estate.inbox, Level.MAJOR, "Frankfurt"), Hit(estate.reports, Level.MAJOR)]
    announce_maintenance(plan_maintenance(replace(plan(estate), hits=hits), by=world.kaveh), by=world.kaveh)
    for path in ("/", "/service-status/"):
        page = shown(as_(world.orla), path)
        assert "Messages: Inbox, Frankfurt, down" in page and "Reports" not in page, path


def test_the_addresses_of_the_two_former_pages_lead_to_the_one(world: World) -> None:
    orla = as_(world.orla)
    for former, present in (
        ("/services/", "/service-status/"),
        ("/services/statement/", "/service-status/statement/"),
        ("/services/statement/2026-10/", "/service-status/statement/2026-10/"),
    ):
        answer = orla.get(former)
        assert (answer.status_code, answer["Location"]) == (301, present)


def test_one_press_is_a_ticket_with_its_promises_and_a_suspicion_that_is_weighed(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    orla = as_(world.orla)
    form = shown(orla, f"/service-status/wrong/?component={estate.inbox.pk}")
    assert "Messages: Inbox" in form and "Messages: Reports" not in form
    ticket = press(orla, estate.inbox.pk)
    assert ticket.channel == "portal" and ticket.organisation == world.osprey
    clauses = set(Promise.objects.filter(ticket=ticket).values_list("clause", flat=True))
    assert {"suspicion_weighed", "turnaround", "acknowledge"} <= clauses
    found = Interruption.objects.get()
    assert (found.state, found.began_at) == (State.SUSPECTED, the_clock.now - timedelta(minutes=15))
    assert "Whether it is an interruption" in shown(orla, f"/tickets/{ticket.pk}/")
    assert press(orla, estate.inbox.pk) == ticket  # pressing again makes no second one
    press(as_(world.persons["lutz"]), estate.inbox.pk)
    assert found.suspicions.count() == 2 and Interruption.objects.count() == 1
    dismiss_interruption(found, reason="A rule sorts them away.", by=world.kaveh)
    accept("suspicion_dismissed")
    assert Promise.objects.get(ticket=ticket, clause="suspicion_weighed").state == "kept"
    page = shown(orla, f"/tickets/{ticket.pk}/")
    assert "A rule sorts them away." in page and "it is no interruption" in page


def test_what_is_known_already_takes_the_ticket_at_once_and_shows_where_to_escalate(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    found = confirmed(world, estate, the_clock)
    orla = as_(world.orla)
    ticket = press(orla, estate.inbox.pk)
    assert list(linked_tickets(found)) == [ticket]
    assert f"/tickets/{ticket.pk}/escalation/" in shown(orla)
    assert "Part of an interruption: Messages arrive late" in shown(orla, f"/tickets/{ticket.pk}/")


def test_whoever_is_of_no_client_may_press_too_and_what_is_missing_is_asked_for(
    world: World, estate: Estate
) -> None:
    orla = as_(world.orla)
    answer = orla.post("/service-status/wrong/", {"component": "", "words": "Hello there"})
    assert answer.status_code == 422 and "Hello there" in answer.content.decode()
    answer = orla.post("/service-status/wrong/", {"component": estate.reports.pk, "since": "0", "words": "x"})
    assert answer.status_code == 422  # another client's component
    world.orla.contact.delete()
    orla = as_(type(world.orla).objects.get(pk=world.orla.pk))
    assert "We do not know yet what you use" in shown(orla)
    ticket = press(orla, "unsure")
    assert ticket.organisation is None and Message.objects.filter(ticket=ticket).exists()
    assert Promise.objects.get(ticket=ticket, clause="suspicion_weighed").person == world.orla


def test_t45_the_proof_as_files_holds_a_clients_own_deliveries_and_nothing_of_others(
    estate: Estate, world: World, the_clock: Clock
) -> None:
    found = confirmed(world, estate, the_clock)
    Delivery.objects.filter(address=world.orla.email).update(
        answer=f"2.0.0 <{world.orla.email}> queued as 4F2A"
    )
    orla, quillon = as_(world.orla), Person.objects.create(email="q@quillon.example", name="Q")
    Contact.objects.create(person=quillon, organisation=world.organisations["quillon"])
    path = f"/service-status/{found.pk}/proof."
    assert f"{path}pdf" in shown(orla)
    table = shown(orla, f"{path}csv")
    assert "queued as 4F2A" in table and "Osprey Lane Clinics" in table
    assert world.orla.email not in table and f"{world.orla.email[0]}…@" in table, "recognised, and no more"
    assert "Velda" not in table and world.lutz.email not in table and world.lutz.name not in table
    answer = orla.get(f"{path}pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    for kind in ("csv", "pdf"):
        assert as_(quillon).get(f"{path}{kind}").status_code == 404, "it never reached them"
        assert as_(world.tobin).get(f"{path}{kind}").status_code == 403
    Interruption.objects.filter(pk=found.pk).update(state=State.SUSPECTED)
    assert orla.get(f"{path}csv").status_code == 404
