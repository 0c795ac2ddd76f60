"""People at the office: entered and invited, changed by an allow-list, shut out."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from holdfast.notices.models import Delivery, Notice
from holdfast.people.actions.links import Purpose, make_link
from holdfast.people.models import Person, Team
from holdfast.project.demo.world import World
from tests.web.doors import At
from tests.world import Clock

NEW = {
    "name": "Juniper Vale",
    "email": "Juniper@Pellucid.example",
    "roles": ["agent", "qa"],
    "time_zone": "Europe/Oslo",
    "title": "Night desk",
}


def test_whoever_is_entered_gets_a_link_that_sets_a_password_once(
    world: World, at_desk: At, client: Client
) -> None:
    answer = at_desk(world.piotr).post("/desk/people/new/", NEW)
    assert answer.status_code == 302
    person = Person.objects.get(email="juniper@pellucid.example")
    assert (person.roles, person.time_zone, person.title) == (["agent", "qa"], "Europe/Oslo", "Night desk")
    notice = Notice.objects.get(kind="invitation")
    link = notice.said["button_link"]
    path = re.sub(r"^https?://[^/]+", "", link)
    for _ in range(3):  # T50: a scanner's look consumes nothing
        assert client.get(path).status_code == 200
    assert client.post(path, {"password": "short"}).status_code == 422
    assert client.post(path, {"password": "a good long sentence"}).status_code == 302
    person.refresh_from_db()
    assert person.check_password("a good long sentence")
    assert person.confirmed_at is not None
    assert client.get("/desk/me/").status_code == 200
    ended = Client().get(path)
    assert (ended.status_code, b"used already" in ended.content) == (410, True)


def test_t50_an_invitation_of_a_week_ago_a_foreign_one_and_an_empty_one_open_nothing(
    world: World, the_clock: Clock, client: Client
) -> None:
    token = make_link(Purpose.INVITATION, person=world.tobin)
    sign_in = make_link(Purpose.SIGN_IN, person=world.tobin)
    the_clock.set(the_clock.now + timedelta(days=7, seconds=1))
    before = Person.objects.get(pk=world.tobin.pk).password
    for path, status in ((token, 410), (sign_in, 404), ("x" * 32, 404), ("%20", 404)):
        assert client.get(f"/invitation/{path}/").status_code == status
        assert client.post(f"/invitation/{path}/", {"password": "a good long sentence"}).status_code == status
    assert Person.objects.get(pk=world.tobin.pk).password == before


def test_the_link_in_an_invitation_is_shown_to_administrators_alone(world: World, at_desk: At) -> None:
    at_desk(world.piotr).post("/desk/people/new/", NEW)
    letter = Delivery.objects.get(address="juniper@pellucid.example")
    for path in (f"/desk/outbox/{letter.pk}/", f"/desk/outbox/{letter.pk}/html/"):
        assert b"/invitation/" in at_desk(world.piotr).get(path).content
        assert b"/invitation/" not in at_desk(world.tobin).get(path).content


def test_what_cannot_stand_is_refused_at_its_field(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    for wrong, field in (
        ({"email": "tobin@pellucid.example"}, "email"),
        ({"email": "nobody"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"name": ""}, "name"),
    ):
        answer = door.post("/desk/people/new/", {**NEW, **wrong})
        assert (field, answer.status_code) == (field, 422)
        assert field in answer.context["form"].errors, field
    assert not Person.objects.filter(email="juniper@pellucid.example").exists()


def test_t43_a_profile_takes_its_own_fields_and_nothing_else(world: World, at_desk: At) -> None:
    door = at_desk(world.tobin)
    before = Person.objects.values().get(pk=world.tobin.pk)
    answer = door.post(
        "/desk/me/",
        {
            "name": "Tobin Adeyar-Lund",
            "time_zone": "Europe/Oslo",
            "roles": ["administrator"],
            "email": "other@pellucid.example",
            "title": "Chief",
            "is_active": "",
            "password": "x",
            "confirmed_at": "",
            "id": world.nell.pk,
        },
    )
    assert answer.status_code == 302
    after = Person.objects.values().get(pk=world.tobin.pk)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"name", "time_zone", "single_keys"}


def test_t43_changing_what_is_known_of_a_person_gives_no_role(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    said = {"name": "Tobin", "time_zone": "UTC", "roles": ["administrator"], "email": "x@x.example"}
    door.post(f"/desk/people/{world.tobin.pk}/about/", said)
    tobin = Person.objects.get(pk=world.tobin.pk)
    assert (tobin.name, tobin.roles, tobin.email) == ("Tobin", ["agent"], "tobin@pellucid.example")


def test_roles_and_teams_are_given_and_the_last_administrator_stays_one(world: World, at_desk: At) -> None:
    door, night = at_desk(world.piotr), Team.objects.create(name="Night")
    path = f"/desk/people/{world.tobin.pk}/roles/"
    assert door.post(path, {"roles": ["agent", "lead"], "teams": [night.pk]}).status_code == 302
    tobin = Person.objects.get(pk=world.tobin.pk)
    assert (tobin.roles, list(tobin.teams.all())) == (["agent", "lead"], [night])
    door.post(f"/desk/people/{world.nell.pk}/roles/", {"roles": ["agent"]})
    refused = door.post(f"/desk/people/{world.piotr.pk}/roles/", {"roles": ["agent"]})
    assert (refused.status_code, b"stay administrator" in refused.content) == (422, True)
    contact = door.post(f"/desk/people/{world.orla.pk}/roles/", {"roles": ["agent"]})
    assert (contact.status_code, b"is a contact of Osprey Lane" in contact.content) == (422, True)


def test_whoever_is_shut_out_is_out_at_once_and_can_be_let_in_again(world: World, at_desk: At) -> None:
    door, theirs = at_desk(world.piotr), at_desk(world.tobin)
    assert theirs.get("/desk/me/").status_code == 200
    door.post(f"/desk/people/{world.tobin.pk}/entry/", {"act": "shut-out"})
    assert theirs.get("/desk/me/").status_code == 302
    door.post(f"/desk/people/{world.tobin.pk}/entry/", {"act": "let-in"})
    assert at_desk(Person.objects.get(pk=world.tobin.pk)).get("/desk/me/").status_code == 200
    assert door.post(f"/desk/people/{world.tobin.pk}/entry/", {"act": "promote"}).status_code == 400


def test_a_team_is_made_of_our_own_people_alone(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    said = {"name": "Night", "persons": [world.tobin.pk, world.wren.pk]}
    assert door.post("/desk/teams/new/", said).status_code == 302
    team = Team.objects.get(name="Night")
    assert team.persons.count() == 2
    assert (
        door.post(f"/desk/teams/{team.pk}/", {"name": "Night", "persons": [world.orla.pk]}).status_code == 422
    )
    assert door.post("/desk/teams/new/", {"name": "night"}).status_code == 422
