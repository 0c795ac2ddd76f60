"""E8: each quarter the account manager confirms a client's emergency list, within its promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.clients.actions.list_reviews import confirm_list, make_reviews_due
from holdfast.notices.models import Delivery
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from tests.incidents.estate import listed
from tests.incidents.test_life import run_sweeps
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


def of_osprey(world: World) -> list[Promise]:
    return list(
        Promise.objects.filter(organisation=world.osprey, clause="list_reviewed").order_by("start_at")
    )


def test_a_quarter_makes_the_promise_from_its_beginning_and_of_a_new_client_from_now(
    world: World, the_clock: Clock
) -> None:
    make_reviews_due()
    (first,) = of_osprey(world)
    assert (first.start_at, first.state, first.allowance) == (NOON, "running", "10 business days")
    the_clock.set(datetime(2027, 1, 4, 12, tzinfo=UTC))
    make_reviews_due()
    second = of_osprey(world)[1]
    assert second.start_at == second.review.from_at < the_clock.now
    make_reviews_due()
    assert len(of_osprey(world)) == 2


def test_confirming_the_list_keeps_every_review_that_was_owed(world: World, the_clock: Clock) -> None:
    manager = world.osprey.account_manager
    listed(world.osprey, world.persons["orla"])
    make_reviews_due()
    the_clock.forward(days=3)
    confirm_list(world.osprey, number=1, by=manager)
    (first,) = of_osprey(world)
    assert (first.state, first.evidence) == ("kept", f"review-{first.review_id}")


def test_one_that_is_not_confirmed_in_time_is_broken_told_and_kept_late(
    world: World, the_clock: Clock
) -> None:
    manager = world.osprey.account_manager
    listed(world.osprey, world.persons["orla"])
    make_reviews_due()
    (first,) = of_osprey(world)
    the_clock.set(first.due_at + timedelta(hours=1))
    run_sweeps()
    first.refresh_from_db()
    assert (first.state, first.broken_at) == ("broken", first.due_at)
    told = Delivery.objects.filter(notice__kind="review_missed", notice__about=f"client-{world.osprey.pk}")
    assert manager.email in [each.address for each in told]
    confirm_list(world.osprey, number=1, by=manager)
    first.refresh_from_db()
    assert first.state == "kept_late"


def test_a_confirmation_after_the_limit_is_late_though_no_sweep_came_by(
    world: World, the_clock: Clock
) -> None:
    manager = world.osprey.account_manager
    listed(world.osprey, world.persons["orla"])
    make_reviews_due()
    (first,) = of_osprey(world)
    the_clock.set(first.due_at + timedelta(seconds=1))
    confirm_list(world.osprey, number=1, by=manager)
    first.refresh_from_db()
    assert (first.state, first.broken_at) == ("kept_late", first.due_at)
