"""Who is on it, an interruption or a maintenance: who has its page open, whose matter it is, and who is on duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from holdfast.duty.queries import on_duty_now
from holdfast.incidents.models import Attendance
from holdfast.people.models import Person


@dataclass(frozen=True)
class OnIt:
    name: str
    what: str
    is_here: bool


def on_it(
    here: Iterable[Attendance], writes: Mapping[int, str], its: Iterable[tuple[Person, str]]
) -> list[OnIt]:
    """Each once: whoever is here first, with the word that they write; then those whose matter it is."""
    lines: dict[int, OnIt] = {}
    for each in here:
        word = writes.get(each.person_id)
        doing = f"writes: {word.lower()}" if word else "has it open"
        lines[each.person_id] = OnIt(str(each.person), doing, is_here=True)
    for person, what in its:
        before = lines.get(person.pk)
        said = f"{before.what}, {what}" if before else what
        lines[person.pk] = OnIt(str(person), said, is_here=before is not None and before.is_here)
    return list(lines.values())


def on_duty(*, at: datetime) -> list[tuple[Person, str]]:
    """Of every rota whoever it has now."""
    return [(person, f"on duty, {rota}") for rota, person in on_duty_now(at=at) if person is not None]
