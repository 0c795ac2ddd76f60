"""The maintenance of the demo world: one that went well, one at short notice, one announced, one still a draft; a freeze."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from holdfast.incidents.actions.asking import Shortening
from holdfast.incidents.actions.confirming import Hit
from holdfast.incidents.actions.deciding import approve_short_notice
from holdfast.incidents.actions.freezing import enter_freeze
from holdfast.incidents.actions.maintaining import (
    complete_maintenance,
    send_maintenance_update,
    start_maintenance,
)
from holdfast.incidents.actions.planning import Plan, announce_maintenance, plan_maintenance
from holdfast.incidents.models import Level, Maintenance
from holdfast.kernel import clock
from holdfast.project.demo.world import World

Step = Callable[[], object]
_HOUR = timedelta(hours=1)


def maintenance_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """When what happens; what is sent by a step is taken in a minute later."""
    for at, step in _story(world, until=until):
        yield at, step
        yield at + timedelta(minutes=1), lambda: None


def _story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    night = until.replace(hour=1, minute=0, second=0, microsecond=0)
    yield from _run(
        world,
        Plan(
            title="Search index rebuild",
            text="Reports open, and show what was there before midnight. New rows appear when the rebuild is done.",
            hits=[Hit(world.components["Reports: Live boards"], Level.DEGRADED)],
            start_at=night - timedelta(days=24),
            end_at=night - timedelta(days=24) + _HOUR,
        ),
        announced_at=night - timedelta(days=26, hours=10),
    )
    yield from _run(
        world,
        Plan(
            title="Storage of recordings",
            text="Recordings can’t be played for half an hour. None is lost.",
            hits=[Hit(world.components["Voice: Recordings"], Level.MAJOR)],
            start_at=night - timedelta(days=9),
            end_at=night - timedelta(days=9) + _HOUR,
        ),
        announced_at=night - timedelta(days=9, hours=7),
        shortening=Shortening("A disk of the store reports errors.", world.persons["delphine"]),
    )
    yield (
        until - timedelta(days=1, hours=3),
        _announce(
            world,
            Plan(
                title="Database upgrade, chat region Europe",
                text="Chats can’t be started for about 20 minutes; running chats stay open.",
                hits=[Hit(world.components["Chat: Routing"], Level.MAJOR, "Europe")],
                start_at=night + timedelta(days=3),
                end_at=night + timedelta(days=3, hours=2),
            ),
        ),
    )
    yield until - _HOUR, lambda: _plan_later(world, night + timedelta(days=12))


def _run(
    world: World, plan: Plan, *, announced_at: datetime, shortening: Shortening | None = None
) -> Iterator[tuple[datetime, Step]]:
    """From the notice to the end, with a word on the way."""

    def present() -> Maintenance:
        return Maintenance.objects.get(title=plan.title)

    yield announced_at, _announce(world, plan, shortening)
    yield (
        plan.start_at + timedelta(minutes=1),
        lambda: start_maintenance(present(), next_at=clock.now() + _HOUR, by=world.persons["kaveh"]),
    )
    yield (
        plan.start_at + timedelta(minutes=25),
        lambda: send_maintenance_update(
            present(),
            text="The work is done. We watch for a while whether all of it answers.",
            is_verifying=True,
            next_at=clock.now() + timedelta(minutes=30),
            by=world.persons["kaveh"],
        ),
    )
    yield (
        plan.start_at + timedelta(minutes=38),
        lambda: complete_maintenance(present(), text="All of it is back.", by=world.persons["kaveh"]),
    )


def _announce(world: World, plan: Plan, shortening: Shortening | None = None) -> Step:
    def announce() -> None:
        planned = plan_maintenance(plan, shortening=shortening, by=world.persons["kaveh"])
        if shortening is not None and shortening.approver is not None:
            approve_short_notice(planned, by=shortening.approver)
        else:
            announce_maintenance(planned, by=world.persons["kaveh"])

    return announce


def _plan_later(world: World, start: datetime) -> None:
    """A draft that nobody was told of, and the freeze that it runs into."""
    plan = Plan(
        title="Move of the review store",
        text="Reviews can be read, and not saved.",
        hits=[Hit(world.components["Review: Forms"], Level.PARTIAL)],
        start_at=start,
        end_at=start + 2 * _HOUR,
    )
    plan_maintenance(plan, by=world.persons["kaveh"])
    enter_freeze(
        what="Month’s end of Velda Retail",
        organisation=world.organisations["velda"],
        start_at=start - timedelta(days=1),
        end_at=start + timedelta(days=3),
        by=world.persons["kaveh"],
    )
