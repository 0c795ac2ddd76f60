"""Interruptions at the desk: suspected, confirmed, told of, restored and explained by its forms (E1 to E5)."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.incidents.models import Interruption
from holdfast.notices.models import Delivery
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from tests.incidents.estate import Estate, build_estate, listed
from tests.promises.acceptance import accept, accept_one, bounce
from tests.web.doors import At
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db

REPORT = {
    "affected": "The inbox",
    "noticed": "Messages arrive late.",
    "who": "Whoever works in Frankfurt.",
    "workaround": "None yet.",
    "doing": "We move the traffic away.",
    "minutes": "60",
}


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def page(client: Client, key: int) -> str:
    answer = client.get(f"/desk/interruptions/{key}/")
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, key: int, name: str, **said: object) -> None:
    answer = client.post(f"/desk/interruptions/{key}/{name}/", said)
    assert answer.status_code == 302, answer.content.decode()[:3000]


def test_an_interruption_is_worked_from_suspicion_to_the_cause_by_its_forms(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead, agent = at_desk(world.kaveh), at_desk(world.tobin)
    answer = agent.post(
        "/desk/interruptions/new/", {"title": "Messages arrive late", "words": "Three calls."}
    )
    found = Interruption.objects.get()
    assert answer["Location"] == f"/desk/interruptions/{found.pk}/"
    assert "Confirm it" not in page(agent, found.pk)
    assert "Confirm it" in page(lead, found.pk)
    hit = {"level": "partial", "components": [f"{estate.inbox.pk}:Frankfurt"]}
    there = NOON.astimezone(ZoneInfo(world.kaveh.time_zone)).replace(tzinfo=None)
    too_late = {**hit, "began_at": (there + timedelta(minutes=5)).isoformat()}
    answer = lead.post(f"/desk/interruptions/{found.pk}/confirmation/", too_late)
    assert answer.status_code == 422 and "begun in the future" in answer.content.decode()
    send(lead, found.pk, "confirmation", **hit, began_at=(there - timedelta(minutes=40)).isoformat())
    assert Interruption.objects.get().began_at == NOON - timedelta(minutes=40)
    assert "40 min" in page(agent, found.pk) and "Account manager told, 2 clients" in page(agent, found.pk)
    accept("interruption_of_clients")
    shown = page(agent, found.pk)
    assert "Osprey Lane Clinics" in shown and "Velda" in shown and "Quillon" not in shown
    assert "not told yet" in shown and "Send the report" in shown
    form = agent.get(f"/desk/interruptions/{found.pk}/report/").content.decode()
    assert "It goes to 2 clients, 2 contacts." in form
    send(agent, found.pk, "report", **REPORT)
    accept("interruption_report")
    shown = page(agent, found.pk)
    assert shown.count("1 of 1 accepted") == 2
    told = Delivery.objects.filter(notice__kind="interruption_report")
    for name, address in told.values_list("name", "address"):
        assert f"<b>{name}</b>" in shown and f"Mail, {address}" in shown
    assert "Hourly update, 2 clients" in shown
    the_clock.forward(minutes=30)
    send(agent, found.pk, "update", text="Half is moved.", state="identified", minutes="60")
    accept("interruption_update")
    assert "Identified" in page(agent, found.pk) and "Less is gone" not in page(agent, found.pk)
    assert "Less is gone" in page(lead, found.pk)
    (hit,) = found.impacts.values_list("pk", flat=True)
    easing = {"back": [hit], "level": "degraded", "as_of": (there + timedelta(minutes=20)).isoformat()}
    assert agent.post(f"/desk/interruptions/{found.pk}/easing/", easing).status_code == 403
    send(lead, found.pk, "easing", **easing)
    shown = page(lead, found.pk)
    assert "It was partly down." in shown and "Back, was partly down" not in shown
    assert "Less is gone" not in page(lead, found.pk)  # it is as little as can be
    form = agent.get(f"/desk/interruptions/{found.pk}/words/update/preview/?as=plain").content.decode()
    assert "Less than before: Messages: Inbox, Frankfurt, degraded" in form
    base = f"/desk/interruptions/{found.pk}/words"
    to_come = lead.get(f"{base}/restored/preview/?as=plain").content.decode()
    assert "Next update by Wed 25 November" in to_come  # as the form proposes, before anything is written
    send(lead, found.pk, "restoration", text="All is back.", minutes="1440")
    accept("interruption_restored")
    shown = page(lead, found.pk)
    assert "Restored" in shown and "Send an update on the cause" in shown
    known = {part: f"The {part}." for part in ("cause", "impact", "steps")}
    send(agent, found.pk, "analysis", cause=known["cause"], keep="1")
    assert "1 of 3 known" in page(agent, found.pk)
    answer = agent.post(f"/desk/interruptions/{found.pk}/analysis/", {**known, "steps": ""})
    assert answer.status_code == 422 and "Resolution steps is missing." in answer.content.decode()
    send(agent, found.pk, "analysis", **known)
    accept("interruption_analysis")
    send(lead, found.pk, "closing")
    shown = page(lead, found.pk)
    assert "Closed" in shown and "Nothing is owed any more." in shown
    assert not Promise.objects.filter(affected__isnull=False, broken_at__isnull=False).exists()


def test_what_came_back_or_was_put_off_is_tried_again_by_one_press_and_nothing_else_is(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    listed(world.osprey, world.persons["orla"], world.persons["bram"])
    lead.post("/desk/interruptions/new/", {"title": "Messages arrive late"})
    found = Interruption.objects.get()
    send(lead, found.pk, "confirmation", level="major", components=[f"{estate.inbox.pk}:"])
    send(lead, found.pk, "report", **REPORT)
    word = found.bulletins.get().pk
    rows = Delivery.objects.filter(notice__told__bulletin=word)
    orla, bram, lutz = (rows.get(person=world.persons[name]) for name in ("orla", "bram", "lutz"))
    assert "Retry" not in page(lead, found.pk)
    accept_one(orla.pk)
    accept_one(lutz.pk)
    bounce(lutz.pk)
    rows.filter(pk=bram.pk).update(attempts=2, due_at=the_clock.now + timedelta(hours=1))
    shown = page(lead, found.pk)
    assert "1 of 2 clients" in shown and "Retry 2" in shown
    places = [shown.index(f"<b>{each.name}</b>") for each in (lutz, bram, orla)]
    assert places == sorted(places)  # what is in trouble stands first
    the_clock.forward(minutes=1)
    send(lead, found.pk, "retry", word=word)
    tried = rows.filter(state="waiting", due_at=the_clock.now, attempts=0)
    assert set(tried.values_list("mail_id", flat=True)) == {bram.mail_id, lutz.mail_id}
    accept_one(lutz.pk)
    assert "2 of 2 clients" in page(lead, found.pk)
    bounce(lutz.pk)
    send(lead, found.pk, "update", text="Half is moved.", minutes="60")
    send(lead, found.pk, "retry", word=word)  # nobody gets an older word after a newer one
    assert rows.get(pk=lutz.pk).state == "bounced"


def test_a_report_with_parts_missing_is_shown_again_with_each_of_them_named_and_sends_nothing(
    estate: Estate, world: World, at_desk: At
) -> None:
    lead = at_desk(world.kaveh)
    lead.post("/desk/interruptions/new/", {"title": "Messages arrive late"})
    found = Interruption.objects.get()
    send(lead, found.pk, "confirmation", level="major", components=[f"{estate.inbox.pk}:"])
    assert 'class="promise"' in lead.get("/desk/interruptions/").content.decode(), "its next promise"
    answer = lead.post(f"/desk/interruptions/{found.pk}/report/", {**REPORT, "workaround": "", "doing": ""})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "What helps meanwhile, or that nothing does is missing." in shown
    assert "What is being done is missing." in shown
    assert "Messages arrive late." in shown  # what was typed stays
    assert not Delivery.objects.filter(notice__kind="interruption_report").exists()


def test_the_lists_and_pages_are_empty_at_first_and_hidden_things_are_404(world: World, at_desk: At) -> None:
    lead = at_desk(world.kaveh)
    assert "Nothing is down that we know of." in lead.get("/desk/interruptions/").content.decode()
    assert lead.get("/desk/interruptions/4711/").status_code == 404
    assert lead.get(f"/desk/interruptions/{10**30}/").status_code == 404
    lead.post("/desk/interruptions/new/", {"title": "Slow?"})
    key = Interruption.objects.get().pk
    assert lead.get(f"/desk/interruptions/{key}/words/blame/preview/").status_code == 404
    send(lead, key, "dismissal", reason="Their own network.")
    assert "Their own network." in page(lead, key)


def test_the_page_takes_the_same_number_of_statements_for_any_number_of_clients(
    estate: Estate, world: World, at_desk: At, the_clock: Clock
) -> None:
    lead = at_desk(world.kaveh)
    lead.post("/desk/interruptions/new/", {"title": "Messages arrive late"})
    found = Interruption.objects.get()
    send(lead, found.pk, "confirmation", level="major", components=[f"{estate.inbox.pk}:"])
    send(lead, found.pk, "report", **REPORT)
    page(lead, found.pk)
    with CaptureQueriesContext(connection) as two:
        page(lead, found.pk)
    assert "Send the report" not in page(lead, found.pk), "everybody had it"
    listed(world.organisations["quillon"], world.persons["lutz"])
    send(lead, found.pk, "widening", level="major", components=[f"{estate.reports.pk}:"])
    assert "Send the report" in page(lead, found.pk), "whom it reaches since has not"
    the_clock.set(NOON + timedelta(minutes=5))
    send(lead, found.pk, "report", **REPORT)
    with CaptureQueriesContext(connection) as three:
        page(lead, found.pk)
    assert len(two) == len(three) <= 40
    with CaptureQueriesContext(connection) as delivery:
        lead.get(f"/desk/interruptions/{found.pk}/live/delivery/")
    assert len(delivery) <= 12
