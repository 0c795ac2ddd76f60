"""Monitors at the desk: entered by kind, shown with trouble first, paused, removed; a heartbeat's address shown once."""

from __future__ import annotations

import re

from django.test import Client

from holdfast.incidents.models import Interruption
from holdfast.monitors.checks import Dns, Http, Tls
from holdfast.monitors.models import Monitor
from holdfast.project.demo.world import World
from tests.duty.rotas import man
from tests.monitors.watching import entered, heartbeat, look_through
from tests.web.doors import At
from tests.world import Clock

HTTP = {"name": "Sign-in", "every": "60", "within": "10", "tries": "3", "address": "https://a.example/"}


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_kind_is_entered_by_a_form_of_its_own(world: World, at_desk: At) -> None:
    lead, widget = at_desk(world.kaveh), world.components["Chat: Widget"]
    page = f"/desk/components/{widget.pk}/"
    assert "None. It is known to fail when somebody says so." in shown(lead, page)
    assert shown(lead, f"{page}monitors/new/").count(f'href="{page}monitors/new/') == 5
    times = {"every": "300", "within": "5", "tries": "2"}
    said = {
        "http": {**HTTP, "status": "204", "words": ""},
        "tcp": {"name": "Port", "host": "a.example", "port": "25", **times},
        "dns": {"name": "MX", "name_asked": "a.example", "record": "MX", "holds": "10 b.example", **times},
        "tls": {"name": "Certificate", "host": "a.example", "port": "443", "days": "14", **times},
        "heartbeat": {"name": "Nightly", "every": "86400", "within": "3600"},
    }
    for kind, fields in said.items():
        answer = lead.post(f"{page}monitors/new/{kind}/", fields)
        made = Monitor.objects.latest("pk")
        assert (answer.status_code, answer["Location"]) == (302, f"/desk/monitors/{made.pk}/")
        form = shown(lead, f"/desk/monitors/{made.pk}/about/")
        assert f'value="{made.name}"' in form
    assert "Nightly" in shown(lead, f"/desk/monitors/{made.pk}/")
    assert Monitor.objects.get(kind="http").asked == Http(address="https://a.example/", status=204)
    assert Monitor.objects.get(kind="dns").asked == Dns(name="a.example", record="MX", holds="10 b.example")
    assert Monitor.objects.get(kind="tls").asked == Tls(host="a.example", days=14)
    assert lead.get(f"{page}monitors/new/telnet/").status_code == 404


