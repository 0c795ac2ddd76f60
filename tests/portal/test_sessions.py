"""Sessions end with the password and with the person's access, and no foreign page begins one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.test import Client
from pytest_django.fixtures import Settings

from holdfast.people.actions.changing import accept_invitation
from holdfast.people.actions.entering import change_roles, let_in, shut_out
from holdfast.people.actions.links import Purpose, make_link
from holdfast.people.models import Role
from holdfast.project.demo.people import PASSWORD
from holdfast.project.demo.world import World
from holdfast.project.keys import FormerKeys
from tests.portal.visiting import as_, stranger

pytestmark = pytest.mark.django_db

ANOTHER = "quite another sentence"
ROOT = Path(__file__).parents[2]


def is_in(door: Client, path: str = "/tickets/") -> bool:
    return door.get(path).status_code == 200


def test_a_new_password_ends_every_session_but_the_one_in_which_it_was_chosen(world: World) -> None:
    world.orla.set_password(PASSWORD)
    world.orla.save()
    here, elsewhere = as_(world.orla), as_(world.orla)
    said = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert here.post("/account/password/change/", said).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_first_password_and_an_invitation_end_older_sessions_too(world: World) -> None:
    world.bram.set_unusable_password()
    world.bram.save()
    here, elsewhere = as_(world.bram), as_(world.bram)
    said = {"password1": ANOTHER, "password2": ANOTHER}
    assert here.post("/account/password/set/", said).status_code == 302
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    accept_invitation(make_link(Purpose.INVITATION, person=world.bram), password=PASSWORD)
    assert not is_in(here)


def test_t7_a_session_outlives_a_rotation_within_its_overlap_and_not_a_retired_key(
    world: World, settings: Settings
) -> None:
    here, away = as_(world.orla), as_(world.orla)
    settings.SECRET_KEY_FALLBACKS = FormerKeys({settings.SECRET_KEY: datetime.now(UTC) + timedelta(days=1)})
    settings.SECRET_KEY = "the key of now" * 4
    assert is_in(here)
    settings.SECRET_KEY_FALLBACKS = FormerKeys({})
    assert (is_in(here), is_in(away)) == (True, False)


def test_whoever_is_shut_out_is_out_at_once_and_old_sessions_and_links_stay_over(world: World) -> None:
    door, link = as_(world.orla), make_link(Purpose.SIGN_IN, person=world.orla)
    assert is_in(door)
    shut_out(world.orla, by=world.piotr)
    assert not is_in(door)
    let_in(world.orla, by=world.piotr)
    assert not is_in(door)
    assert stranger().post(f"/account/link/{link}/").status_code == 404
    assert (
        stranger().post(f"/account/link/{make_link(Purpose.SIGN_IN, person=world.orla)}/").status_code == 302
    )


def test_a_role_that_is_taken_away_counts_at_the_next_page(world: World) -> None:
    door = as_(world.nell)
    assert is_in(door, "/desk/people/")
    change_roles(world.nell, roles=[Role.AGENT], by=world.piotr)
    assert door.get("/desk/people/").status_code == 403
    assert is_in(door, "/desk/")


def test_signing_out_ends_the_session_itself_and_only_by_its_button(world: World) -> None:
    door = as_(world.orla)
    kept = door.cookies[installed.SESSION_COOKIE_NAME].value
    door.get("/account/logout/")
    assert is_in(door)
    door.post("/account/logout/")
    again = stranger()
    again.cookies[installed.SESSION_COOKIE_NAME] = kept
    assert not is_in(again)


def test_no_foreign_page_signs_anybody_in_or_out(world: World) -> None:
    world.orla.set_password(PASSWORD)
    world.orla.save()
    link = make_link(Purpose.SIGN_IN, person=world.orla)
    for path, said in (
        ("/account/login/", {"login": world.orla.email, "password": PASSWORD}),
        (f"/account/link/{link}/", {}),
    ):
        door = stranger(enforce_csrf_checks=True)
        assert door.post(path, said).status_code == 403
        assert not is_in(door)
    door = as_(world.orla, enforce_csrf_checks=True)
    assert door.post("/account/logout/").status_code == 403
    assert is_in(door)


@pytest.mark.parametrize(
    "leads", ["//evil.example/", "/\\evil.example", "https://evil.example/", "/\t/evil.example"]
)
def test_t55_no_page_of_the_account_sends_anybody_to_a_foreign_place(world: World, leads: str) -> None:
    world.orla.set_password(PASSWORD)
    world.orla.save()
    door = as_(world.orla)
    already = door.get("/account/login/", {"next": leads})
    changed = door.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER, "next": leads},
    )
    proven = door.post("/account/reauthenticate/", {"password": ANOTHER, "next": leads})
    out = door.post("/account/logout/", {"next": leads})
    for answer in (already, changed, proven, out):
        assert answer.status_code == 302
        assert answer.headers["Location"] in ("/", "/account/password/change/")


@pytest.mark.parametrize(
    ("url", "is_secure"),
    [
        ("https://desk.example", True),
        ("HTTPS://desk.example", True),
        ("http://localhost:8000", False),
        ("", False),
    ],
)
def test_cookies_go_only_over_tls_where_the_address_says_so(url: str, is_secure: bool) -> None:
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SESSION_COOKIE_SAMESITE",
    ]
    ask = f"import json; from holdfast.project import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    told = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env={**os.environ, "HOLDFAST_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(told.stdout) == [is_secure, is_secure, True, "Lax"]
