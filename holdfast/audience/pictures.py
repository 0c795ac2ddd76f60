"""Ninety days as a picture: a bar for each, drawn as few paths; what it shows stands beside it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from holdfast.incidents.bars import Day
from holdfast.incidents.impact import Level

STEP: Final = 10
_UP: Final = "M{x} 5h7v26h-7z"
_MARK: Final = "M{x} 0h7v36h-7z"
_CLASS: Final[Mapping[Level, str]] = {
    Level.UNKNOWN: "mnt",
    Level.MAINTENANCE: "mnt",
    Level.DEGRADED: "deg",
    Level.PARTIAL: "down",
    Level.MAJOR: "down",
}


@dataclass(frozen=True)
class Mark:
    """A day on which there was something, by its tone, and what it was."""

    path: str
    tone: str
    words: str


@dataclass(frozen=True)
class Picture:
    """`width` by 36; `up` are the days without anything, a day before the record began is left blank."""

    width: int
    up: str
    marks: Sequence[Mark]


def picture_of(days: Sequence[Day]) -> Picture:
    """The days from left to right."""
    up, marks = [], []
    for nth, day in enumerate(days):
        if day.worst is None:
            continue
        if tone := _CLASS.get(day.worst):
            marks.append(Mark(_MARK.format(x=nth * STEP), tone, day.in_words))
        else:
            up.append(_UP.format(x=nth * STEP))
    return Picture(len(days) * STEP - 3, "".join(up), marks)
