"""A page goes to the one on duty by each of their channels, then to the next, until somebody acknowledges."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from holdfast.carriers.twilio.hearing import Heard
from holdfast.duty import loop
from holdfast.duty.actions.acknowledging import acknowledge_by_key, acknowledge_page
from holdfast.duty.actions.opening import page_oneself, page_somebody
from holdfast.duty.actions.paging import AT_ONCE, take_step
from holdfast.duty.links import page_token, read_page_token
from holdfast.duty.models import Page, Rota, Step, Via
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.notices.actions.hearing import hear
from holdfast.notices.models import Delivery, Lane
from holdfast.people.actions.entering import shut_out
from holdfast.project.demo.world import World
from tests.duty.rotas import Manned, by_text_and_call, call, last_row, paged, steps, take
from tests.elsewhere import Elsewhere, until_somebody_waits
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


def test_t63_the_one_on_duty_by_their_channels_in_order_then_the_next_then_the_managers(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    assert steps(page) == [(1, "Tobin Adeyar", "sms")]
    assert (last_row(page).lane, last_row(page).address) == (Lane.PAGING, "+447700900123")
    for minute in range(1, 31):
        the_clock.set(NOON + timedelta(minutes=minute))
        loop.run_once()
    assert steps(page) == [
        (1, "Tobin Adeyar", "sms"),
        (1, "Tobin Adeyar", "voice"),
        (1, "Tobin Adeyar", "mail"),
        (2, "Kaveh Lindqvar", "mail"),
        (0, "managers", ""),
    ]
    assert [step.at - NOON for step in page.steps.order_by("number")] == [
        timedelta(minutes=five) for five in (0, 5, 10, 15, 20)
    ]
    page.refresh_from_db()
    assert (page.given_up_at, page.next_at) == (NOON + timedelta(minutes=20), None)
    told = Delivery.objects.filter(about=page_about(page)).order_by("-pk")[:4]
    assert {row.name for row in told} == {
        "Theo Marchbank",
        "Juno Pahlke",
        "Delphine Quarrie",
        "Nell Fairweather",
    }
    acknowledge_page(page, via=Via.LINK, by=world.theo)
    assert not Page.objects.get(pk=page.pk).is_open


def page_about(page: Page) -> str:
    return f"page-{page.pk}"


def test_t63_a_channel_that_fails_is_followed_by_the_next_at_once_and_the_step_says_why(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    hear(take(last_row(page)), Heard.CAME_BACK, reason="the number is not in service", at=clock.now())
    loop.run_once()
    assert steps(page) == [(1, "Tobin Adeyar", "sms"), (1, "Tobin Adeyar", "voice")]
    assert page.steps.get(number=1).trouble == "the number is not in service"
    hear(take(last_row(page)), Heard.CAME_BACK, reason="no answer", at=clock.now())
    loop.run_once()
    assert steps(page)[-1] == (1, "Tobin Adeyar", "mail")
    assert Delivery.objects.filter(about=page_about(page)).count() == 3, "no text and no call twice"


def test_t79_after_an_acknowledgement_no_step_is_taken_and_what_fails_then_moves_nothing(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    token = take(last_row(page))
    acknowledge_page(page, via=Via.DESK, by=world.saoirse)
    the_clock.forward(hours=1)
    hear(token, Heard.CAME_BACK, reason="no answer", at=clock.now())
    take_step(page.pk)
    loop.run_once()
    assert steps(page) == [(1, "Tobin Adeyar", "sms")]
    again = acknowledge_page(page, via=Via.LINK, by=world.tobin)
    assert (again.acknowledged_by, again.acknowledged_via) == (world.saoirse, Via.DESK), (
        "the first one counts"
    )


@pytest.mark.django_db(transaction=True)
def test_t79_a_step_at_the_same_instant_waits_for_the_acknowledgement_and_is_not_taken(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    the_clock.forward(minutes=5)
    with transaction.atomic():
        acknowledge_page(page, via=Via.DESK, by=world.tobin)
        step = Elsewhere(loop.run_once)
        step.start()
        until_somebody_waits()
    assert step.ended() is None
    assert steps(page) == [(1, "Tobin Adeyar", "sms")]


def test_t80_with_nobody_on_duty_it_goes_to_the_managers_at_once(world: World, manned: Manned) -> None:
    for person in (world.tobin, world.kaveh):
        shut_out(person, by=world.piotr)
    page = paged()
    assert steps(page) == [(0, "managers", "")]
    assert "Nobody is on duty for Support" in words_of(page)


def words_of(page: Page) -> str:
    from holdfast.notices.queries import row_of
    from holdfast.notices.rendering import render
    from holdfast.vendor.models import the_vendor

    row = row_of(last_row(page).mail_id)
    assert row is not None
    return render(row.notice, row, the_vendor()).text


def test_t80_whoever_is_shut_out_in_the_midst_of_it_is_left_alone_and_the_next_is_called(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    shut_out(world.tobin, by=world.piotr)
    the_clock.forward(minutes=5)
    loop.run_once()
    assert steps(page) == [(1, "Tobin Adeyar", "sms"), (2, "Kaveh Lindqvar", "mail")]


def test_t76_after_down_time_one_step_is_taken_and_the_next_waits_its_time(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    the_clock.forward(hours=6)
    loop.run_once()
    loop.run_once()
    page.refresh_from_db()
    assert (len(steps(page)), page.next_at) == (2, clock.now() + timedelta(minutes=5))


def test_t77_a_flood_calls_one_person_for_a_few_at_once_the_severe_first(
    world: World, the_clock: Clock, manned: Manned
) -> None:
    flood = [call(f"ticket-{number}", severity=2 if number < 4 else 1) for number in range(1, 12)]
    paged(*flood)
    severe = Step.objects.filter(page__severity=1).count()
    assert (Step.objects.count(), severe) == (AT_ONCE, AT_ONCE)
    for page in Page.objects.filter(steps__isnull=False):
        acknowledge_page(page, via=Via.DESK, by=world.tobin)
    the_clock.forward(minutes=2)
    loop.run_once()
    assert Step.objects.values("page").distinct().count() == 2 * AT_ONCE


def test_one_thing_calls_once_and_what_joins_it_stands_in_the_trail(
    world: World, manned: Manned, trail: object
) -> None:
    page = paged()
    page_somebody([call()], at=clock.now())
    page_somebody([call(event="another", words="Overdue: more")], at=clock.now())
    assert Page.objects.get() == page
    assert trail()[-1] == "PageJoined"  # type: ignore[operator]
    acknowledge_page(page, via=Via.DESK, by=world.tobin)
    page_somebody([call(event="a third")], at=clock.now())
    assert Page.objects.count() == 2, "what comes after an acknowledgement is new"


def test_a_team_without_a_rota_is_paged_at_the_one_that_takes_the_rest_and_without_any_nobody_is(
    world: World, manned: Manned
) -> None:
    assert paged(call(team=manned.team.pk + 1)).team == manned.team
    Rota.objects.all().delete()
    page_somebody([call("ticket-2")], at=clock.now())
    assert Page.objects.count() == 1


def test_t50_the_link_is_of_one_page_and_one_person_and_reading_it_changes_nothing(
    world: World, manned: Manned
) -> None:
    page = paged()
    token = page_token(page.pk, world.tobin.pk)
    assert read_page_token(token) == (page, world.tobin)
    assert Page.objects.get(pk=page.pk).is_open
    for wrong in (
        page_token(page.pk, world.tobin.pk + 1),
        f"p{page.pk + 1}{token[token.index('.') :]}",
        "p1.2",
    ):
        with pytest.raises(Refused):
            read_page_token(wrong if wrong != page_token(page.pk, world.saoirse.pk) else "p")
    shut_out(world.tobin, by=world.piotr)
    with pytest.raises(Refused):
        read_page_token(token)


def test_a_key_in_the_call_acknowledges_and_in_no_other_notice(world: World, manned: Manned) -> None:
    by_text_and_call(world.tobin)
    page = paged()
    assert acknowledge_by_key(last_row(page).token) is False, "a text has no keys"
    hear(take(last_row(page)), Heard.CAME_BACK, reason="gone", at=clock.now())
    loop.run_once()
    assert acknowledge_by_key(last_row(page).token) is True
    page.refresh_from_db()
    assert (page.acknowledged_by, page.acknowledged_via) == (world.tobin, Via.KEY)


def test_a_test_page_goes_through_ones_own_ways_and_to_nobody_else(
    world: World, the_clock: Clock, trail: object
) -> None:
    by_text_and_call(world.ana)
    page = page_oneself(world.ana)
    for _ in range(6):
        loop.run_once()
        the_clock.forward(minutes=2)
    assert [channel for _, _, channel in steps(page)] == ["sms", "voice", "mail"]
    page.refresh_from_db()
    assert page.given_up_at is not None
    assert Delivery.objects.exclude(person=world.ana).count() == 0
