"""Of allauth only sign-in and the password have a door here; nobody changes the address that they are known by (T41)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.urls import urlpatterns as all_of_allauth
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from holdfast.notices.models import Delivery, Notice
from holdfast.people.actions.entering import shut_out
from holdfast.people.models import Person
from holdfast.portal.sign_in.urls import urlpatterns as ours
from holdfast.project.demo.people import PASSWORD
from holdfast.project.demo.world import World
from holdfast.vendor.models import Vendor
from tests.portal.visiting import as_, stranger

pytestmark = pytest.mark.django_db

NEEDED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}


def test_no_address_of_allauth_resolves_but_those_of_signing_in_and_of_passwords() -> None:
    assert {each.name for each in ours if "mailed" not in str(each.name)} == NEEDED
    others = [each for each in all_of_allauth if each.name not in NEEDED]
    assert len(others) > 4
    for each in others:
        with pytest.raises(NoReverseMatch):
            reverse(str(each.name))
        path = f"/account/{re.sub(r'[(].*[)]|[$^]', 'abc', str(each.pattern))}"
        with pytest.raises(Resolver404):
            resolve(path)


def test_the_pages_of_signing_in_name_the_vendor_once_it_is_set_up(world: World) -> None:
    for path in ("/account/login/", "/account/password/reset/"):
        page = stranger().get(path).content.decode()
        assert "Pellucid Support" in page
        assert "</svg>Holdfast" not in page
    assert "Sign in to Pellucid Support" in stranger().get("/account/login/").content.decode()
    Vendor.objects.update(name="")
    assert "</svg>Holdfast" in stranger().get("/account/login/").content.decode()


def test_t41_a_client_takes_over_no_address_that_is_not_known_yet(world: World) -> None:
    orla = as_(world.orla)
    for said in (
        {"action_add": "", "email": "victim@elsewhere.example"},
        {"action_primary": "", "email": "victim@elsewhere.example"},
        {"action_add": "", "email": world.bram.email},
        {"action_add": "", "email": "Victim@Elsewhere.example"},
    ):
        assert orla.post("/account/email/", said).status_code == 404
    world.orla.refresh_from_db()
    assert world.orla.email == "orla@ospreylane.example"
    assert Person.objects.by_address("victim@elsewhere.example") is None


@pytest.mark.parametrize("path", ["signup/", "confirm-email/", "login/code/confirm/", "email/"])
def test_what_is_not_mounted_is_a_page_that_is_not_there_for_anybody(world: World, path: str) -> None:
    for door in (stranger(), as_(world.orla), as_(world.piotr)):
        assert door.get(f"/account/{path}").status_code == 404


def test_one_chooses_a_new_password_by_the_mailed_link(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "holdfast.notices.django_mail.NoticeBackend"
    door = stranger()
    sent = door.post("/account/password/reset/", {"email": " Orla@OspreyLane.example "})
    assert sent.headers["Location"] == "/account/password/reset/done/"
    assert door.get("/account/password/reset/done/").status_code == 200
    text = Notice.objects.get(deliveries__person=world.orla).said["text"]
    link = re.search(r"/account/password/reset/key/\S+", text)
    assert link is not None
    form = door.get(link[0]).headers["Location"]
    assert door.get(form).status_code == 200
    words = {"password1": PASSWORD, "password2": PASSWORD}
    assert door.post(form, words).headers["Location"] == "/account/password/reset/key/done/"
    assert door.get("/account/password/reset/key/done/").status_code == 200
    assert (
        stranger().post("/account/login/", {"login": world.orla.email, "password": PASSWORD}).status_code
        == 302
    )
    assert b"used up" in stranger().get(link[0]).content


def test_t12_a_forgotten_password_answers_known_unknown_and_shut_out_alike_at_the_same_cost(
    world: World, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "holdfast.notices.django_mail.NoticeBackend"
    shut_out(world.bram, by=world.piotr)
    told, costs = set(), {}
    for address in (world.orla.email, world.bram.email, "nobody@somewhere.example"):
        with CaptureQueriesContext(connection) as seen:
            answer = stranger().post("/account/password/reset/", {"email": address})
        told.add((answer.status_code, answer.headers["Location"]))
        costs[address] = len(seen)
    assert len(told) == 1
    assert max(costs.values()) - min(costs.values()) <= 2, costs
    assert list(Delivery.objects.values_list("address", flat=True)) == [world.orla.email]
    assert Person.objects.by_address("nobody@somewhere.example") is None


def test_an_address_that_is_too_long_is_told_so(world: World) -> None:
    answer = stranger().post("/account/password/reset/", {"email": f"{'x' * 60}@{'a.' * 110}example"})
    assert answer.status_code == 200
    assert b"no mail address" in answer.content or b"too long" in answer.content


def test_the_password_pages_ask_for_a_sign_in_and_work(world: World) -> None:
    world.orla.set_password(PASSWORD)
    world.orla.save()
    for name in ("account_change_password", "account_set_password", "account_reauthenticate"):
        path = reverse(name)
        assert stranger().get(path).headers["Location"] == f"/account/login/?next={path}"
    orla = as_(world.orla)
    for page in (orla.get("/account/password/change/"), stranger().get("/account/login/")):
        said = page.content.decode()
        described = " ".join(re.findall(r'aria-describedby="([^"]+)"', said)).split()
        assert page.status_code == 200
        assert [name for name in described if f'id="{name}"' not in said] == []
    assert orla.get("/account/password/set/").headers["Location"] == "/account/password/change/"
    assert orla.get("/account/reauthenticate/").status_code == 200
    again = orla.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/tickets/"})
    assert again.headers["Location"] == "/tickets/"
    assert orla.post("/account/logout/").headers["Location"] == "/"
    assert orla.get("/tickets/").status_code == 302
