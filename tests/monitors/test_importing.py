"""Monitors from a file: what is shown is what is written, wrong rows are named exactly, and then nothing is written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from holdfast.catalogue.importing.carrying_out import carry_out, plan_import
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.refusal import Forbidden
from holdfast.monitors.checks import Dns, Heartbeat, Http, Tls
from holdfast.monitors.models import Monitor, State
from holdfast.people.models import Person, Team
from holdfast.project.demo.world import World
from tests.monitors.watching import entered, heartbeat, look_through
from tests.portal.visiting import as_
from tests.world import Clock

pytestmark = pytest.mark.django_db

FILE = """component,monitor,kind,place,address,host,port,status,words,record,server,days,every,within,tries,pages
Chat: Routing,Page,http,europe,https://a.example/alive,,,204,"Fine, thanks",,,,300,,5,no
Chat: Routing,Certificate,TLS,,,A.Example.,,,,,,30,3600,,,
Chat: Widget,Mail exchanger,dns,,,a.example,,,10 m.a.example,MX,9.9.9.9,,600,5,,yes
chat: widget,port,,,,,2525,,,,,,,,,Support
Chat: Widget,Nightly export,,,,,,,,,,,7200,,,
Chat: Widget,Weekly job,heartbeat,,,,,,,,,,604800,,,
Chat: Widget,As it was,,,,,,,,,,,60,5,3,yes
"""


def test_monitors_are_shown_and_then_written_as_shown(
    world: World, trail: Callable[[], list[str]], the_clock: Clock
) -> None:
    widget = world.components["Chat: Widget"]
    support, _ = Team.objects.get_or_create(name="Support")
    port, export = entered(widget, world.kaveh), heartbeat(widget, world.kaveh)
    untouched = entered(widget, world.kaveh, "As it was")
    look_through("+-", the_clock)
    plan = plan_import(FILE.encode())
    assert [(each.row, each.how.value, each.name) for each in plan.changes] == [
        (2, "new", "Chat: Routing, Page"),
        (3, "new", "Chat: Routing, Certificate"),
        (4, "new", "Chat: Widget, Mail exchanger"),
        (5, "changed", "Chat: Widget, port"),
        (6, "changed", "Chat: Widget, Nightly export"),
        (7, "new", "Chat: Widget, Weekly job"),
        (8, "unchanged", "Chat: Widget, As it was"),
    ]
    assert [(each.name, each.before, each.after) for each in plan.changes[3].differences] == [
        ("port", "25", "2525"),
        ("pages", "yes", "Support"),
    ]
    with pytest.raises(Forbidden, match="change monitors"):
        carry_out(FILE.encode(), digest=plan.digest, by=world.ines)
    assert Monitor.objects.count() == 3, "a preview writes nothing"
    before = len(trail())
    assert carry_out(FILE.encode(), digest=plan.digest, by=world.delphine).is_written
    told = trail()[before:]
    assert (told.count("MonitorEntered"), told.count("MonitorChanged"), len(told)) == (4, 2, 6)
    found = {each.name: each for each in Monitor.objects.all()}
    page, job = found["Page"], found["Weekly job"]
    assert page.asked == Http(address="https://a.example/alive", status=204, words="Fine, thanks")
    assert (page.place, page.every, page.within, page.tries, page.pages) == ("Europe", 300, 10, 5, False)
    assert found["Certificate"].asked == Tls(host="a.example", days=30)
    wanted = Dns(name="a.example", record="MX", holds="10 m.a.example", server="9.9.9.9")
    assert found["Mail exchanger"].asked == wanted
    assert (job.asked, job.within, job.next_at) == (Heartbeat(), 300, None)
    assert job.secret is None, "its address is made by a person, to whom it is shown"
    export.refresh_from_db()
    assert (export.every, export.next_at) == (7200, None), "it was never called"
    changed, stays = Monitor.objects.get(pk=port.pk), Monitor.objects.get(pk=untouched.pk)
    assert (changed.team, changed.state, changed.streak) == (support, State.UP, 0)
    assert changed.next_at is not None and changed.next_at <= the_clock.now
    assert (stays.streak, stays.state) == (1, State.UP)
    assert plan_import(FILE.encode()).is_empty
    look_through("+", the_clock, seconds=1)
    assert Monitor.objects.get(pk=page.pk).state == State.UP, "the worker looks at it at once"


WRONG = """component,monitor,kind,place,address,host,port,status,words,record,days,every,within,tries,pages
Chat: EU,Port,tcp,,,a.example,25,,,,,,,,
Chat: Widget,Two,,,,,,,,,,,,,
Chat: Widget,Three,gopher,,,,,,,,,,,,
Chat: Widget,Four,tcp,,,a.example,,,,,,,,,
Chat: Widget,Five,tcp,,https://a.example,a.example,25,,,,,,,,
Chat: Widget,Six,http,,ftp://a.example,,,,,,,,,,
Chat: Widget,Seven,http,,https://a.example,,,high,,,,,,,
Chat: Widget,Eight,dns,,,a.example,,,,SRV,,,,,
Chat: Widget,Nine,heartbeat,,,,,,,,,,,2,
Chat: Widget,Ten,heartbeat,Mars,,,,,,,,,,,
Chat: Widget,Eleven,tls,,,a.example,,,,,,5,,,
Chat: Widget,Twelve,tls,,,a.example,,,,,,,,,Nobody here
Chat: Widget,PORT,http,,,,,,,,,,,,
Chat: Widget,port,,,,,,,,,,120,,,
Chat: Widget,Twin,,,,,,,,,,120,,,
Chat: Widget,,tcp,,,a.example,25,,,,,,,,
"""
WORDS = [
    "row 2: There is no component “Chat: EU”.",
    "row 3: A new monitor needs its kind.",
    "row 4: “gopher” is no kind: http, tcp, dns, tls or heartbeat.",
    "row 5: A monitor of the kind tcp needs its port.",
    "row 6: A monitor of the kind tcp has no address.",
    "row 7: Write it like https://status.example.com/alive, without a user or a password.",
    "row 8: “high” is no whole number.",
    "row 9: “SRV” is none of A, AAAA, CNAME, MX, NS or TXT.",
    "row 10: A monitor of the kind heartbeat has no tries.",
    "row 11: Chat: Widget has no place Mars. Its places: none.",
    "row 12: It is looked at at most twice a minute, at least once a day.",
    "row 13: “Nobody here” is neither yes, nor no, nor a team.",
    "row 14: It is of the kind tcp, which stays.",
    "row 15: port of Chat: Widget stands in row 14 already.",
    "row 16: Chat: Widget has 2 monitors named Twin.",
    "row 17: Give it a name of at most 120 characters.",
]


def test_wrong_rows_are_named_exactly_and_nothing_is_written(world: World) -> None:
    widget = world.components["Chat: Widget"]
    for name in ("Port", "Twin", "Twin"):
        entered(widget, world.kaveh, name)
    plan = plan_import(WRONG.encode())
    assert [str(problem) for problem in plan.problems] == WORDS
    before = TrailEntry.objects.count()
    assert not carry_out(WRONG.encode(), digest=plan.digest, by=world.delphine).is_written
    assert (TrailEntry.objects.count(), Monitor.objects.count()) == (before, 3)
    retired = "component,monitor,kind,host,port\nChat: Widget,New,tcp,a.example,25\n"
    widget.is_current = False
    widget.save()
    assert [str(each) for each in plan_import(retired.encode()).problems] == [
        "row 2: Chat: Widget is retired."
    ]


def test_what_stands_is_emptied_by_a_dash_and_what_somebody_changed_meanwhile_is_shown_first(
    world: World,
) -> None:
    widget = world.components["Chat: Widget"]
    text = "component,monitor,kind,address,status,words\nChat: Widget,Page,http,https://a.example,204,Fine\n"
    path = "/desk/clients/import/"

    def bring(said: str, by: Person) -> HttpResponse:
        file = SimpleUploadedFile("f.csv", said.encode())
        return as_(by).post(path, {"file": file})  # type: ignore[return-value]

    refused = bring(text, world.ines)
    assert refused.status_code == 422 and "change monitors" in refused.content.decode()
    hidden = bring(text, world.delphine).context["hidden"]
    assert as_(world.delphine).post(path, hidden).headers["Location"] == "/desk/monitors/"
    emptied = text.replace("204,Fine", "-,-").replace("https://a.example", "")
    hidden = bring(emptied, world.delphine).context["hidden"]
    Monitor.objects.filter(name="Page").update(asks={"kind": "http", "address": "https://b.example"})
    again = as_(world.delphine).post(path, hidden)
    assert again.status_code == 409 and "Nothing would change" in again.content.decode()
    assert Monitor.objects.get().asked == Http(address="https://b.example")
    assert widget.monitors.count() == 1
