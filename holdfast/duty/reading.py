"""Rotas as they stand in the database, as plans that can be reckoned with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from holdfast.calendars.zones import DAY, zone_named
from holdfast.duty import plan
from holdfast.duty.models import Change, Layer, Rota
from holdfast.people.models import Person

AHEAD: Final = timedelta(days=28)
"""How far ahead gaps are looked for, and shifts shown."""
_BEHIND: Final = timedelta(days=40)
_EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Shift:
    """A shift as people read it; nobody in a gap."""

    begins_at: datetime
    ends_at: datetime
    person: int | None


@dataclass(frozen=True)
class Standing:
    """A rota and its plan."""

    rota: Rota
    plan: plan.Plan

    def on_duty(self, at: datetime) -> int | None:
        return self.plan.on_duty(seconds(at))

    def shifts(self, begin: datetime, end: datetime) -> list[Shift]:
        found = self.plan.shifts(seconds(begin), seconds(end))
        return [Shift(instant(each.begin), instant(each.end), each.person) for each in found]

    def gaps(self, begin: datetime, end: datetime) -> list[Shift]:
        return [shift for shift in self.shifts(begin, end) if shift.person is None]


def standings(rotas: Iterable[Rota], *, since: datetime) -> list[Standing]:
    """The plans of these rotas in three queries, for reckoning from `since` on, and a little back."""
    found = list(rotas)
    keys = [rota.pk for rota in found]
    layers: dict[int, list[Layer]] = defaultdict(list)
    for layer in Layer.objects.filter(rota__in=keys).order_by("position"):
        layers[layer.rota_id].append(layer)
    changes: dict[int, list[Change]] = defaultdict(list)
    for change in Change.objects.filter(rota__in=keys, ends_at__gt=since - _BEHIND).order_by(
        "-made_at", "-pk"
    ):
        changes[change.rota_id].append(change)
    active = frozenset(Person.objects.staff().values_list("pk", flat=True))
    return [Standing(rota, _plan(rota, layers[rota.pk], changes[rota.pk], active)) for rota in found]


def all_rotas() -> list[Rota]:
    """Every rota, by team and level."""
    return list(Rota.objects.select_related("team").order_by("team__name", "team_id", "level"))


def seconds(at: datetime) -> int:
    """Whole seconds since 1970-01-01, as plans reckon."""
    return int(at.timestamp() // 1)


def instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def _plan(
    rota: Rota, layers: Sequence[Layer], changes: Sequence[Change], active: frozenset[int]
) -> plan.Plan:
    return plan.Plan(
        zone_named(rota.time_zone),
        tuple(_layer(layer) for layer in layers),
        tuple(
            plan.Change(seconds(each.begins_at), seconds(each.ends_at), each.person_id, each.instead_of_id)
            for each in changes
        ),
        active,
    )


def _layer(layer: Layer) -> plan.Layer:
    return plan.Layer(
        tuple(layer.persons),
        (layer.starts_on - _EPOCH).days,
        layer.every_days,
        _of_day(layer.hand_over_at),
        _window(layer),
    )


def _window(layer: Layer) -> plan.Window | None:
    weekdays = frozenset(layer.weekdays) or plan.EVERY_DAY
    if layer.opens_at is not None and layer.closes_at is not None:
        return plan.Window(weekdays, _of_day(layer.opens_at), _of_day(layer.closes_at) or DAY)
    return None if weekdays == plan.EVERY_DAY else plan.Window(weekdays)


def _of_day(at: time) -> int:
    return at.hour * 3600 + at.minute * 60
