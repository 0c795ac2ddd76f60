"""The coming four weeks of one rota as days on the reader's wall, each with who is on duty from when on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.duty.reading import Shift


@dataclass(frozen=True)
class Piece:
    """A part of one day; without a name nobody is on duty. `starts` is empty where it goes on from the day before."""

    name: str
    starts: str
    is_mine: bool


@dataclass(frozen=True)
class Day:
    on: date
    is_today: bool = False
    pieces: list[Piece] = field(default_factory=list)

    @property
    def has_gap(self) -> bool:
        return any(not piece.name for piece in self.pieces)


def weeks_of(
    shifts: Sequence[Shift], *, zone: ZoneInfo, names: Mapping[int, str], me: int
) -> list[list[Day]]:
    """Rows of seven days, Monday first; days outside the shifts are empty."""
    if not shifts:
        return []
    first = shifts[0].begins_at.astimezone(zone).date()
    last = (shifts[-1].ends_at.astimezone(zone) - timedelta(microseconds=1)).date()
    day = first - timedelta(days=first.weekday())
    rows: list[list[Day]] = []
    while day <= last:
        rows.append([_day(day + timedelta(days=nth), first, shifts, zone, names, me) for nth in range(7)])
        day += timedelta(days=7)
    return rows


def _day(
    on: date, today: date, shifts: Sequence[Shift], zone: ZoneInfo, names: Mapping[int, str], me: int
) -> Day:
    begins, ends = _midnight(on, zone), _midnight(on + timedelta(days=1), zone)
    pieces = [
        Piece(
            names.get(shift.person, "somebody") if shift.person is not None else "",
            f"{shift.begins_at.astimezone(zone):%H:%M}"
            if shift is not shifts[0] and shift.begins_at > begins
            else "",
            shift.person == me,
        )
        for shift in shifts
        if shift.begins_at < ends and begins < shift.ends_at
    ]
    return Day(on, on == today, pieces)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
