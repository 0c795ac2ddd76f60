"""The interruptions of the demo world: one told of by the hour, one with a missed hour, and one that goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.incidents.actions.confirming import Hit, confirm_interruption, suspect_interruption
from holdfast.incidents.actions.telling import (
    close_interruption,
    restore_interruption,
    send_analysis,
    send_cause_update,
    send_report,
    send_update,
)
from holdfast.incidents.models import Interruption, Level, Part, State
from holdfast.incidents.rules import PARTS_OF_REPORT
from holdfast.kernel import clock
from holdfast.kernel.actor import SYSTEM
from holdfast.project.demo.world import World

Step = Callable[[], object]
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Course:
    """How one went: when each word about it is sent, in minutes after it began."""

    title: str
    component: str
    level: Level
    place: str = ""
    began_at: datetime
    report: dict[str, str]
    updates: Sequence[tuple[int, str]]
    restored: tuple[int, str] | None = None
    analysis: dict[str, str] | None = None


def interruption_story(world: World, *, until: datetime) -> Iterator[tuple[datetime, Step]]:
    """When what happens; what is sent by a step is taken in a minute later."""
    morning = until.replace(hour=9, minute=10, second=0, microsecond=0)
    for course in (
        _missed_hour(morning - timedelta(days=41)),
        _every_hour(morning - timedelta(days=17)),
        _going_on(until - 65 * _MINUTE),
    ):
        for at, step in _played(world, course):
            yield at, step
            yield at + _MINUTE, lambda: None


def _report(lines: str) -> dict[str, str]:
    """Each part of a complete report is a line."""
    return dict(zip(PARTS_OF_REPORT, _lines(lines), strict=True))


def _analysis(lines: str) -> dict[str, str]:
    """Cause, impact and steps, a line each."""
    return dict(zip(Part.values, _lines(lines), strict=True))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def _missed_hour(began_at: datetime) -> Course:
    return Course(
        title="Part of the mail waits",
        component="Mail: Outbound",
        level=Level.PARTIAL,
        began_at=began_at,
        report=_report(
            """
            Mail: Outbound
            About a third of the mail waits for up to forty minutes before it leaves.
            All clients who use Mail.
            Urgent answers can go out by chat.
            A second relay is being added.
            """
        ),
        # the second word is due an hour after the first, and comes late
        updates=((142, "The second relay takes half of the mail. What had piled up is leaving."),),
        restored=(190, "All mail leaves within a minute again. Nothing was lost."),
        analysis=_analysis(
            """
            A provider slowed down connections from our only relay.
            A third of the mail left up to 40 minutes late, for three hours.
            There are two relays now, with two providers.
            """
        ),
    )


def _every_hour(began_at: datetime) -> Course:
    return Course(
        title="Chats reach no agent in Europe",
        component="Chat: Routing",
        level=Level.MAJOR,
        place="Europe",
        began_at=began_at,
        report=_report(
            """
            Chat: Routing in Europe
            New chats wait in the queue and reach no agent.
            Everybody whose chats run in Europe.
            Show the form instead of the chat: Settings, Widget, Offline.
            The routers are moved to the second site.
            """
        ),
        updates=(
            (85, "The cause is found: a disk of the first site is full. Half of the chats are routed again."),
            (130, "All chats are routed from the second site. We watch whether it holds."),
        ),
        restored=(155, "Chats reach their agents as before. Chats that waited were answered first."),
        analysis=_analysis(
            """
            The log of one router filled the disk on which the queues are kept.
            Chats reached no agent for two and a half hours in Europe.
            Logs have a disk of their own, and a full one is told of a day ahead.
            """
        ),
    )


def _going_on(began_at: datetime) -> Course:
    return Course(
        title="Scores are missing on new reviews",
        component="Review: Scoring",
        level=Level.PARTIAL,
        began_at=began_at,
        report=_report(
            """
            Review: Scoring
            Reviews are saved, and their score stays empty.
            Everybody who writes reviews; about half of them.
            There is nothing to do: scores are added once this is over.
            The step that counts them is restarted, one client after the other.
            """
        ),
        updates=(),
    )


def _played(world: World, course: Course) -> Iterator[tuple[datetime, Step]]:
    kaveh = world.persons["kaveh"]

    def present() -> Interruption:
        return Interruption.objects.get(title=course.title)

    def after(minutes: int) -> datetime:
        return course.began_at + minutes * _MINUTE

    def confirm() -> None:
        hit = Hit(world.components[course.component], course.level, course.place)
        found = suspect_interruption(title=course.title, began_at=course.began_at, by=SYSTEM)
        confirm_interruption(found, hits=[hit], by=kaveh)

    def update(words: str, *, is_last: bool) -> Step:
        state = State.WATCHING if is_last else State.IDENTIFIED
        return lambda: send_update(present(), text=words, state=state, next_at=clock.now() + _HOUR, by=kaveh)

    yield after(6), confirm
    yield (
        after(32),
        lambda: send_report(present(), said=course.report, next_at=clock.now() + _HOUR, by=kaveh),
    )
    for number, (minutes, words) in enumerate(course.updates, start=1):
        yield after(minutes), update(words, is_last=number == len(course.updates))
    if course.restored is None or course.analysis is None:
        return
    minutes, back = course.restored
    yield (
        after(minutes),
        lambda: restore_interruption(present(), text=back, next_at=clock.now() + 20 * _HOUR, by=kaveh),
    )
    yield from _explained(course, course.analysis, after(minutes), present, world)


def _explained(
    course: Course,
    analysis: dict[str, str],
    restored_at: datetime,
    present: Callable[[], Interruption],
    world: World,
) -> Iterator[tuple[datetime, Step]]:
    """A word within the next business day, and then the cause, complete."""
    kaveh = world.persons["kaveh"]

    yield (
        restored_at + 5 * _HOUR,
        lambda: send_cause_update(
            present(), text="We are reading the logs of that day.", next_at=clock.now() + 20 * _HOUR, by=kaveh
        ),
    )
    yield restored_at + 22 * _HOUR, lambda: send_analysis(present(), said=analysis, by=kaveh)
    yield restored_at + 23 * _HOUR, lambda: close_interruption(present(), by=kaveh)
