"""The events of an iCalendar file as spans of people; what cannot be understood is told with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from holdfast.calendars.calendar_files import Problem, Wrong, end_of, events_in, moment_in, require_readable
from holdfast.calendars.zones import DAY, Zone
from holdfast.kernel.text import one_line
from holdfast.people.models import Person

_MAIL: Final = re.compile(r"[^\s<>,;:()]+@[^\s<>,;:()]+")
_ABSENT: Final = re.compile(r"absent\b\s*[:,–-]?\s*", re.IGNORECASE)
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Read:
    """One event: who, when, and whether they are absent; a cancelled one takes back what came from it before."""

    row: int
    uid: str
    person: Person | None
    begins_at: datetime
    ends_at: datetime
    is_absence: bool = False
    is_cancelled: bool = False


def read_events(content: bytes, *, zone: Zone, staff: Sequence[Person]) -> tuple[list[Read], list[Problem]]:
    """All events in their order; refused at `file` where it is no calendar at all."""
    known = _Known(staff)
    found: list[Read] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for row, event in events_in(content):
        try:
            read = _read(event, row, zone=zone, known=known)
            if read.uid in seen:
                raise Wrong(f"The event of line {seen[read.uid]} has the same UID.")
        except Wrong as wrong:
            problems.append(Problem(row, str(wrong)))
        else:
            seen[read.uid] = row
            found.append(read)
    return found, problems


class _Known:
    """People by address, and by a name that only one of them has."""

    def __init__(self, staff: Sequence[Person]) -> None:
        self.by_address = {person.email: person for person in staff}
        names: dict[str, list[Person]] = {}
        for person in staff:
            names.setdefault(person.name.casefold(), []).append(person)
        self.by_name = {name: people[0] for name, people in names.items() if name and len(people) == 1}

    def named_in(self, event: Any) -> Person | None:
        summary = _ABSENT.sub("", str(event.get("summary", "")), count=1).strip()
        addresses = [str(each).lower().removeprefix("mailto:") for each in _attendees(event)]
        addresses += [each.lower() for each in _MAIL.findall(summary)]
        for address in addresses:
            if address in self.by_address:
                return self.by_address[address]
        return self.by_name.get(summary.casefold())


def _read(event: Any, row: int, *, zone: Zone, known: _Known) -> Read:
    require_readable(event)
    uid = one_line(str(event.get("uid", "")), limit=250)
    if not uid:
        raise Wrong("The event has no UID, so it could not be found again.")
    begins_at, ends_at = _span(event, zone)
    is_cancelled = str(event.get("status", "")).upper() == "CANCELLED"
    person = known.named_in(event)
    if person is None and not is_cancelled:
        said = one_line(str(event.get("summary", "")), limit=60)
        raise Wrong(f"Nobody of yours is named in it, by address or by whole name: “{said}”.")
    is_absence = _ABSENT.match(str(event.get("summary", ""))) is not None
    return Read(row, uid, person, begins_at, ends_at, is_absence, is_cancelled)


def _span(event: Any, zone: Zone) -> tuple[datetime, datetime]:
    start = moment_in(event, "dtstart")
    if start is None:
        raise Wrong("It does not say when it begins.")
    end = end_of(event, start)
    if end is None:
        if isinstance(start, datetime):
            raise Wrong("It does not say when it ends.")
        end = start + timedelta(days=1)
    begins_at, ends_at = _instant(start, zone), _instant(end, zone)
    if ends_at <= begins_at:
        raise Wrong("It must end after it begins.")
    return begins_at, ends_at


def _instant(at: date | datetime, zone: Zone) -> datetime:
    """A whole day begins at the rota's midnight, and a time without a zone is the rota's."""
    if isinstance(at, datetime) and at.tzinfo is not None:
        return at.astimezone(UTC)
    second = at.hour * 3600 + at.minute * 60 + at.second if isinstance(at, datetime) else 0
    day = (date(at.year, at.month, at.day) - _EPOCH).days
    assert second < DAY
    return datetime.fromtimestamp(zone.instant(day, second), UTC)


def _attendees(event: Any) -> list[Any]:
    found = event.get("attendee", [])
    return [*(found if isinstance(found, list) else [found]), *filter(None, [event.get("organizer")])]
