"""Services at the office: the catalogue, one component, what a client uses; every refusal at its field."""

from __future__ import annotations

from collections.abc import Callable

from holdfast.catalogue.models import Component, Service, Use
from holdfast.clients.models import Organisation
from holdfast.project.demo.world import World
from tests.web.doors import At


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_list_shows_products_services_components_and_how_many_use_each(world: World, at_desk: At) -> None:
    answer = at_desk(world.tobin).get("/desk/services/")
    products = answer.context["products"]
    assert [(name, [card.name for card in cards]) for name, cards in products] == [
        ("Chat", ["Chat", "Voice"]),
        ("Mail", ["Mail"]),
        ("Reports", ["Reports"]),
        ("Review", ["Review"]),
        ("Of no product", ["Platform"]),
    ]
    chat = products[0][1][0]
    assert [(line.name, line.clients) for line in chat.components] == [
        ("Widget", 9), ("Routing", 9), ("History", 9),
    ]  # fmt: skip
    assert "Enter a service" not in text(answer)
    assert "Enter a service" in text(at_desk(world.ines).get("/desk/services/"))


def test_an_empty_catalogue_says_what_it_is_for(world: World, at_desk: At) -> None:
    Use.objects.all().delete()
    Component.objects.all().delete()
    Service.objects.all().delete()
    assert "No services yet" in text(at_desk(world.ines).get("/desk/services/"))


def test_a_service_and_a_component_are_entered_changed_and_ordered(
    world: World, at_desk: At, trail: Callable[[], list[str]]
) -> None:
    door = at_desk(world.ines)
    assert door.post("/desk/services/new/", {"name": "Forms", "product": world.review.pk}).status_code == 302
    forms = Service.objects.get(name="Forms")
    said = {"name": "Editor", "places": "Europe\nAmericas", "is_public": "on", "since_on": "2026-11-01"}
    answer = door.post(f"/desk/services/{forms.pk}/components/new/", said)
    editor = Component.objects.get(service=forms)
    assert answer.headers["Location"] == f"/desk/components/{editor.pk}/"
    widget = world.components["Chat: Widget"]
    routing = world.components["Chat: Routing"]
    changed = {"name": "Widget", "description": "On your page", "after": routing.pk}
    assert door.post(f"/desk/components/{widget.pk}/about/", changed).status_code == 302
    widget.refresh_from_db()
    assert (widget.position, widget.description, widget.is_public) == (1, "On your page", False)
    first = {"name": "Forms", "after": ""}
    assert door.post(f"/desk/services/{forms.pk}/", first).status_code == 302
    assert Service.objects.order_by("position").first() == forms
    words = [line.words for line in at_desk(world.delphine).get("/desk/trail/").context["lines"]][:4]
    assert words == [
        "Ines Marolt changed the service Forms: product, order",
        "Ines Marolt changed the component Chat: Widget: description, public, order",
        "Ines Marolt entered the component Forms: Editor",
        "Ines Marolt entered the service Forms",
    ]


def test_the_form_keeps_the_place_in_the_order_when_nothing_is_chosen(world: World, at_desk: At) -> None:
    form = at_desk(world.ines).get(f"/desk/components/{world.components['Chat: History'].pk}/about/")
    assert form.context["form"]["after"].value() == world.components["Chat: Routing"].pk


def test_what_is_in_use_is_retired_after_asking_and_comes_back(world: World, at_desk: At) -> None:
    door, calls = at_desk(world.ines), world.components["Voice: Calls"]
    path = f"/desk/components/{calls.pk}/retirement/"
    refused = door.post(path, {})
    assert (refused.status_code, "4 clients use Voice: Calls." in text(refused)) == (422, True)
    assert door.post(path, {"end_uses": "on"}).status_code == 302
    page = text(door.get(f"/desk/components/{calls.pk}/"))
    assert "Retired" in page
    assert "Nobody. Say who uses it" in page
    assert door.post(path, {}).status_code == 302
    calls.refresh_from_db()
    assert calls.is_current
    assert "Retired" not in text(door.get(f"/desk/components/{calls.pk}/"))


