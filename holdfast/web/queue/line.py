"""The line of the promises that fall due in the next eight hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from holdfast.look.clocks import span_text
from holdfast.look.shapes import Pin
from holdfast.promises.queries import Due, due_next
from holdfast.promises.wording import title_of
from holdfast.web.frame import AMBER, ticket_url

HOURS: Final = 8
_SLOTS: Final = 24
_ROWS: Final = 3
_READ: Final = 60
"""How many overdue ones, and how many that are still to come, are read at most."""


def due_line(*, now: datetime, zone: tzinfo, person: int | None = None) -> list[Pin]:
    """The pins of the line: one for each third of an hour with something due, the overdue at its beginning.

    Labels stand at three heights; where they would stand on each other, a pin is quiet until it is pointed at.
    """
    found = due_next(at=now, within=timedelta(hours=HOURS), person=person, size=_READ, upcoming_from=now)
    slots: dict[int, list[Due]] = {}
    for due in found:
        slots.setdefault(_slot(due, now), []).append(due)
    pins: list[Pin] = []
    free_from = [0.0] * _ROWS
    for slot in sorted(slots):
        pins.append(_pin(slots[slot], free_from, now=now, zone=zone))
    return pins


def marks(*, now: datetime, zone: tzinfo) -> list[str]:
    """What stands under the line: now, and each full hour from now."""
    times = [f"{(now + timedelta(hours=hour)).astimezone(zone):%H:%M}" for hour in range(HOURS + 1)]
    return [f"Now, {times[0]}", *times[1:]]


def _slot(due: Due, now: datetime) -> int:
    left = (due.due_at - now).total_seconds()
    return -1 if left < 0 else int(left / (HOURS * 3600) * _SLOTS)


def _pin(dues: Sequence[Due], free_from: list[float], *, now: datetime, zone: tzinfo) -> Pin:
    first = dues[0]
    left = (first.due_at - now).total_seconds()
    x = min(1.0, max(0.0, left / (HOURS * 3600)))
    title, detail = _words(dues, now)
    width = 0.012 + 0.0062 * (len(title) + len(detail))
    height = next((row for row in reversed(range(_ROWS)) if free_from[row] <= x), None)
    if height is not None and x + width <= 1.05:
        free_from[height] = x + width
    else:
        height = None
    when = f"overdue by {span_text(left)}" if left < 0 else f"due {first.due_at.astimezone(zone):%H:%M}"
    told = f"{title}{', ' + detail if detail else ''}, {when}"
    url = ticket_url(first.ticket) if len(dues) == 1 else "/desk/lists/open/?order=promise"
    return Pin(round(x, 4), height or 0, _state(first, left), url, told, title, detail, quiet=height is None)


def _words(dues: Sequence[Due], now: datetime) -> tuple[str, str]:
    first = dues[0]
    if first.due_at < now:
        late = span_text((now - first.due_at).total_seconds())
        return (
            (f"#{first.ticket}", f"{late} late")
            if len(dues) == 1
            else (f"{len(dues)} overdue", f"{late} late")
        )
    if len(dues) == 1:
        return f"#{first.ticket}", f"P{first.priority} {title_of(first.clause).lower()}"
    clauses = {due.clause for due in dues}
    if len(clauses) == 1:
        return f"{title_of(first.clause)} ×{len(dues)}", ""
    return f"{len(dues)} promises", ""


def _state(due: Due, left: float) -> str:
    total = (due.due_at - due.start_at).total_seconds()
    return "overdue" if left < 0 else "soon" if left < total * AMBER else "ok"
