"""How each word found the components that it speaks of: their status with the word before it, and with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.statuspage.overall import worst_of
from holdfast.statuspage.shown import Change, Component, ComponentStatus


@dataclass(frozen=True, slots=True)
class Spell:
    """A component had a status from then on, until then; None while it has it still."""

    component: Component
    status: ComponentStatus
    start: datetime
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.start <= at and (self.end is None or at < self.end)


def changes_of(words: Iterable[datetime], spells: Sequence[Spell]) -> list[tuple[Change, ...]]:
    """For each word by when it was said, the oldest first; what worked before and works now is left out."""
    touched = {each.component.id: each.component for each in spells}
    old = dict.fromkeys(touched, ComponentStatus.OPERATIONAL)
    found = []
    for at in words:
        new = {
            code: worst_of(each.status for each in spells if each.component.id == code and each.holds(at))
            for code in touched
        }
        found.append(
            tuple(
                Change(each, old[code], new[code])
                for code, each in touched.items()
                if not old[code] == new[code] == ComponentStatus.OPERATIONAL
            )
        )
        old = new
    return found