def test_what_cannot_stand_is_refused_at_its_field(world: World, at_desk: At) -> None:
    door, routing = at_desk(world.ines), world.components["Chat: Routing"]
    base, use = f"/desk/clients/{world.velda.pk}/uses", world.velda.uses.get(component=routing)
    other = world.osprey.contracts.get()
    for path, said, field in (
        ("/desk/services/new/", {"name": "chat"}, "name"),
        ("/desk/services/new/", {"name": "a: b"}, "name"),
        (f"/desk/services/{routing.service_id}/", {"name": "Chat", "after": "99999"}, "after"),
        (
            f"/desk/services/{routing.service_id}/components/new/",
            {"name": "Widget", "since_on": "2026-11-01"},
            "name",
        ),
        (f"/desk/components/{routing.pk}/about/", {"name": "Routing", "places": "Europe"}, "places"),
        (f"{base}/new/", {"component": "99999", "since": "2026-11-24"}, "component"),
        (f"{base}/new/", {"component": f"{routing.pk}/Mars", "since": "2026-11-24"}, "component"),
        (
            f"{base}/new/",
            {"component": routing.pk, "since": "2026-11-24", "agreement": other.pk},
            "agreement",
        ),
        (f"{base}/new/", {"component": routing.pk, "since": "9999-12-31"}, "since"),
        (f"{base}/{use.pk}/", {"since": "2026-11-24", "until": "2026-11-23"}, "until"),
        (f"{base}/{use.pk}/", {"since": ""}, "since"),
        (f"{base}/{use.pk}/end/", {"until": "2024-02-01"}, "until"),
        (f"{base}/{use.pk}/end/", {"until": "9999-12-31"}, "until"),
    ):
        answer = door.post(path, said)
        assert (path, said, answer.status_code) == (path, said, 422)
        assert field in answer.context["form"].errors, (path, said)
    again = door.post(f"{base}/new/", {"component": f"{routing.pk}/Europe", "since": "2026-11-24"})
    assert (again.status_code, "uses Chat: Routing in Europe since" in text(again)) == (422, True)


def test_a_clients_use_is_added_changed_and_ended(world: World, at_desk: At) -> None:
    door, base = at_desk(world.ines), f"/desk/clients/{world.sorrel.pk}"
    calls, contract = world.components["Voice: Calls"], world.sorrel.contracts.get()
    said = {"component": f"{calls.pk}/Americas", "since": "2026-11-20", "agreement": contract.pk}
    assert door.post(f"{base}/uses/new/", said).status_code == 302
    use = Use.objects.get(organisation=world.sorrel, component=calls)
    assert (use.place, use.since_at.isoformat()) == ("Americas", "2026-11-20T03:00:00+00:00")
    page = text(door.get(f"{base}/"))
    assert "In Americas, since 20 November 2026, by the contract from 1 January 2020" in page
    assert door.post(f"{base}/uses/{use.pk}/", {"since": "2026-11-10", "until": ""}).status_code == 302
    assert door.post(f"{base}/uses/{use.pk}/end/", {"until": "2026-11-30"}).status_code == 302
    assert "Until 30 November 2026" in text(door.get(f"{base}/"))
    later = {"component": f"{calls.pk}/Europe", "since": "2027-01-01"}
    assert door.post(f"{base}/uses/new/", later).status_code == 302
    planned = Use.objects.get(organisation=world.sorrel, component=calls, place="Europe")
    assert "From 1 January 2027" in text(door.get(f"{base}/"))
    assert "is not to use" in text(door.get(f"{base}/uses/{planned.pk}/end/"))
    assert door.post(f"{base}/uses/{planned.pk}/end/").status_code == 302
    assert not Use.objects.filter(pk=planned.pk).exists()


def test_a_day_that_stays_keeps_its_instant(world: World, at_desk: At) -> None:
    use = world.osprey.uses.get(component=world.components["Chat: Widget"])
    Use.objects.filter(pk=use.pk).update(since_at="2024-03-01T17:30:00Z")
    path = f"/desk/clients/{world.osprey.pk}/uses/{use.pk}/"
    assert at_desk(world.ines).post(path, {"since": "2024-03-01"}).status_code == 302
    use.refresh_from_db()
    assert use.since_at.isoformat() == "2024-03-01T17:30:00+00:00"


def test_a_component_is_narrowed_to_a_place_and_paged(world: World, at_desk: At) -> None:
    routing = world.components["Chat: Routing"]
    for number in range(60):
        client = Organisation.objects.create(name=f"Client {number:02}")
        Use.objects.create(
            organisation=client, component=routing, place="Europe", since_at="2026-01-01T00:00Z"
        )
    door, path = at_desk(world.tobin), f"/desk/components/{routing.pk}/"
    first = door.get(f"{path}?place=Europe")
    assert (first.context["reached"], len(first.context["users"])) == (64, 50)
    second = door.get(path + first.context["next_url"])
    names = [line.name for page in (first, second) for line in page.context["users"]]
    assert (len(names), len(set(names)), names == sorted(names)) == (64, 64, True)
    assert "Osprey Lane Clinics" not in names
    assert door.get(path).context["reached"] == 69
