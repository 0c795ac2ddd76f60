"""Monitors of a component whose looks find what a test says: the loop's steps without its threads."""

from __future__ import annotations

from typing import Any

from holdfast.catalogue.models import Component
from holdfast.monitors.actions.keeping import enter_monitor
from holdfast.monitors.actions.measuring import claim, settle
from holdfast.monitors.checks import Dns, Finding, Heartbeat, Http, Tcp, Tls
from holdfast.monitors.models import Monitor
from holdfast.people.models import Person, Team
from tests.world import Clock

WELL = Finding(True, "It takes connections.", 12)
WRONG = Finding(False, "It refuses the connection.")


def entered(component: Component, by: Person, name: str = "Port", **more: Any) -> Monitor:
    """A monitor that is looked at each minute."""
    check = Tcp(host="a.example", port=25)
    return enter_monitor(component, check, **{"name": name, "every": 60, "within": 5, "by": by, **more})


def heartbeat(component: Component, by: Person, **more: Any) -> Monitor:
    """A job that calls each hour, five minutes late at most."""
    said = {"name": "Nightly export", "every": 3600, "within": 300, "by": by, **more}
    return enter_monitor(component, Heartbeat(), **said)


def of_each_kind(component: Component, by: Person) -> list[Monitor]:
    """One of each, with all that its kind can say."""
    team = Team.objects.order_by("pk").first()
    page = Http(address="https://a.example/alive", status=204, words="Fine, =thanks")
    return [
        entered(component, by, place=component.places[0] if component.places else "", team=team),
        enter_monitor(component, page, name="Page", every=300, within=20, tries=5, pages=False, by=by),
        enter_monitor(
            component,
            Dns(name="a.example", record="MX", holds="10 m.a.example", server="9.9.9.9"),
            name="Mail exchanger",
            every=600,
            within=5,
            by=by,
        ),
        enter_monitor(
            component, Tls(host="a.example", days=30), name="Certificate", every=3600, within=5, by=by
        ),
        heartbeat(component, by),
    ]


def look_through(looks: str, the_clock: Clock, *, seconds: int = 60) -> None:
    """One look after the other of all that is due: `+` finds it well, `-` wrong; time goes on after each."""
    for each in looks:
        for claimed in claim(limit=100):
            assert settle(claimed, WELL if each == "+" else WRONG)
        the_clock.forward(seconds=seconds)


def stretches(monitor: Monitor) -> list[tuple[str, float, float | None]]:
    """(state, from, to) in minutes since it was entered."""
    rows = list(monitor.stretches.order_by("began_at"))
    zero = rows[0].began_at

    def minutes(at: Any) -> float | None:
        return None if at is None else (at - zero).total_seconds() / 60

    return [(each.state, minutes(each.began_at) or 0.0, minutes(each.ended_at)) for each in rows]
