"""Suspicions at the desk: marked on a ticket, weighed with the evidence side by side, their tickets linked (E5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from holdfast.catalogue.models import Product, Service
from holdfast.channels.chat.identity import identity_of
from holdfast.incidents.evidence import rates
from holdfast.incidents.models import Interruption, State
from holdfast.kernel import clock
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from holdfast.tickets.models import Ticket
from tests.channels.chat.browsers import Browser
from tests.channels.console.consoles import console_of, shared_key, signed
from tests.channels.voice.provider import Line, env_with_provider
from tests.channels.voice.test_urgent import urgent
from tests.incidents.estate import Estate, build_estate
from tests.promises.acceptance import accept
from tests.web.doors import At
from tests.world import NOON, Clock, ticket_by_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def suspect(client: Client, ticket: Ticket, **said: object) -> None:
    answer = client.post(f"/desk/tickets/{ticket.pk}/suspicion/", said)
    assert answer.status_code == 302, answer.content.decode()[:2000]


def test_an_agent_marks_a_ticket_and_a_lead_weighs_it_with_the_evidence_side_by_side(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    agent, lead = at_desk(world.tobin), at_desk(world.kaveh)
    ticket = ticket_by_mail(world, "bram", "The inbox is down")
    assert "Its words are those of something that is down." in shown(
        agent, f"/desk/tickets/{ticket.pk}/live/about/"
    )
    suspect(agent, ticket, title="Messages arrive late", words="Since noon.", component=estate.inbox.pk)
    page = shown(agent, f"/desk/tickets/{ticket.pk}/")
    assert "Messages arrive late" in page and "Suspicion weighed" in page
    listed = shown(lead, "/desk/interruptions/suspected/")
    for said in (
        "Osprey Lane",
        "Since noon.",
        "Messages: Inbox",
        "no week of history yet",
        f"#{ticket.pk}",
        "Confirm",
    ):
        assert said in listed
    assert "Confirm" not in shown(agent, "/desk/interruptions/suspected/")
    listed = shown(lead, "/desk/interruptions/")
    assert "1 to weigh" in listed and "0 clients" not in listed, "whom it reaches is not known yet"
    found = Interruption.objects.get()
    lead.post(
        f"/desk/interruptions/{found.pk}/confirmation/",
        {"title": "The inbox is empty", "level": "major", "components": [f"{estate.inbox.pk}:"]},
    )
    accept("suspicion_confirmed")
    found.refresh_from_db()
    assert (found.state, found.title) == (State.CONFIRMED, "The inbox is empty")
    assert Promise.objects.get(clause="suspicion_weighed").state == "kept"
    assert f"#{ticket.pk} The inbox is down" in shown(agent, f"/desk/interruptions/{found.pk}/")
    assert "Nothing waits to be weighed" in shown(lead, "/desk/interruptions/suspected/")


def test_e5_an_outage_is_suspected_by_console_portal_chat_and_call_and_each_reporter_is_told(
    estate: Estate, world: World, at_desk: At, settings: Settings
) -> None:
    settings.ENV = env_with_provider()
    agent, lead = at_desk(world.tobin), at_desk(world.kaveh)
    outage = {"scenario": "total-outage", "subject": "Nothing works", "text": "Since noon."}
    door = Client()
    token = signed(shared_key(world, console_of(world)))
    form = door.get("/support/from/", {"token": token})["Location"]
    received = shown(door, door.post(form, outage)["Location"])
    found = Interruption.objects.get()
    assert (found.state, found.title) == (State.SUSPECTED, f"Total outage: {world.products['chat']}")
    assert "weighed at once whether a service is down" in received
    chosen = {**outage, "product": world.products["chat"].pk}
    assert at_desk(world.persons["bram"]).post("/tickets/new/", chosen).status_code == 302
    assert found.suspicions.count() == Ticket.objects.count() == 2, "the same is weighed once"
    Browser(identity_of(world.orla, at=clock.now())).say("Nothing works", "word-0001")
    urgent(world, Line())
    for channel in ("chat", "phone"):
        ticket = Ticket.objects.get(channel=channel)
        assert ticket.organisation == world.osprey
        suspect(agent, ticket, into=found.pk)
    weighed = Promise.objects.filter(clause="suspicion_weighed")
    assert [each.state for each in weighed] == ["running"] * 4
    lead.post(
        f"/desk/interruptions/{found.pk}/confirmation/",
        {"title": "All is down", "level": "major", "components": [f"{estate.inbox.pk}:"]},
    )
    assert len(accept("suspicion_confirmed")) == 4
    assert {each.state for each in weighed.all()} == {"kept"}
    assert found.linked_tickets.count() == 4
    for other in ("misrouted", "evaluation-creation-failing"):
        minor = {**outage, "scenario": other}
        assert at_desk(world.orla).post("/tickets/new/", minor).status_code == 302
    assert Interruption.objects.count() == 1


def test_e5_of_a_stranger_without_an_address_the_desk_says_who_hears_no_verdict_and_asks_for_one(
    estate: Estate, world: World, at_desk: At
) -> None:
    agent, lead = at_desk(world.tobin), at_desk(world.kaveh)
    browsers = {name: Browser() for name in ("gives", "silent")}
    for browser in browsers.values():
        browser.say("Everything is down", "word-0001")
    gives, silent = Ticket.objects.filter(channel="chat").order_by("pk")
    unheard = "gave no mail address: of what comes of it they hear only what you write in the chat."
    assert unheard in shown(agent, f"/desk/tickets/{gives.pk}/live/about/")
    form = shown(agent, f"/desk/tickets/{gives.pk}/suspicion/")
    assert unheard in form and "To which mail address" in form
    known = ticket_by_mail(world, "bram", "The inbox is down")
    form = shown(agent, f"/desk/tickets/{known.pk}/suspicion/")
    assert "gave no mail address" not in form and "To which mail address" not in form
    suspect(agent, gives, title="All is down", asks="Where may we mail you?")
    found = Interruption.objects.get()
    suspect(agent, silent, into=found.pk)
    said = browsers["gives"].fetch()["messages"]
    assert [each["text"] for each in said] == ["Everything is down", "Where may we mail you?"]
    assert len(browsers["silent"].fetch()["messages"]) == 1, "what was left empty says nothing"
    address = "new@elsewhere.example"
    browsers["gives"].ask("address", token=browsers["gives"].token, address=address)
    hit = {"level": "major", "components": [f"{estate.inbox.pk}:"]}
    lead.post(f"/desk/interruptions/{found.pk}/confirmation/", hit)
    assert len(accept("suspicion_confirmed")) == 1
    weighed = Promise.objects.filter(clause="suspicion_weighed")
    assert weighed.get(ticket=gives).state == "kept"
    let_be = weighed.get(ticket=silent)
    assert (let_be.state, let_be.waiver) == ("waived", "nothing can be sent to the address")


def test_tickets_of_affected_clients_are_proposed_and_linked_several_at_once_and_unlinked(
    estate: Estate, world: World, at_desk: At
) -> None:
    agent, lead = at_desk(world.tobin), at_desk(world.kaveh)
    first = ticket_by_mail(world, "bram", "Nothing arrives")
    suspect(agent, first, title="Messages arrive late")
    found = Interruption.objects.get()
    lead.post(
        f"/desk/interruptions/{found.pk}/confirmation/",
        {"level": "major", "components": [f"{estate.inbox.pk}:"]},
    )
    near = ticket_by_mail(world, "lutz", "Messages come late")
    far = ticket_by_mail(world, "orla", "Another form")
    unused = Ticket.objects.exclude(pk__in=[first.pk, near.pk, far.pk]).values_list("pk", flat=True)
    page = shown(agent, f"/desk/interruptions/{found.pk}/")
    assert page.index(f"Link #{near.pk}") < page.index(f"Link #{far.pk}")  # the words come first
    assert "says late, messages" in page
    assert not any(f"Link #{each}" in page for each in unused)
    agent.post(f"/desk/interruptions/{found.pk}/tickets/", {"number": [near.pk, far.pk]})
    page = shown(agent, f"/desk/interruptions/{found.pk}/")
    assert f"Unlink #{near.pk}" in page and f"Unlink #{far.pk}" in page and "Perhaps about this" not in page
    agent.post(f"/desk/tickets/{far.pk}/interruptions/{found.pk}/?from")
    assert f"Unlink #{far.pk}" not in shown(agent, f"/desk/interruptions/{found.pk}/")
    assert agent.post(f"/desk/interruptions/{found.pk}/tickets/", {"number": "x"}).status_code == 302


def test_one_click_puts_a_ticket_onto_what_is_known_and_a_suspicion_is_joined(
    estate: Estate, world: World, at_desk: At
) -> None:
    agent, lead = at_desk(world.tobin), at_desk(world.kaveh)
    suspect(agent, ticket_by_mail(world, "bram", "Nothing arrives"), title="Messages arrive late")
    found = Interruption.objects.get()
    second = ticket_by_mail(world, "orla", "Hello")
    assert "It is part of Messages arrive late" in shown(agent, f"/desk/tickets/{second.pk}/live/about/")
    suspect(agent, second, into=found.pk)
    assert found.suspicions.count() == 2
    suspect(agent, ticket_by_mail(world, "lutz", "Odd"), title="Empty inbox")
    other = Interruption.objects.exclude(pk=found.pk).get()
    assert agent.get(f"/desk/interruptions/{other.pk}/joining/").status_code == 403
    assert lead.post(f"/desk/interruptions/{other.pk}/joining/", {"into": 4711}).status_code == 422
    lead.post(f"/desk/interruptions/{other.pk}/joining/", {"into": found.pk})
    assert found.suspicions.count() == 3
    assert "It is part of" in shown(lead, f"/desk/interruptions/{other.pk}/")


def test_a_title_is_asked_for_and_what_was_typed_stays(world: World, at_desk: At) -> None:
    ticket = ticket_by_mail(world, "bram", "Nothing arrives")
    answer = at_desk(world.tobin).post(f"/desk/tickets/{ticket.pk}/suspicion/", {"words": "Since noon."})
    assert answer.status_code == 422
    assert "Since noon." in answer.content.decode() and not Interruption.objects.exists()


def test_the_rate_of_tickets_is_told_against_that_of_the_same_hour_in_the_weeks_before(
    world: World, the_clock: Clock
) -> None:
    product = Product.objects.create(name="Letters")
    Service.objects.create(name="Messages", product=product)
    for weeks in (3, 2, 1):
        the_clock.set(NOON - timedelta(weeks=weeks) + timedelta(minutes=5))
        for _ in range(2):
            Ticket.objects.filter(pk=ticket_by_mail(world, "bram", "Usual").pk).update(product=product)
    the_clock.set(NOON + timedelta(minutes=10))
    for _ in range(6):
        Ticket.objects.filter(pk=ticket_by_mail(world, "bram", "Now").pk).update(product=product)
    found = {each.name: each for each in rates(at=the_clock.now)}
    messages = found["Messages"]
    assert (messages.tickets, messages.now, messages.is_unusual) == (6, 0.4, True)
    assert messages.usual == pytest.approx(found["All services"].usual) == pytest.approx(4 / 120)
    the_clock.set(NOON + timedelta(hours=9))
    quiet = rates(at=the_clock.now)[0]
    assert (quiet.tickets, quiet.usual) == (0, 0), "three weeks of history in which nobody wrote at this hour"


def test_the_list_takes_the_same_number_of_statements_for_any_number_of_suspicions(
    estate: Estate, world: World, at_desk: At
) -> None:
    agent = at_desk(world.tobin)
    suspect(agent, ticket_by_mail(world, "bram", "Nothing arrives"), title="Messages arrive late")
    shown(agent, "/desk/interruptions/suspected/")
    with CaptureQueriesContext(connection) as one:
        shown(agent, "/desk/interruptions/suspected/")
    for number in range(3):
        suspect(agent, ticket_by_mail(world, "orla", f"Odd {number}"), title=f"Odd {number}")
    with CaptureQueriesContext(connection) as four:
        shown(agent, "/desk/interruptions/suspected/")
    assert len(one) == len(four) <= 11, "one of them asks whether an agent is on duty, and so may weigh it"
