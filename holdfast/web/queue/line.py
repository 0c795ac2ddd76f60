"""The line of the promises that fall due in the next eight hours: its pins, and the full hours under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import count, takewhile
from typing import Final

from holdfast.kernel.spans import span_text
from holdfast.look.shapes import Mark, Pin
from holdfast.promises.queries import Due, due_next
from holdfast.promises.wording import title_of
from holdfast.web.frame import AMBER, ticket_url
from holdfast.web.queue.labels import Labels

HOURS: Final = 8
APART: Final = timedelta(minutes=20)
"""What falls due this soon after the first of a pin stands on the same pin: on a phone the next has just room."""
_NEAR: Final = 0.11
"""Up to here the words for now reach."""
_READ: Final = 60
"""How many overdue ones, and how many that are still to come, are read at most."""


@dataclass(frozen=True)
class DueLine:
    """What stands on the line, and under it."""

    pins: list[Pin]
    marks: list[Mark]


def due_line(*, now: datetime, zone: tzinfo, person: int | None = None) -> DueLine:
    """The line, the overdue before its beginning; only of the person's tickets where one is named."""
    found = due_next(at=now, within=timedelta(hours=HOURS), person=person, size=_READ, upcoming_from=now)
    labels = Labels()
    pins = [_pin(dues, labels, now=now, zone=zone) for dues in _together(found, now=now)]
    return DueLine(pins, _marks(now=now, zone=zone))


def _together(found: Iterable[Due], *, now: datetime) -> Iterator[list[Due]]:
    """What shares a pin: all that is overdue, then each with what falls due soon after it."""
    ordered = sorted(found, key=lambda due: due.due_at)
    overdue = [due for due in ordered if due.due_at < now]
    if overdue:
        yield overdue
    group: list[Due] = []
    for due in ordered[len(overdue) :]:
        if group and due.due_at >= group[0].due_at + APART:
            yield group
            group = []
        group.append(due)
    if group:
        yield group


def _marks(*, now: datetime, zone: tzinfo) -> list[Mark]:
    """Now, and each full hour of the reader's clock."""
    here = now.astimezone(zone)
    full = here.replace(minute=0, second=0, microsecond=0)
    hours = ((full + timedelta(hours=hour)).astimezone(zone) for hour in count(1))
    ahead = takewhile(lambda hour: hour <= now + timedelta(hours=HOURS), hours)
    marks = [(_along(hour, now), f"{hour:%H:%M}") for hour in ahead]
    return [Mark(0.0, f"{here:%H:%M}"), *(Mark(x, words, x < _NEAR) for x, words in marks)]


def _along(at: datetime, now: datetime) -> float:
    """Where an instant stands on the line, from 0 to 1."""
    return round(min(1.0, max(0.0, (at - now) / timedelta(hours=HOURS))), 4)


def _pin(dues: Sequence[Due], labels: Labels, *, now: datetime, zone: tzinfo) -> Pin:
    first = dues[0]
    left = (first.due_at - now).total_seconds()
    x, state = _along(first.due_at, now), _state(first, left)
    title, detail = _words(dues, now)
    when = f"overdue by {span_text(left)}" if left < 0 else f"due {first.due_at.astimezone(zone):%H:%M}"
    url = ticket_url(first.ticket) if len(dues) == 1 else "/desk/lists/open/?order=promise"
    return Pin(
        x=x,
        state=state,
        url=url,
        told=f"{title}{', ' + detail if detail else ''}, {when}",
        title=title,
        detail=detail,
        label=labels.put(x, title, detail, is_pressing=state != "ok"),
    )


def _words(dues: Sequence[Due], now: datetime) -> tuple[str, str]:
    first, many = dues[0], len(dues)
    more = "+" if many == _READ else ""
    if first.due_at < now:
        late = f"{span_text((now - first.due_at).total_seconds())} late"
        if many == 1:
            return f"#{first.ticket}", late
        return f"{many}{more} promises overdue", f"up to {late}"
    if many == 1:
        return f"#{first.ticket}", f"P{first.priority} {title_of(first.clause).lower()}"
    clauses = {due.clause for due in dues}
    if len(clauses) == 1:
        return f"{title_of(first.clause)} ×{many}{more}", ""
    return f"{many}{more} promises", ""


def _state(due: Due, left: float) -> str:
    total = (due.due_at - due.start_at).total_seconds()
    return "overdue" if left < 0 else "soon" if left < total * AMBER else "ok"
