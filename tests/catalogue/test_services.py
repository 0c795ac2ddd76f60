"""Services and components: entered, changed, ordered, retired; what they are called and where they run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.catalogue import rules
from holdfast.catalogue.actions.components import (
    bring_back_component,
    change_component,
    enter_component,
    retire_component,
)
from holdfast.catalogue.actions.services import (
    bring_back_service,
    change_service,
    enter_service,
    retire_service,
)
from holdfast.catalogue.models import Component, Service
from holdfast.catalogue.queries import clients_using, in_use_or_planned
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.project.demo.world import World
from tests.world import NOON, Clock

Trail = Callable[[], list[str]]


def change(component: Component, world: World, **more: object) -> Component:
    said = {
        "name": component.name,
        "description": component.description,
        "places": component.places,
        "is_public": component.is_public,
        "after": before(component),
    }
    return change_component(component, **{**said, **more}, by=world.ines)  # type: ignore[arg-type]


def before(component: Component) -> int | None:
    earlier = component.service.components.filter(position__lt=component.position)
    return earlier.order_by("position").values_list("pk", flat=True).last()


def names(service: Service) -> list[str]:
    return list(service.components.order_by("position").values_list("name", flat=True))


def test_a_service_and_its_components_stand_last_when_entered(world: World, trail: Trail) -> None:
    forms = enter_service(name="  Forms ", product=world.review, by=world.ines)
    assert forms.position == max(Service.objects.values_list("position", flat=True))
    first = enter_component(forms, name="Editor", places=["Europe", "europe", " ", "Americas"], by=world.ines)
    second = enter_component(forms, name="Answers", is_public=False, by=world.ines)
    assert (first.places, second.places, str(first)) == (["Europe", "Americas"], [], "Forms: Editor")
    assert names(forms) == ["Editor", "Answers"]
    assert trail()[-3:] == ["ServiceEntered", "ComponentEntered", "ComponentEntered"]


def test_what_a_name_may_not_be_is_refused_where_it_was_said(world: World) -> None:
    chat = Service.objects.get(name="Chat")
    for said, field in (
        (lambda: enter_service(name="chat", by=world.ines), "name"),
        (lambda: enter_service(name=" ", by=world.ines), "name"),
        (lambda: enter_service(name="Chat: old", by=world.ines), "name"),
        (lambda: enter_service(name="x" * 121, by=world.ines), "name"),
        (lambda: enter_service(name="X", description="x" * 401, by=world.ines), "description"),
        (lambda: enter_component(chat, name="ROUTING", by=world.ines), "name"),
        (lambda: enter_component(chat, name="X", places=["a;b"], by=world.ines), "places"),
    ):
        with pytest.raises(Refused) as refused:
            said()
        assert refused.value.field == field


def test_the_same_change_twice_happens_once(world: World, trail: Trail) -> None:
    chat = Service.objects.get(name="Chat")
    for _ in range(2):
        change_service(chat, name="Chats", product=None, description="", after=None, by=world.ines)
    routing = world.components["Chat: Routing"]
    for _ in range(2):
        change(routing, world, places=[*routing.places, "Africa"])
    assert trail()[-2:] == ["ServiceChanged", "ComponentChanged"]


def test_a_component_is_put_after_another_or_first(world: World) -> None:
    routing, history = world.components["Chat: Routing"], world.components["Chat: History"]
    chat = routing.service
    change(routing, world, after=history.pk)
    assert names(chat) == ["Widget", "History", "Routing"]
    change(Component.objects.get(pk=routing.pk), world, after=None)
    assert names(chat) == ["Routing", "Widget", "History"]
    mail = Service.objects.get(name="Mail")
    change_service(
        mail, name="Mail", product=mail.product, description=mail.description, after=None, by=world.ines
    )
    assert Service.objects.order_by("position").first() == mail


def test_a_place_that_clients_use_is_not_taken_away(world: World) -> None:
    routing = world.components["Chat: Routing"]
    with pytest.raises(Refused, match=r"3 clients use it in Americas\.") as refused:
        change(routing, world, places=["Europe", "Asia Pacific"])
    assert refused.value.field == "places"
    assert change(routing, world, places=[*reversed(routing.places)]).places[0] == "Asia Pacific"


def test_what_is_in_use_is_retired_only_after_asking_and_its_uses_end_with_it(
    world: World, the_clock: Clock, trail: Trail
) -> None:
    routing = world.components["Chat: Routing"]
    with pytest.raises(Refused, match=r"9 clients use Chat: Routing\.") as refused:
        retire_component(routing, by=world.ines)
    assert (refused.value.code, refused.value.field) == ("in_use", "end_uses")
    assert Component.objects.get(pk=routing.pk).is_current
    the_clock.forward(hours=1)
    assert not retire_component(routing, end_uses=True, by=world.ines).is_current
    assert not in_use_or_planned(at=the_clock.now).filter(component=routing).exists()
    assert clients_using([routing.pk], at=NOON).count() == 9  # until then they did
    assert trail()[-10:] == ["UseEnded"] * 9 + ["ComponentRetired"]
    retire_component(routing, by=world.ines)
    assert trail()[-1] == "ComponentRetired"


def test_a_service_goes_with_its_components_and_they_come_back_one_by_one(world: World) -> None:
    voice = Service.objects.get(name="Voice")
    with pytest.raises(Refused, match=r"4 clients use its components\."):
        retire_service(voice, by=world.ines)
    retire_service(voice, end_uses=True, by=world.ines)
    calls = world.components["Voice: Calls"]
    with pytest.raises(Refused, match="Voice is retired"):
        bring_back_component(calls, by=world.ines)
    with pytest.raises(Refused, match="Voice is retired"):
        enter_component(voice, name="Menus", by=world.ines)
    bring_back_service(voice, by=world.ines)
    assert bring_back_component(calls, by=world.ines).is_current
    assert not Component.objects.get(pk=world.components["Voice: Recordings"].pk).is_current


def test_only_whoever_may_change_clients_changes_the_catalogue(world: World) -> None:
    chat, routing = Service.objects.get(name="Chat"), world.components["Chat: Routing"]
    for act in (
        lambda: enter_service(name="X", by=world.tobin),
        lambda: change_service(chat, name="X", product=None, description="", after=None, by=world.tobin),
        lambda: retire_service(chat, by=world.tobin),
        lambda: bring_back_service(chat, by=world.tobin),
        lambda: enter_component(chat, name="X", by=world.tobin),
        lambda: retire_component(routing, by=world.tobin),
        lambda: bring_back_component(routing, by=world.tobin),
    ):
        with pytest.raises(Forbidden):
            act()


@given(st.lists(st.text(max_size=90)))
def test_places_are_kept_as_they_are_when_they_are_said_again(said: list[str]) -> None:
    try:
        found = rules.places(said)
    except Refused as refused:
        assert refused.field == "places"  # noqa: PT017
        return
    assert rules.places(found) == found
    assert len({place.casefold() for place in found}) == len(found)
