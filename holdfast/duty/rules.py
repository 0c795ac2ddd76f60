"""What a rota, a layer and a change may say, and who may change them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from holdfast.calendars.zones import zone_names
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.people.acts import Act, may
from holdfast.people.models import Person

MOST_LEVELS: Final = 9
MOST_LAYERS: Final = 20
MOST_PERSONS: Final = 60
LONGEST: Final = timedelta(days=366)
"""Of one cover or absence."""


def require_level(level: int) -> int:
    if not 1 <= level <= MOST_LEVELS:
        raise Refused(f"Levels go from 1 to {MOST_LEVELS}.", code="no_level", field="level")
    return level


def require_zone(zone: str) -> str:
    if zone not in zone_names():
        raise Refused("There is no such time zone; one is Europe/Berlin.", code="no_zone", field="time_zone")
    return zone


def require_minutes(minutes: int) -> int:
    """How long a page waits before its next step."""
    if not 1 <= minutes <= 120:
        raise Refused("A page waits between 1 and 120 minutes.", code="no_wait", field="answer_minutes")
    return minutes


def require_persons(persons: Sequence[int], *, staff: Collection[int]) -> list[int]:
    """Those who take turns, in their order; the same person may come twice."""
    if not persons:
        raise Refused("Somebody must take the turns.", code="nobody", field="persons")
    if len(persons) > MOST_PERSONS:
        raise Refused(f"At most {MOST_PERSONS} turns in a row.", code="too_many", field="persons")
    if not set(persons) <= set(staff):
        raise Refused("Only people who work here can be on duty.", code="not_staff", field="persons")
    return list(persons)


def require_turn(every_days: int) -> int:
    if not 1 <= every_days <= 366:
        raise Refused("A turn lasts between 1 and 366 days.", code="no_turn", field="every_days")
    return every_days


def require_weekdays(weekdays: Iterable[int]) -> list[int]:
    """The chosen weekdays; all of them is the same as none chosen."""
    found = sorted(set(weekdays))
    if not set(found) <= set(range(7)):
        raise Refused("A week has seven days.", code="no_weekday", field="weekdays")
    return [] if len(found) == 7 else found


def require_hours(opens: time | None, closes: time | None) -> tuple[time | None, time | None]:
    """Both ends, or neither; from 00:00 to 00:00 is the whole day."""
    if (opens is None) != (closes is None):
        field = "closes_at" if closes is None else "opens_at"
        raise Refused("The other half is missing.", code="half_hours", field=field)
    midnight = time(0, 0)
    return (None, None) if opens == closes == midnight else (opens, closes)


def require_span(begins_at: datetime, ends_at: datetime, *, now: datetime, field: str = "ends_at") -> None:
    """What is changed lies ahead, and ends."""
    if ends_at <= begins_at:
        raise Refused("It must end after it begins.", code="no_span", field=field)
    if ends_at <= now:
        raise Refused("This is over already.", code="past", field=field)
    if ends_at - begins_at > LONGEST:
        raise Refused("That is longer than a year. Change the rota itself.", code="too_long", field=field)


def require_may_change(by: Person, *, concerned: Iterable[Person | None]) -> None:
    """Leads and managers change any duty; everybody else what is their own to take or to give."""
    if not may(by, Act.CHANGE_ROTAS) and not any(each is not None and each.pk == by.pk for each in concerned):
        raise Forbidden("You change your own duty. That of others is changed by a lead or a manager.")


def require_own(by: Person, person: Person | None) -> None:
    """What belongs to one person alone is theirs to change."""
    if person is None or by.pk != person.pk:
        raise Forbidden("This is theirs alone to change.")
