"""Who is on duty in the demo world: support around the clock in three places, leads behind it, and one gap ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from holdfast.clients.emergency.channels import Channel
from holdfast.duty.actions.changes import be_absent, cover
from holdfast.duty.actions.rotas import save_layer, save_rota
from holdfast.duty.models import Rota
from holdfast.duty.ways import set_ways
from holdfast.people.models import Team
from holdfast.project.demo.world import World

Step = Callable[[], None]


def duty_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """At the very end of the history, so that what broke in the months before pages nobody now."""
    yield until - timedelta(minutes=1), lambda: _man(world, until)


def _man(world: World, until: datetime) -> None:
    by = world.persons["delphine"]
    team, _ = Team.objects.get_or_create(name="Support")
    team.persons.add(*(world.persons[key] for key in ("tobin", "saoirse", "ana", "hollis", "wren")))
    first = save_rota(None, team=team, level=1, time_zone="Europe/London", by=by)
    monday = (until - timedelta(days=until.weekday())).date()
    for keys, opens, closes in (
        (("tobin", "saoirse"), 7, 15),
        (("ana",), 15, 23),
        (("hollis", "wren"), 23, 7),
    ):
        save_layer(
            first,
            persons=[world.persons[key].pk for key in keys],
            starts_on=monday,
            every_days=7,
            hand_over_at=time(7, 0),
            opens_at=time(opens),
            closes_at=time(closes),
            by=by,
        )
    second = save_rota(None, team=team, level=2, time_zone="Europe/London", answer_minutes=10, by=by)
    leads = [world.persons[key].pk for key in ("kaveh", "bea", "sunniva")]
    save_layer(second, persons=leads, starts_on=monday, every_days=7, hand_over_at=time(9, 0), by=by)
    _change(world, first, until)
    for nth, key in enumerate(("tobin", "saoirse", "ana", "hollis", "wren", "kaveh", "bea", "sunniva")):
        number = f"+44 7700 9001{42 + nth}"  # of those that are kept for stories
        channels = [Channel("sms", number), Channel("voice", number), Channel("mail")]
        set_ways(world.persons[key], channels, by=world.persons[key])


def _change(world: World, first: Rota, until: datetime) -> None:
    """A cover in the second week; in the third one nobody was found yet."""
    ana, saoirse = world.persons["ana"], world.persons["saoirse"]
    day = until.replace(hour=0, minute=0, second=0, microsecond=0)
    covered = (day + timedelta(days=9), day + timedelta(days=10))
    cover(first, person=saoirse, span=covered, instead_of=ana, by=ana)
    be_absent(first, person=ana, span=(day + timedelta(days=16), day + timedelta(days=17)), by=ana)
