"""Who is on duty, shaped for pages and for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.duty.models import Rota
from holdfast.duty.reading import AHEAD, Shift, Standing, all_rotas, standings
from holdfast.people.models import Person


@dataclass(frozen=True)
class OnDuty:
    """One rota now: who, until when, and who comes next; of four weeks."""

    standing: Standing
    shifts: Sequence[Shift]

    @property
    def rota(self) -> Rota:
        return self.standing.rota

    @property
    def now(self) -> Shift:
        return self.shifts[0]

    @property
    def next(self) -> Shift | None:
        """The next hand-over; none within four weeks where one person stays."""
        return self.shifts[1] if len(self.shifts) > 1 else None

    @property
    def gaps(self) -> list[Shift]:
        return [shift for shift in self.shifts if shift.person is None]


def who_is_on_duty(rotas: Sequence[Rota] | None = None, *, at: datetime) -> list[OnDuty]:
    """Every rota with its shifts of the coming four weeks."""
    found = all_rotas() if rotas is None else rotas
    return [OnDuty(each, each.shifts(at, at + AHEAD)) for each in standings(found, since=at)] if found else []


def is_on_duty(person: Person, *, at: datetime) -> bool:
    """Whether this person is on duty now, by any rota."""
    rotas = list(Rota.objects.all())
    return bool(rotas) and any(each.on_duty(at) == person.pk for each in standings(rotas, since=at))


def is_anybody_on_duty(*, at: datetime) -> bool:
    """Whether somebody is on duty now, by any rota: whom the line for Priority 1 rings."""
    rotas = list(Rota.objects.all())
    return bool(rotas) and any(each.on_duty(at) is not None for each in standings(rotas, since=at))


def is_manned_round_the_clock(*, at: datetime) -> bool:
    """Whether somebody is on duty now by a rota that is never to have a gap."""
    rotas = list(Rota.objects.filter(is_round_the_clock=True))
    return bool(rotas) and any(each.on_duty(at) is not None for each in standings(rotas, since=at))


def on_duty_now(*, at: datetime) -> list[tuple[Rota, Person | None]]:
    """Every rota with whoever is on duty by it; nobody in a gap."""
    found = standings(all_rotas(), since=at)
    keys = {each.rota.pk: each.on_duty(at) for each in found}
    people = Person.objects.in_bulk([key for key in keys.values() if key is not None])
    return [(each.rota, people.get(keys[each.rota.pk] or 0)) for each in found]
