"""The loop by itself: several looks at once, a slow one holds up no other, and a crash of one is none of the rest."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from holdfast.carriers.outgoing.guard import read_networks
from holdfast.monitors.actions.keeping import enter_monitor
from holdfast.monitors.checks import Http, Reach, Tcp
from holdfast.monitors.loop import Rounds
from holdfast.monitors.models import Monitor
from holdfast.project.demo.world import World
from tests.incidents.estate import build_estate
from tests.web_stand_in import StandIn
from tests.world import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds() -> Iterator[Rounds]:
    found = Rounds(Reach(read_networks("127.0.0.0/8")), at_once=4)
    yield found
    found.close()


def test_a_look_that_hangs_holds_up_no_other(world: World, the_clock: Clock, rounds: Rounds) -> None:
    component = build_estate(world).inbox
    said = {"every": 60, "within": 30, "tries": 1, "by": world.kaveh}
    with StandIn() as quick, StandIn() as slow:
        slow.behave(slow.hang)
        hangs = enter_monitor(component, Http(address=slow.url), name="Hangs", **said)
        for number in range(8):
            enter_monitor(component, Http(address=quick.url), name=f"Quick {number}", **said)
        enter_monitor(component, Tcp(host="127.0.0.1", port=quick.port), name="Port", **said)
        began = time.monotonic()
        while Monitor.objects.filter(state="up").count() < 9:
            rounds.run_once()
            assert time.monotonic() - began < 10, "the slow one was waited for"
    while Monitor.objects.filter(looked_at=None).exists():
        rounds.run_once()
    hangs.refresh_from_db()
    assert (hangs.state, "gave no answer" in hangs.words) == ("down", True)
    assert rounds.run_once() > 0
    assert all(each.ms is not None for each in Monitor.objects.filter(state="up"))
