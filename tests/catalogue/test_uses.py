"""Which client uses which component: since when, in which place, by which contract, until when; and whom it reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.catalogue.actions.components import retire_component
from holdfast.catalogue.actions.uses import change_use, end_use, say_use, take_back_use
from holdfast.catalogue.days import begin_of, days_of, end_of
from holdfast.catalogue.models import Component, Use
from holdfast.catalogue.queries import clients_using, components_of, how_many_use
from holdfast.clients.models import Contract, Organisation
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.kernel.rows import insert
from holdfast.project.demo.world import World
from tests.world import NOON, Clock

Trail = Callable[[], list[str]]
TODAY = date(2026, 11, 24)


def use_of(world: World, client: str, component: str) -> Use:
    return Use.objects.select_related("organisation", "component__service").get(
        organisation=world.organisations[client], component=world.components[component]
    )


def names(found: object) -> set[str]:
    return {each.name for each in found}  # type: ignore[attr-defined]


def test_a_client_uses_a_component_from_the_beginning_of_its_own_day(world: World, trail: Trail) -> None:
    contract = world.osprey.contracts.get()
    use = say_use(world.osprey, world.components["Mail: Inbound"], agreement=contract, by=world.ines)
    assert use.since_at.isoformat() == "2026-11-24T00:00:00-05:00"
    assert (use.place, use.until_at, use.agreement, days_of(use)) == ("", None, contract, (TODAY, None))
    assert trail()[-1] == "UseSaid"


def test_the_same_said_again_changes_nothing(world: World, trail: Trail) -> None:
    said = [say_use(world.osprey, world.components["Mail: Inbound"], by=world.ines) for _ in range(2)]
    assert said[0] == said[1]
    assert trail().count("UseSaid") == 1


def test_places_are_those_of_the_component_whatever_their_case(world: World) -> None:
    routing = world.components["Chat: Routing"]
    assert say_use(world.harrow, routing, place="europe", by=world.ines).place == "Europe"
    with pytest.raises(Refused, match=r"has no place Mars\. Its places: Europe, Americas, Asia Pacific\."):
        say_use(world.lumen, routing, place="Mars", by=world.ines)


def test_one_place_is_used_once_at_a_time_and_not_beside_all_of_them(world: World) -> None:
    routing = world.components["Chat: Routing"]
    for client, place, words in (
        ("velda", "Europe", "Velda Retail uses Chat: Routing in Europe since 2024-03-01."),
        ("velda", "", "Velda Retail uses Chat: Routing in Europe since 2024-03-01."),
        ("brindle", "Europe", "Brindle Airways uses Chat: Routing in all places since 2024-03-01."),
    ):
        with pytest.raises(Refused) as refused:
            say_use(world.organisations[client], routing, place=place, by=world.ines)
        assert refused.value.message == words
    assert say_use(world.velda, routing, place="Americas", by=world.ines).pk
    end_use(use_of(world, "brindle", "Chat: Routing"), until_at=end_of(TODAY, world.brindle), by=world.ines)
    tomorrow = begin_of(TODAY + timedelta(days=1), world.brindle)
    assert say_use(world.brindle, routing, place="Europe", since_at=tomorrow, by=world.ines).pk


def test_a_use_of_the_future_is_fine_and_can_be_taken_back(
    world: World, the_clock: Clock, trail: Trail
) -> None:
    inbound, first = world.components["Mail: Inbound"], begin_of(date(2026, 12, 1), world.osprey)
    use = say_use(world.osprey, inbound, since_at=first, by=world.ines)
    assert world.osprey not in clients_using([inbound.pk], at=NOON)
    assert world.osprey in clients_using([inbound.pk], at=first)
    take_back_use(use, by=world.ines)
    take_back_use(use, by=world.ines)
    assert not Use.objects.filter(pk=use.pk).exists()
    assert trail()[-1] == "UseTakenBack"
    running = use_of(world, "osprey", "Chat: Widget")
    with pytest.raises(Refused, match="It has begun"):
        take_back_use(running, by=world.ines)


def test_a_use_does_not_end_before_it_began_nor_twice(world: World, the_clock: Clock, trail: Trail) -> None:
    use = use_of(world, "osprey", "Chat: Widget")
    with pytest.raises(Refused, match="before it began"):
        end_use(use, until_at=use.since_at, by=world.ines)
    last = end_of(TODAY, world.osprey)
    for _ in range(2):
        end_use(use, until_at=last, by=world.ines)
    assert trail().count("UseEnded") == 1
    assert world.osprey in clients_using([use.component_id], at=last - timedelta(seconds=1))
    assert world.osprey not in clients_using([use.component_id], at=last)
    the_clock.set(last)
    with pytest.raises(Refused, match="the last day was 2026-11-24"):
        end_use(use, until_at=last + timedelta(days=1), by=world.ines)


def test_what_was_said_wrong_is_changed_and_stays_free_of_others(world: World, trail: Trail) -> None:
    use = use_of(world, "osprey", "Chat: Widget")
    sooner = begin_of(date(2023, 5, 1), world.osprey)
    for _ in range(2):
        use = change_use(use, since_at=sooner, until_at=None, agreement=None, by=world.ines)
    assert (use.since_at, use.agreement, trail()[-1]) == (sooner, None, "UseChanged")
    assert trail().count("UseChanged") == 1
    end_use(use, until_at=end_of(date(2026, 1, 31), world.osprey), by=world.ines)
    later = say_use(world.osprey, use.component, by=world.ines)
    with pytest.raises(
        Refused, match="Osprey Lane Clinics uses Chat: Widget since 2023-05-01 until 2026-01-31"
    ):
        change_use(
            later,
            since_at=begin_of(date(2026, 1, 31), world.osprey),
            until_at=None,
            agreement=None,
            by=world.ines,
        )


def test_neither_a_retired_component_nor_the_contract_of_another_is_taken(world: World) -> None:
    inbound = world.components["Mail: Inbound"]
    with pytest.raises(Refused, match="none of Osprey Lane Clinics"):
        say_use(world.osprey, inbound, agreement=world.velda.contracts.get(), by=world.ines)
    retire_component(inbound, end_uses=True, by=world.ines)
    with pytest.raises(Refused, match="Mail: Inbound is retired"):
        say_use(world.osprey, inbound, by=world.ines)


def test_retiring_ends_what_runs_and_takes_back_what_was_to_begin(world: World, trail: Trail) -> None:
    inbound = world.components["Mail: Inbound"]
    say_use(world.osprey, inbound, since_at=NOON + timedelta(days=3), by=world.ines)
    retire_component(inbound, end_uses=True, by=world.ines)
    assert not Use.objects.filter(component=inbound, organisation=world.osprey).exists()
    assert trail()[-8:] == ["UseEnded"] * 6 + ["UseTakenBack", "ComponentRetired"]


def test_only_whoever_may_change_clients_says_who_uses_what(world: World) -> None:
    use = use_of(world, "osprey", "Chat: Widget")
    for act in (
        lambda: say_use(world.osprey, world.components["Mail: Inbound"], by=world.tobin),
        lambda: change_use(use, since_at=NOON, until_at=None, agreement=None, by=world.tobin),
        lambda: end_use(use, until_at=NOON, by=world.tobin),
        lambda: take_back_use(use, by=world.tobin),
    ):
        with pytest.raises(Forbidden):
            act()


def test_e1_exactly_the_clients_are_reached_whose_place_fails(world: World) -> None:
    routing, inbound = world.components["Chat: Routing"], world.components["Mail: Inbound"]
    in_europe = {"Velda Retail", "Northwick School"}
    everywhere = {"Tessellate Bank", "Brindle Airways"}
    of_mail = {
        "Velda Retail", "Harrow & Finch", "Tessellate Bank", "Marrow Street Housing", "Lumen Tidewater",
        "Cobalt Nine", "Sorrel Foods",
    }  # fmt: skip
    assert names(clients_using([routing.pk], {routing.pk: ["Europe"]}, at=NOON)) == in_europe | everywhere
    assert clients_using([routing.pk], at=NOON).count() == 9
    assert names(clients_using([inbound.pk], at=NOON)) == of_mail
    both = clients_using([routing.pk, inbound.pk], {routing.pk: ["Europe"]}, at=NOON)
    assert names(both) == in_europe | everywhere | of_mail
    assert not clients_using([], at=NOON).exists()


def test_what_a_client_uses_stands_in_the_order_of_the_catalogue(world: World) -> None:
    routing = world.components["Chat: Routing"]
    say_use(world.velda, routing, place="Americas", by=world.ines)
    used = components_of(world.velda, at=NOON)
    assert [str(each.component) for each in used][:4] == [
        "Chat: Widget",
        "Chat: Routing",
        "Chat: History",
        "Mail: Inbound",
    ]
    assert used[1].places == ("Americas", "Europe")
    assert [each.places for each in components_of(world.brindle, at=NOON)] == [()] * 10
    assert how_many_use(at=NOON)[routing.pk] == 9


def test_five_thousand_clients_are_found_with_one_question(world: World) -> None:
    routing = world.components["Chat: Routing"]
    many = insert([Organisation(name=f"Client {number:04}") for number in range(5_000)])
    insert(
        [
            Use(organisation=each, component=routing, place=routing.places[nth % 3], since_at=NOON)
            for nth, each in enumerate(many)
        ]
    )
    with CaptureQueriesContext(connection) as asked:
        found = list(clients_using([routing.pk], {routing.pk: ["Europe"]}, at=NOON))
    assert (len(found), len(asked)) == (1_667 + 4, 1)


def test_a_contract_that_goes_leaves_the_use(world: World) -> None:
    use = use_of(world, "osprey", "Chat: Widget")
    Contract.objects.filter(organisation=world.osprey).delete()
    use.refresh_from_db()
    assert (use.agreement, Component.objects.get(pk=use.component_id).is_current) == (None, True)
