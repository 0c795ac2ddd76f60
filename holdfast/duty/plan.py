"""Who is on duty at an instant, and the shifts between two: pure, on whole seconds of the UTC line.

A turn begins at a wall-clock time of the rota's zone: at the first instant after a gap, at the first occurrence of a
repeat, and the turns between are as long as their days are, never 24 hours each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from holdfast.calendars.zones import DAY, Zone

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True)
class Window:
    """The hours of chosen weekdays (Monday is 0), in seconds after midnight; what ends no later than it begins runs
    past midnight.
    """

    weekdays: frozenset[int] = EVERY_DAY
    opens: int = 0
    closes: int = DAY


@dataclass(frozen=True)
class Layer:
    """People whose turn comes one after the other; `first_day` counts from 1970-01-01."""

    persons: tuple[int, ...]
    first_day: int
    every_days: int
    hand_over: int
    """Seconds after midnight at which the next one's turn begins."""
    window: Window | None = None


@dataclass(frozen=True)
class Change:
    """From `begin` to `end` somebody else: `person` in the place of `instead_of`, or of whoever it would be.

    Without a person it is an absence of `instead_of`.
    """

    begin: int
    end: int
    person: int | None
    instead_of: int | None = None

    def holds(self, at: int) -> bool:
        return self.begin <= at < self.end


@dataclass(frozen=True)
class Shift:
    """So long this person is on duty without a break; nobody in a gap."""

    begin: int
    end: int
    person: int | None


@dataclass(frozen=True)
class Plan:
    """Everything that one rota says; layers topmost first, changes newest first."""

    zone: Zone
    layers: tuple[Layer, ...]
    changes: tuple[Change, ...] = ()
    active: Collection[int] = field(default=frozenset())
    """Who may be on duty at all: whoever is shut out or gone is not among them."""

    def on_duty(self, at: int) -> int | None:
        """Whoever is on duty at that instant: who covers, else the first layer that has somebody who is there."""
        for cover in self._covers:
            if cover.instead_of is None and cover.holds(at) and self._is_there(cover.person, at):
                return cover.person
        for layer in self.layers:
            person = self._of_layer(layer, at)
            if person is not None:
                return person
        return None

    def shifts(self, begin: int, end: int) -> list[Shift]:
        """All of that time without a hole, in order; neighbours differ."""
        found: list[Shift] = []
        points = sorted({begin, *(point for point in self._points(begin, end) if begin < point < end)})
        for start, stop in zip(points, [*points[1:], end], strict=True):
            person = self.on_duty(start)
            if found and found[-1].person == person:
                found[-1] = Shift(found[-1].begin, stop, person)
            elif start < stop:
                found.append(Shift(start, stop, person))
        return found

    @cached_property
    def _covers(self) -> list[Change]:
        return [change for change in self.changes if change.person is not None]

    @cached_property
    def _absences(self) -> list[Change]:
        return [change for change in self.changes if change.person is None]

    def _is_there(self, person: int | None, at: int) -> bool:
        return person in self.active and not any(
            away.instead_of == person and away.holds(at) for away in self._absences
        )

    def _of_layer(self, layer: Layer, at: int) -> int | None:
        """Whose turn it is, or who takes it over; nobody when neither is there."""
        person = self._turn(layer, at)
        if person is None:
            return None
        for cover in self._covers:
            if cover.instead_of == person and cover.holds(at) and self._is_there(cover.person, at):
                return cover.person
        return person if self._is_there(person, at) else None

    def _turn(self, layer: Layer, at: int) -> int | None:
        if not layer.persons or not self._is_open(layer.window, at):
            return None
        number = self._number(layer, at)
        return layer.persons[number % len(layer.persons)] if number >= 0 else None

    def _number(self, layer: Layer, at: int) -> int:
        """The turn that runs at that instant, from 0; by the wall clock first, then exactly by its instants."""
        since = self.zone.wall(at) - layer.first_day * DAY - layer.hand_over
        number = since // (layer.every_days * DAY)
        while self._begins(layer, number + 1) <= at:
            number += 1
        while self._begins(layer, number) > at:
            number -= 1
        return number

    def _begins(self, layer: Layer, number: int) -> int:
        return self.zone.instant(layer.first_day + number * layer.every_days, layer.hand_over)

    def _is_open(self, window: Window | None, at: int) -> bool:
        return window is None or any(opens <= at < closes for opens, closes in self._openings(window, at, at))

    def _openings(self, window: Window, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """The hours of all days that may touch that time."""
        overnight = 1 if window.closes <= window.opens else 0
        for day in range(self.zone.wall(begin) // DAY - 2, self.zone.wall(end) // DAY + 3):
            if (day + 3) % 7 in window.weekdays:  # 1970-01-01 was a Thursday
                yield self.zone.instant(day, window.opens), self.zone.instant(day + overnight, window.closes)

    def _points(self, begin: int, end: int) -> Iterator[int]:
        """Every instant at which the answer may change."""
        for change in self.changes:
            yield change.begin
            yield change.end
        for layer in self.layers:
            number = self._number(layer, begin)
            while (point := self._begins(layer, number)) < end:
                yield point
                number += 1
            if layer.window is not None:
                for hours in self._openings(layer.window, begin, end):
                    yield from hours