def test_what_is_refused_stands_at_its_field_with_all_that_was_typed(world: World, at_desk: At) -> None:
    lead, widget = at_desk(world.kaveh), world.components["Chat: Widget"]
    wrong = {**HTTP, "address": "https://user:secret@a.example/", "words": "alive"}
    answer = lead.post(f"/desk/components/{widget.pk}/monitors/new/http/", wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors["address"]
    assert 'value="alive"' in answer.content.decode()
    assert not Monitor.objects.exists()


def test_all_monitors_are_on_one_page_trouble_first(world: World, at_desk: At, the_clock: Clock) -> None:
    agent, widget = at_desk(world.tobin), world.components["Chat: Widget"]
    assert "Nothing is looked at" in shown(agent, "/desk/monitors/")
    well = entered(widget, world.kaveh, "A well one")
    look_through("+", the_clock)
    Monitor.objects.filter(pk=well.pk).update(next_at=None)
    down = entered(widget, world.kaveh, "Z down")
    look_through("+---", the_clock)
    entered(widget, world.kaveh, "Fresh one")
    page = shown(agent, "/desk/monitors/")
    assert re.findall("Z down|Fresh one|A well one", page) == ["Z down", "Fresh one", "A well one"]
    assert "3 are looked at, <b>1 down</b>" in page
    part = agent.get("/desk/monitors/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="monitors"')
    found = Interruption.objects.get()
    suspicion = shown(agent, f"/desk/interruptions/{found.pk}/")
    assert f'href="/desk/monitors/{down.pk}/"' in suspicion and "It refuses the connection." in suspicion
    assert agent.get("/desk/monitors/?after=x").status_code == 400


def test_confirming_proposes_what_monitors_say_and_takes_a_better_title(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    lead, widget = at_desk(world.kaveh), world.components["Chat: Widget"]
    entered(widget, world.kaveh)
    look_through("+---", the_clock)
    found = Interruption.objects.get()
    address = f"/desk/interruptions/{found.pk}/confirmation/"
    form = lead.get(address).context["form"]
    assert form.initial == {
        "title": "Chat: Widget is down",
        "began_at": found.began_at,
        "components": [f"{widget.pk}:"],
    }
    said = {"level": "major", "components": [f"{widget.pk}:"], "title": "The chat does not open"}
    assert lead.post(address, said).status_code == 302
    look_through("++", the_clock)
    page = shown(lead, f"/desk/interruptions/{found.pk}/")
    assert "The chat does not open" in page
    assert "say in the next update that you watch it" in page and "Well again" in page


def test_a_monitor_is_looked_at_now_paused_resumed_changed_and_removed(world: World, at_desk: At) -> None:
    lead, widget = at_desk(world.kaveh), world.components["Chat: Widget"]
    monitor = entered(widget, world.kaveh, every=3600)
    page = f"/desk/monitors/{monitor.pk}/"
    lead.post(f"{page}look/")
    assert Monitor.objects.get().is_asked
    lead.post(f"{page}pause/")
    assert "Resume" in shown(lead, page) and "Look now" not in shown(lead, page)
    assert "It is paused. Resume it first." in lead.post(f"{page}look/", follow=True).content.decode()
    lead.post(f"{page}pause/")
    team = man(world).team
    said = {"name": "SMTP", "host": "b.example", "port": "25", "every": "60", "within": "5", "tries": "3"}
    assert lead.post(f"{page}about/", {**said, "paged": str(team.pk)}).status_code == 302
    assert "Whoever is on duty of Support" in shown(lead, page)
    assert lead.post(f"{page}about/", {**said, "paged": "nobody"}).status_code == 302
    assert (Monitor.objects.get().pages, Monitor.objects.get().team) == (False, None)
    assert (Monitor.objects.get().name, Monitor.objects.get().asks["host"]) == ("SMTP", "b.example")
    assert "Look now" not in shown(at_desk(world.tobin), page)
    assert lead.post(f"{page}removal/").status_code == 302
    assert lead.get(page).status_code == 404
    assert lead.get(f"/desk/monitors/{10**30}/").status_code == 404


def test_a_heartbeat_s_address_is_shown_once_and_called_by_anybody_who_has_it(
    world: World, at_desk: At
) -> None:
    lead = at_desk(world.kaveh)
    monitor = heartbeat(world.components["Chat: Widget"], world.kaveh)
    page = f"/desk/monitors/{monitor.pk}/"
    assert "It has no address yet." in shown(lead, page)
    answer = lead.post(f"{page}address/")
    (token,) = re.findall(r"/heartbeat/(\w+)/<", answer.content.decode())
    assert answer["Cache-Control"] == "private, no-store"
    assert token not in shown(lead, page) and "Not called yet." in shown(lead, page)
    job = Client(enforce_csrf_checks=True)
    for answer in (job.post(f"/heartbeat/{token}/", {"a": "b"}), job.get(f"/heartbeat/{token}/")):
        assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"Heard.\n", "no-store")
    assert Monitor.objects.get().state == "up"
    assert job.get(f"/heartbeat/{token}x/").status_code == 404
    assert "is heard until this one is called" in lead.post(f"{page}address/").content.decode()
    other = entered(world.components["Chat: Widget"], world.kaveh)
    assert lead.post(f"/desk/monitors/{other.pk}/address/").status_code == 404
