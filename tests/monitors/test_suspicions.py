"""What a monitor says becomes a suspicion; a person confirms; its recovery is said, and nobody is told twice."""

from __future__ import annotations

import pytest

from holdfast.incidents.actions.confirming import (
    Hit,
    confirm_interruption,
    dismiss_interruption,
    suspect_interruption,
)
from holdfast.incidents.actions.telling import restore_interruption
from holdfast.incidents.models import Interruption, Level, Suspicion
from holdfast.kernel.actor import SYSTEM
from holdfast.monitors.actions.measuring import claim, settle
from holdfast.monitors.checks import Finding
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.promises.models import Promise
from tests.incidents.estate import Estate, build_estate
from tests.monitors.watching import WELL, WRONG, entered, look_through
from tests.world import NOON, Clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(world: World) -> Estate:
    return build_estate(world)


def told(kind: str) -> set[str]:
    """The addresses that were told of that kind."""
    return set(Delivery.objects.filter(notice__kind=kind).values_list("address", flat=True))


def who_may_confirm() -> set[str]:
    may = [person for person in Person.objects.all() if {"lead", "manager"} & set(person.roles)]
    return {person.email for person in may}


def times(kind: str, world: World) -> int:
    return Delivery.objects.filter(notice__kind=kind, address=world.kaveh.email).count()


def test_a_monitor_that_is_down_raises_a_suspicion_with_its_evidence_and_nothing_else(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    look_through("+--", the_clock)
    assert not Interruption.objects.exists()
    look_through("-", the_clock)
    found = Interruption.objects.get()
    suspicion = found.suspicions.get()
    assert (found.state, found.began_at) == ("suspected", NOON.replace(minute=1))
    assert (suspicion.monitor, suspicion.words) == (monitor, "Port: It refuses the connection.")
    assert told("monitor_down") == who_may_confirm() >= {world.kaveh.email, world.delphine.email}
    assert not Promise.objects.exists()
    assert not Delivery.objects.filter(to_client=True).exists()


def test_components_of_one_service_that_go_down_together_are_one_suspicion_told_once(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    entered(estate.reports, world.kaveh)
    look_through("+---", the_clock)
    assert Interruption.objects.get().suspicions.count() == 2
    assert times("monitor_down", world) == 1


def test_a_recovery_before_the_confirmation_is_said_on_the_suspicion_and_told(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    look_through("+---++", the_clock)
    suspicion = Suspicion.objects.get()
    assert suspicion.recovered_at == NOON.replace(minute=4)
    assert suspicion.interruption.state == "suspected"
    assert times("monitor_up", world) == 1


def test_a_monitor_that_flaps_is_one_suspicion_told_once(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    look_through("+" + "---++" * 8, the_clock)
    assert Suspicion.objects.count() == 1
    assert (times("monitor_down", world), times("monitor_up", world)) == (1, 1)
    assert Suspicion.objects.get().recovered_at is None  # after three times it must be well for ten minutes
    look_through("+" * 12, the_clock)
    assert Suspicion.objects.get().recovered_at is not None


def test_what_was_dismissed_is_suspected_anew_when_it_goes_down_again(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    look_through("+---++", the_clock)
    dismiss_interruption(Interruption.objects.get(), reason="A switch.", by=world.kaveh)
    look_through("---", the_clock)
    assert list(Interruption.objects.order_by("pk").values_list("state", flat=True)) == [
        "dismissed",
        "suspected",
    ]
    assert times("monitor_down", world) == 2


def test_when_all_that_is_hit_is_well_again_the_desk_is_told_and_the_interruption_goes_on(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    inbox, reports = entered(estate.inbox, world.kaveh), entered(estate.reports, world.kaveh, "Reports")
    look_through("+---", the_clock)
    hits = [Hit(estate.inbox, Level.MAJOR), Hit(estate.reports, Level.MAJOR)]
    confirm_interruption(Interruption.objects.get(), hits=hits, title="Messages are late", by=world.kaveh)
    for looks in ((WELL, WRONG), (WELL, WRONG), (WELL, WELL)):
        finding = dict(zip((inbox.pk, reports.pk), looks, strict=True))
        for claimed in claim(limit=10):
            settle(claimed, finding[claimed.monitor])
        the_clock.forward(minutes=1)
    assert times("monitor_up", world) == 0
    look_through("+", the_clock)
    found = Interruption.objects.get()
    assert (found.state, found.title) == ("confirmed", "Messages are late")
    assert times("monitor_up", world) == 1
    assert Delivery.objects.get(notice__kind="monitor_up", address=world.kaveh.email).notice.said[
        "is_confirmed"
    ]


def test_what_people_confirmed_first_takes_the_evidence_of_a_monitor_without_another_letter(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    look_through("+", the_clock)
    found = suspect_interruption(title="Messages arrive late", by=SYSTEM)
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.PARTIAL)], by=world.kaveh)
    look_through("---", the_clock)
    assert Interruption.objects.get().suspicions.filter(monitor__isnull=False).count() == 1
    assert times("monitor_down", world) == 0


def test_what_was_restored_and_seems_down_again_is_told_with_the_same_interruption(
    world: World, estate: Estate, the_clock: Clock
) -> None:
    entered(estate.inbox, world.kaveh)
    look_through("+---", the_clock)
    found = Interruption.objects.get()
    confirm_interruption(found, hits=[Hit(estate.inbox, Level.MAJOR)], by=world.kaveh)
    look_through("++", the_clock)
    restore_interruption(found, text="Back.", next_at=the_clock.now.replace(hour=23), by=world.kaveh)
    look_through("---", the_clock)
    assert Interruption.objects.get().state == "restored"
    assert times("monitor_down", world) == 2


def test_a_monitor_that_was_never_up_suspects_nothing(world: World, estate: Estate, the_clock: Clock) -> None:
    monitor = entered(estate.inbox, world.kaveh)
    look_through("-----", the_clock)
    monitor.refresh_from_db()
    assert monitor.state == "down"
    assert not Interruption.objects.exists()
    look_through("++---", the_clock)
    assert Interruption.objects.get().suspicions.get().monitor == monitor


def test_a_certificate_that_ends_soon_is_told_and_suspects_nothing(world: World, estate: Estate) -> None:
    entered(estate.inbox, world.kaveh)
    (ours,) = claim(limit=10)
    settle(ours, Finding(True, "Good until Friday.", 9, "The certificate of a.example:443 ends on Friday."))
    assert told("monitor_warned") == who_may_confirm()
    assert not Interruption.objects.exists()
