"""Make, change and end rotas and their layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.db import transaction

from holdfast.duty import rules
from holdfast.duty.facts import LayerEnded, LayerSaved, RotaEnded, RotaSaved
from holdfast.duty.models import Layer, Rota
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person, Team


@transaction.atomic
def save_rota(
    rota: Rota | None,
    *,
    team: Team,
    level: int,
    time_zone: str,
    is_round_the_clock: bool = True,
    answer_minutes: int = 5,
    takes_rest: bool = False,
    by: Person,
) -> Rota:
    """Make the rota of a team and level, or change it; the first one of all takes what belongs to no team.

    Refused at the field: `no_level`, `no_zone`, `no_wait`, `rota_exists`.
    """
    require_may(by, Act.CHANGE_ROTAS)
    rota = _locked(rota) if rota else Rota()
    rota.team, rota.level = team, rules.require_level(level)
    rota.time_zone = rules.require_zone(time_zone)
    rota.is_round_the_clock = is_round_the_clock
    rota.answer_minutes = rules.require_minutes(answer_minutes)
    others = Rota.objects.exclude(pk=rota.pk or 0)
    if others.filter(team=team, level=level).exists():
        raise Refused(f"{team} has a level {level} already.", code="rota_exists", field="level")
    rota.takes_rest = takes_rest or not others.filter(takes_rest=True).exists()
    if rota.takes_rest:
        others.filter(takes_rest=True).update(takes_rest=False)
    rota.looked_at = None
    rota.save()
    record(RotaSaved(rota=rota.pk, name=str(rota)), by=by.actor, at=clock.now())
    return rota


@transaction.atomic
def end_rota(rota: Rota, *, by: Person) -> None:
    """Take the rota away; where another stands, that one takes what belongs to no team."""
    require_may(by, Act.CHANGE_ROTAS)
    rota = _locked(rota)
    ended = RotaEnded(rota=rota.pk, name=str(rota))
    rota.delete()
    heir = Rota.objects.order_by("level", "pk").first()
    if heir is not None and not Rota.objects.filter(takes_rest=True).exists():
        Rota.objects.filter(pk=heir.pk).update(takes_rest=True)
    record(ended, by=by.actor, at=clock.now())


@transaction.atomic
def save_layer(
    rota: Rota,
    layer: Layer | None = None,
    *,
    persons: Sequence[int],
    starts_on: date,
    every_days: int,
    hand_over_at: time,
    weekdays: Iterable[int] = (),
    opens_at: time | None = None,
    closes_at: time | None = None,
    position: int | None = None,
    by: Person,
) -> Layer:
    """Add a layer below the others, or change one; `position` counts from 0, the top.

    Refused at the field: `nobody`, `not_staff`, `no_turn`, `no_weekday`, `half_hours`, `too_many`.
    """
    require_may(by, Act.CHANGE_ROTAS)
    rota = _locked(rota)
    present = list(rota.layers.order_by("position"))
    if layer is None:
        if len(present) >= rules.MOST_LAYERS:
            raise Refused(f"A rota has at most {rules.MOST_LAYERS} layers.", code="too_many")
        layer = Layer(rota=rota, position=len(present))
    staff = set(Person.objects.staff().filter(pk__in=persons).values_list("pk", flat=True))
    layer.persons = rules.require_persons(persons, staff=staff | set(layer.persons or ()))
    layer.starts_on, layer.hand_over_at = starts_on, hand_over_at
    layer.every_days = rules.require_turn(every_days)
    layer.weekdays = rules.require_weekdays(weekdays)
    layer.opens_at, layer.closes_at = rules.require_hours(opens_at, closes_at)
    layer.save()
    if position is not None:
        _put_in_order([each for each in present if each.pk != layer.pk], layer, position)
    told = LayerSaved(rota=rota.pk, name=str(rota), layer=layer.pk, persons=tuple(layer.persons))
    _look_again(rota)
    record(told, by=by.actor, at=clock.now())
    return layer


@transaction.atomic
def end_layer(layer: Layer, *, by: Person) -> None:
    require_may(by, Act.CHANGE_ROTAS)
    rota = _locked(layer.rota)
    key = layer.pk
    layer.delete()
    for position, each in enumerate(rota.layers.order_by("position")):
        Layer.objects.filter(pk=each.pk).update(position=position)
    _look_again(rota)
    record(LayerEnded(rota=rota.pk, name=str(rota), layer=key), by=by.actor, at=clock.now())


def _put_in_order(others: list[Layer], layer: Layer, position: int) -> None:
    others.insert(min(max(position, 0), len(others)), layer)
    for place, each in enumerate(others):
        Layer.objects.filter(pk=each.pk).update(position=place)
    layer.position = others.index(layer)


def _look_again(rota: Rota) -> None:
    """Have the worker look for gaps at once."""
    Rota.objects.filter(pk=rota.pk).update(looked_at=None)


def _locked(rota: Rota) -> Rota:
    return Rota.objects.select_for_update(of=("self",)).select_related("team").get(pk=rota.pk)
