"""Rotas, covers, swaps and absences; gaps that are found and told ahead."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from holdfast.clients.emergency.channels import Channel
from holdfast.duty import loop
from holdfast.duty.actions.changes import be_absent, cover, end_change, swap
from holdfast.duty.actions.rotas import end_layer, end_rota, save_layer, save_rota
from holdfast.duty.models import Gap, Rota
from holdfast.duty.queries import is_manned_round_the_clock, is_on_duty, who_is_on_duty
from holdfast.duty.ways import set_ways, ways_of
from holdfast.kernel import clock
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.notices.invariants import short_fan_outs
from holdfast.notices.models import Delivery, Notice
from holdfast.people.actions.entering import let_in, shut_out
from holdfast.project.demo.world import World
from tests.duty.rotas import Manned
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db
HAND_OVER = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def first(manned: Manned) -> tuple[object, ...]:
    found = who_is_on_duty([manned.first], at=clock.now())[0]
    return found.now.person, found.now.ends_at, found.next.person if found.next else None


def test_who_is_on_duty_until_when_and_who_comes_next(world: World, manned: Manned) -> None:
    assert first(manned) == (world.tobin.pk, HAND_OVER, world.saoirse.pk)
    second = who_is_on_duty([manned.second], at=clock.now())[0]
    assert (second.now.person, second.next) == (world.kaveh.pk, None)
    assert is_on_duty(world.kaveh, at=clock.now()) and not is_on_duty(world.saoirse, at=clock.now())
    assert is_manned_round_the_clock(at=clock.now())


def test_one_may_give_and_take_ones_own_duty_and_a_lead_that_of_others(world: World, manned: Manned) -> None:
    span = (NOON, NOON + timedelta(hours=4))
    with pytest.raises(Forbidden):
        cover(manned.first, person=world.saoirse, span=span, instead_of=world.tobin, by=world.ana)
    made = cover(manned.first, person=world.saoirse, span=span, instead_of=world.tobin, by=world.tobin)
    assert first(manned)[:2] == (world.saoirse.pk, span[1])
    told = Delivery.objects.get(notice__kind="duty_changed")
    assert told.person == world.saoirse, "whoever did it themselves is not told"
    end_change(made, by=world.kaveh)
    assert first(manned)[0] == world.tobin.pk
    be_absent(manned.first, person=world.tobin, span=span, by=world.kaveh)
    assert first(manned)[:2] == (None, span[1])
    be_absent(manned.second, person=world.kaveh, span=span, by=world.kaveh)
    assert short_fan_outs() == [], "where nobody else is concerned no letter waits for a reader"


def test_a_swap_gives_each_the_others_and_needs_two_who_have_duty(world: World, manned: Manned) -> None:
    one, other = (NOON, NOON + timedelta(days=1)), (HAND_OVER, HAND_OVER + timedelta(days=1))
    with pytest.raises(Refused, match="has no duty in that time"):
        swap(
            manned.first, one=world.tobin, one_span=other, other=world.saoirse, other_span=one, by=world.tobin
        )
    swap(manned.first, one=world.tobin, one_span=one, other=world.saoirse, other_span=other, by=world.tobin)
    shifts = who_is_on_duty([manned.first], at=NOON)[0].shifts
    assert [(shift.person, shift.begins_at) for shift in shifts[:4]] == [
        (world.saoirse.pk, NOON),
        (world.tobin.pk, one[1]),
        (world.saoirse.pk, other[1]),
        (world.tobin.pk, datetime(2026, 12, 7, 9, 0, tzinfo=UTC)),
    ]


def test_what_cannot_stand_is_refused(world: World, manned: Manned) -> None:
    by = world.delphine
    layer = {
        "persons": [world.tobin.pk],
        "starts_on": date(2026, 1, 1),
        "every_days": 1,
        "hand_over_at": time(9),
    }
    for wrong, code in (
        ({"persons": []}, "nobody"),
        ({"persons": [world.orla.pk]}, "not_staff"),
        ({"every_days": 0}, "no_turn"),
        ({"opens_at": time(8)}, "half_hours"),
        ({"weekdays": [7]}, "no_weekday"),
    ):
        with pytest.raises(Refused) as refused:
            save_layer(manned.first, **{**layer, **wrong}, by=by)  # type: ignore[arg-type]
        assert refused.value.code == code
    for wrong, code in (
        ({"level": 0}, "no_level"),
        ({"level": 2}, "rota_exists"),
        ({"time_zone": "Mars/Base"}, "no_zone"),
        ({"answer_minutes": 0}, "no_wait"),
    ):
        said = {"team": manned.team, "level": 3, "time_zone": "UTC", **wrong}
        with pytest.raises(Refused) as refused:
            save_rota(None, **said, by=by)  # type: ignore[arg-type]
        assert refused.value.code == code
    with pytest.raises(Forbidden):
        save_layer(manned.first, **layer, by=world.tobin)  # type: ignore[arg-type]
    past = (NOON - timedelta(hours=2), NOON - timedelta(hours=1))
    with pytest.raises(Refused, match="over already"):
        cover(manned.first, person=world.saoirse, span=past, by=by)


def test_layers_stand_in_order_and_one_takes_the_rest(world: World, manned: Manned) -> None:
    by, zone = world.delphine, "UTC"
    said = {"starts_on": date(2026, 1, 1), "every_days": 1, "hand_over_at": time(0)}
    top = save_layer(manned.first, persons=[world.ana.pk], **said, position=0, by=by)  # type: ignore[arg-type]
    assert first(manned)[0] == world.ana.pk
    end_layer(top, by=by)
    assert first(manned)[0] == world.tobin.pk
    assert [rota.takes_rest for rota in Rota.objects.order_by("pk")] == [True, False]
    third = save_rota(None, team=manned.team, level=3, time_zone=zone, takes_rest=True, by=by)
    assert [rota.takes_rest for rota in Rota.objects.order_by("pk")] == [False, False, True]
    end_rota(third, by=by)
    assert [rota.takes_rest for rota in Rota.objects.order_by("pk")] == [True, False]


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def test_t80_a_gap_is_told_ahead_once_and_once_more_when_it_begins(
    world: World, the_clock: Clock, manned: Manned, trail: object
) -> None:
    loop.run_once()
    assert told("duty_gaps") == 0
    shut_out(world.saoirse, by=world.piotr)
    loop.run_once()
    assert (told("duty_gaps"), Gap.objects.count()) == (1, 2), "two weeks of hers lie ahead, in one mail"
    the_clock.set(NOON + timedelta(days=1, minutes=1))
    loop.run_once()
    assert (told("duty_gaps"), told("duty_nobody")) == (1, 0)
    the_clock.set(HAND_OVER)
    loop.run_once()
    loop.run_once()
    assert told("duty_nobody") == 1
    assert not is_manned_round_the_clock(at=clock.now()) or is_on_duty(world.kaveh, at=clock.now())
    assert {row.lane for row in Delivery.objects.filter(notice__kind="duty_nobody")} == {1}
    let_in(world.saoirse, by=world.piotr)
    loop.run_once()
    assert not Gap.objects.filter(closed_at=None).exists()
    assert trail().count("NobodyOnDuty") == 1  # type: ignore[operator]


def test_a_rota_that_is_not_round_the_clock_has_no_gaps(world: World, manned: Manned) -> None:
    save_rota(
        manned.first, team=manned.team, level=1, time_zone="UTC", is_round_the_clock=False, by=world.delphine
    )
    shut_out(world.saoirse, by=world.piotr)
    loop.run_once()
    assert not Gap.objects.exists()


def test_ones_ways_are_ones_own_and_without_any_it_is_mail(world: World) -> None:
    assert ways_of([world.tobin])[world.tobin.pk] == [("mail", world.tobin.email)]
    set_ways(world.tobin, [Channel("voice", "+44 7700 900123"), Channel("mail")], by=world.tobin)
    assert ways_of([world.tobin])[world.tobin.pk] == [("voice", "+447700900123"), ("mail", world.tobin.email)]
    with pytest.raises(Refused):
        set_ways(world.tobin, [Channel("sms", "0123")], by=world.tobin)
    with pytest.raises(Forbidden):
        set_ways(world.tobin, [Channel("mail")], by=world.delphine)
