"""Whom an interruption reaches changes while it lasts: nobody is left out, and nobody is owed less than the others (E1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.catalogue.models import Use
from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    suspect_interruption,
    widen_interruption,
)
from holdfast.incidents.loop import run_once
from holdfast.incidents.models import Affected, Level
from holdfast.kernel.actor import SYSTEM
from holdfast.notices.models import Notice
from holdfast.project.demo.world import World
from tests.incidents.estate import Estate
from tests.incidents.test_life import confirmed, outcomes, states
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


def test_a_client_whose_component_was_only_degraded_hears_every_hour_once_it_is_down(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = suspect_interruption(title="Slow", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.DEGRADED)], by=world.kaveh)
    assert states("Velda", "hourly_update") == []
    at = the_clock.forward(minutes=20)
    widen_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR, "Virginia")], by=world.kaveh)
    assert outcomes("Osprey", "hourly_update") == [("running", at + timedelta(hours=1))]
    assert outcomes("Osprey", "interruption_report") == [("running", NOON + timedelta(hours=1))]
    assert states("Velda", "hourly_update") == []  # in Frankfurt it is slow, and no more
    the_clock.forward(minutes=5)
    widen_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    assert states("Osprey", "hourly_update") == ["running"]  # one chain, however much of it is down
    assert states("Velda", "hourly_update") == ["running"]


def test_a_client_whose_use_is_entered_while_it_is_down_is_owed_its_words_from_then(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    found = confirmed(world, estate)
    run_once()
    assert Affected.objects.filter(interruption=found).count() == 2
    at = the_clock.forward(minutes=25)
    began = at - timedelta(days=30)
    Use.objects.create(organisation=world.organisations["quillon"], component=estate.inbox, since_at=began)
    run_once()
    run_once()
    assert outcomes("Quillon", "interruption_report") == [("running", at + timedelta(hours=1))]
    assert outcomes("Quillon", "hourly_update") == [("running", at + timedelta(hours=1))]
    letters = Notice.objects.filter(kind="interruption_of_clients").order_by("-pk")
    assert "Quillon" in letters[0].said["names"]  # whoever looks after it knows
    assert states("Osprey", "hourly_update") == ["running"]
