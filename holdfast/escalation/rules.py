"""May this step on the ladder happen? Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.templatetags.instants import on_the_clock_of
from holdfast.people.acts import MAY, Act, may
from holdfast.people.models import Person, Role
from holdfast.policy.allowance import Allowance

REMIND_EVERY = timedelta(minutes=15)


@dataclass(frozen=True)
class Level:
    """One level of a client's ladder, with whoever holds it now; the support team is level 1."""

    number: int
    title: str
    phone: str
    answer: Allowance
    person: Person | None


@dataclass(frozen=True)
class Way:
    """Where a climb leads: the level to be told, those passed over as nobody holds them, and whether it is
    the top again.
    """

    to: Level
    unmanned: tuple[Level, ...]
    is_repeated: bool


def way_up(levels: Sequence[Level], *, reached: int) -> Way:
    """One level up from the highest reached; over levels that nobody holds, to the next one at once (T80).

    At the top it leads to the top again. When nobody holds the top either, it still leads there: managers
    stand in.
    """
    above = [level for level in levels if level.number > reached] or [levels[-1]]
    passed: list[Level] = []
    for level in above:
        if level.person is not None:
            return Way(level, tuple(passed), reached >= level.number)
        passed.append(level)
    return Way(above[-1], tuple(passed), reached >= above[-1].number)


def may_climb_alone(*, told_until: datetime | None, at: datetime) -> bool:
    """A breach climbs at most one level within a level's answer time, however many promises break.

    `told_until` is when the answer time of the newest level told in this cycle ends; None when none was told.
    """
    return told_until is None or at >= told_until


def require_may_climb(person: Person, *, takes_part: bool) -> None:
    """Any person of the client on their own tickets, and for them any agent (the table of acts)."""
    if not takes_part and not may(person, Act.CLIMB_LADDER):
        needed = " or ".join(sorted(Role(role).label.lower() for role in MAY[Act.CLIMB_LADDER]))
        raise Forbidden(
            f"Only the client climbs the ladder on this ticket, and for them the role of {needed}."
        )


def require_top_had_its_time(*, title: str, told_until: datetime | None, at: datetime, by: Person) -> None:
    """The top can be told again, once the time in which it answers has passed; said by the clock of whoever climbs."""
    if told_until is not None and at < told_until:
        until = on_the_clock_of(by.time_zone, told_until)
        raise Refused(
            f"The top of the ladder, {title}, was told and answers by {until}. "
            "You can tell it again after that.",
            code="at_the_top",
        )


def is_of_level(person: Person, *, holder: Person | None) -> bool:
    """Whether this person answers for a level: whoever holds it; for one that nobody holds, any manager."""
    if not person.is_active:
        return False
    return person.has_role(Role.MANAGER) if holder is None else person.pk == holder.pk


def require_of_level(person: Person, *, holder: Person | None, title: str) -> None:
    if not is_of_level(person, holder=holder):
        raise Forbidden(f"Only {title} answers for this level.")


def missed_reminders(*, due: datetime, until: datetime) -> int:
    """How many of a level's reminders fell before the instant, the one that was due among them."""
    return -((due - until) // REMIND_EVERY)


def next_reminder(*, at: datetime, answer_until: datetime) -> datetime | None:
    """When the level is reminded next: every quarter of an hour, at most within its answer time."""
    due = at + REMIND_EVERY
    return due if due < answer_until else None
