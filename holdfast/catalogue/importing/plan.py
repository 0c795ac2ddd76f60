"""What a file would change, row by row; the same file over the same data always gives the same plan."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from holdfast.catalogue.importing.kinds import Kind
from holdfast.catalogue.importing.reading import Problem
from holdfast.kernel.facts import Fact


class How(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Difference:
    """One value before and after, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What one row does; `thing` is the row of the database as it would be."""

    row: int
    how: How
    name: str
    differences: tuple[Difference, ...]
    thing: Any
    fields: tuple[str, ...] = ()
    """What is written of a thing that stands already."""
    facts: tuple[type[Fact], ...] = ()
    """Which facts are told of it once it is written."""
    beside: tuple[Any, ...] = ()
    """Rows that are written with it."""


@dataclass(frozen=True)
class Plan:
    """All of it; nothing is written while there is a problem."""

    kind: Kind
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    warning: str
    before: tuple[Any, ...] = field(default=())
    """What must be entered first: new services of components."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, ended, unchanged."""
        found = Counter(change.how for change in self.changes)
        return {how.value: found[how] for how in How}

    @property
    def is_empty(self) -> bool:
        """Whether it would write nothing."""
        return all(change.how == How.UNCHANGED for change in self.changes)

    @property
    def digest(self) -> str:
        """The same for the same changes, with what stood before: by it a confirmed plan is known again."""
        said = [
            (change.row, change.how.value, change.name, change.thing.pk, *map(_plain, change.differences))
            for change in self.changes
        ]
        return hashlib.sha256(msgspec.json.encode((self.kind.value, said))).hexdigest()


def differences(*said: tuple[str, object, object]) -> tuple[Difference, ...]:
    """Those of the values that differ: name, before, after."""
    return tuple(Difference(name, words(old), words(new)) for name, old, new in said if old != new)


def words(value: object) -> str:
    """A value as a cell shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def parts_of(cell: str) -> list[str]:
    """The values in a cell that holds several."""
    return [part for part in _split(cell) if part]


def _split(cell: str) -> Iterable[str]:
    for mark in ";|\n":
        cell = cell.replace(mark, ",")
    return (part.strip() for part in cell.split(","))


def _plain(difference: Difference) -> tuple[str, str, str]:
    return difference.name, difference.before, difference.after
