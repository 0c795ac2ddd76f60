"""Sign-in by a mailed link: the same answer for all, once, for a while, and only to paths of ours (T12, T13, T50, T55)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.kernel.models import TrailEntry
from holdfast.notices.models import Delivery, Notice
from holdfast.people.actions.entering import shut_out
from holdfast.people.actions.links import Purpose, make_link
from holdfast.people.models import MailedLink, Person
from holdfast.project import settings as shipped
from holdfast.project.demo.people import PASSWORD
from holdfast.project.demo.world import World
from tests.notices.test_translation import catalogue, install
from tests.portal.visiting import as_, stranger
from tests.world import Clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    cache.clear()


def ask(address: str, *, client: Client | None = None, **more: Any) -> Any:
    source = more.pop("source", "198.51.100.7")
    return (client or stranger()).post("/account/link/", {"address": address, **more}, REMOTE_ADDR=source)


def mailed(person: Person) -> str:
    """The path in the newest mail to this person."""
    row = Delivery.objects.filter(person=person).latest("pk")
    text = Notice.objects.get(pk=row.notice_id).said["text"]
    found = re.search(re.escape(installed.SITE_URL) + r"(/\S+)", text)
    assert found is not None
    return found[1]


def test_a_mailed_link_signs_in_by_its_button_and_proves_the_address(world: World) -> None:
    Person.objects.filter(pk=world.bram.pk).update(confirmed_at=None)
    assert ask(" Bram@OspreyLane.example ").headers["Location"] == "/account/link/sent/"
    path = mailed(world.bram)
    client = stranger()
    assert "Sign in as Bram Oakhollow" in client.get(path).content.decode()
    assert client.get("/tickets/").status_code == 302  # looking signs nobody in
    assert client.post(path).headers["Location"] == "/"
    assert client.get("/tickets/").status_code == 200
    world.bram.refresh_from_db()
    assert world.bram.confirmed_at is not None
    assert TrailEntry.objects.filter(fact="AddressConfirmed").count() == 1


def test_an_address_that_was_typed_at_the_password_door_gets_the_link_at_once(world: World) -> None:
    assert 'form="sign-in" formaction="/account/link/"' in stranger().get("/account/login/").content.decode()
    typed = {"login": world.bram.email, "password": "", "next": "/tickets/"}
    assert stranger().post("/account/link/", typed).headers["Location"] == "/account/link/sent/"
    assert mailed(world.bram).endswith("?next=%2Ftickets%2F")


def test_people_of_the_vendor_come_in_the_same_way_to_the_desk(world: World) -> None:
    ask(world.tobin.email)
    assert stranger().post(mailed(world.tobin)).headers["Location"] == "/desk/"


def test_t50_a_link_works_once_for_twenty_minutes_and_a_new_one_ends_the_old(
    world: World, the_clock: Clock
) -> None:
    ask(world.orla.email)
    first = mailed(world.orla)
    ask(world.orla.email)
    second = mailed(world.orla)
    overtaken = stranger().post(first)
    assert overtaken.status_code == 410
    assert "A newer link was made after this one: use that." in overtaken.content.decode()
    for _ in range(3):
        assert stranger().get(second).status_code == 200  # a scanner looks
    assert stranger().post(second).status_code == 302
    again = stranger().post(second)
    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert "_auth_user_id" not in stranger().session
    ask(world.orla.email)
    third = mailed(world.orla)
    the_clock.forward(minutes=21)
    assert stranger().get(third).status_code == 410
    assert stranger().post(third).status_code == 410


def test_t50_links_for_other_purposes_empty_ones_and_of_people_shut_out_sign_nobody_in(world: World) -> None:
    for token in (make_link(Purpose.SET_UP), make_link(Purpose.INVITATION, person=world.orla), "x", "a" * 32):
        assert stranger().post(f"/account/link/{token}/").status_code == 404
    token = make_link(Purpose.SIGN_IN, person=world.orla)
    shut_out(world.orla, by=world.piotr)
    client = stranger()
    assert client.post(f"/account/link/{token}/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert stranger().post("/account/link//").status_code == 404


def test_t50_the_session_is_a_fresh_one(world: World) -> None:
    client = as_(world.bram)
    before = client.session.session_key
    client.post(f"/account/link/{make_link(Purpose.SIGN_IN, person=world.orla)}/")
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(world.orla.pk)
    anonymous = stranger()
    anonymous.session["planted"] = "x"
    session = anonymous.session
    session.save()
    anonymous.cookies[installed.SESSION_COOKIE_NAME] = session.session_key
    planted = session.session_key
    anonymous.post(f"/account/link/{make_link(Purpose.SIGN_IN, person=world.orla)}/")
    assert anonymous.session.session_key != planted


def test_t12_known_unknown_and_shut_out_get_the_same_answer_at_the_same_cost(world: World) -> None:
    shut_out(world.bram, by=world.piotr)
    told, costs = set(), {}
    for address in (world.orla.email, world.bram.email, "nobody@somewhere.example"):
        with CaptureQueriesContext(connection) as seen:
            answer = ask(address)
        told.add(
            (answer.status_code, answer.headers["Location"], stranger().get("/account/link/sent/").content)
        )
        costs[address] = len(seen)
    assert len(told) == 1
    assert max(costs.values()) - min(costs.values()) <= 2, costs
    assert not Person.objects.filter(email="nobody@somewhere.example").exists()
    assert [each.person for each in MailedLink.objects.all()] == [world.orla]
    assert list(Delivery.objects.values_list("address", flat=True)) == [world.orla.email]


def test_t38_a_translation_without_the_link_keeps_nobody_out(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = (
        "Here is your link to sign in:\n\n%(link)s\n\nIt works once, within 20 minutes. If you did not ask for it, "
        "leave it: nobody gets in without it."
    )
    install(catalogue({english: "Ihr Link.", "Your link to sign in": "Ihr Link"}), tmp_path, monkeypatch)
    Person.objects.filter(pk=world.orla.pk).update(language="de")
    assert ask(world.orla.email).status_code == 302
    notice = Delivery.objects.get(person=world.orla).notice
    assert notice.subject == "Your link to sign in"
    assert "/account/link/" in notice.said["text"]


def test_t13_a_flood_of_links_is_held_whatever_the_spelling_or_the_source(
    world: World, the_clock: Clock
) -> None:
    spellings = ["orla@ospreylane.example", "ORLA@ospreylane.example", " Orla@OSPREYLANE.example"]
    for number in range(30):
        answer = ask(spellings[number % 3], source=f"203.0.113.{number}")
        assert answer.status_code == 302  # the same answer, whether it was held or not
    assert Delivery.objects.filter(person=world.orla).count() == 3
    the_clock.forward(minutes=21)
    ask(spellings[0])
    assert Delivery.objects.filter(person=world.orla).count() == 4


def test_t13_dots_and_tags_share_one_limit(world: World) -> None:
    Person.objects.create(email="or.la+x@ospreylane.example", name="Tagged")
    for address in ("orla@ospreylane.example", "o.r.l.a@ospreylane.example", "orla+1@ospreylane.example"):
        ask(address)
    ask("or.la+x@ospreylane.example")
    assert Delivery.objects.count() == 1


def test_t13_one_source_is_told_openly_and_another_goes_on(world: World) -> None:
    codes = [ask(f"a{number}@home.example").status_code for number in range(11)]
    assert codes == [302] * 10 + [429]
    json = stranger().post("/account/link/", b'{"address": "x@y.example"}', content_type="application/json")
    assert json.status_code == 422
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"):
        told = stranger().post(
            "/account/link/",
            {"address": "a@home.example"},
            headers={header: "8.8.8.8"},
            REMOTE_ADDR="198.51.100.7",
        )
        assert told.status_code == 429
    assert ask("b@home.example", source="198.51.100.8").status_code == 302


FOREIGN = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "https://localhost@evil.example/",
    "/%0d%0aLocation: https://evil.example",
    " /tickets/",
    "/\t/evil.example",
    "tickets/",
    "",
]


@pytest.mark.parametrize("target", FOREIGN)
def test_t55_nobody_is_sent_on_to_a_foreign_place(world: World, target: str) -> None:
    token = make_link(Purpose.SIGN_IN, person=world.orla)
    sent_to = stranger().post(f"/account/link/{token}/", {"next": target}).headers["Location"]
    assert sent_to == "/" or sent_to == "/%0d%0aLocation: https://evil.example".replace(" ", "%20")
    ask(world.orla.email, next=target)
    assert "evil.example/" not in mailed(world.orla).replace("%0d%0aLocation", "")


@pytest.mark.parametrize("target", FOREIGN)
def test_t55_the_password_door_sends_nobody_to_a_foreign_place(world: World, target: str) -> None:
    world.orla.set_password(PASSWORD)
    world.orla.save()
    answer = stranger().post(
        "/account/login/",
        {"login": world.orla.email, "password": PASSWORD, "next": target},
        headers={"Host": "evil.example"},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))


def test_t51_a_password_as_shipped_is_kept_by_argon2_at_its_full_cost(world: World, settings: Any) -> None:
    settings.PASSWORD_HASHERS = shipped.PASSWORD_HASHERS  # tests put a quick one in their place
    world.orla.set_password(PASSWORD)
    assert world.orla.password.startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
    assert world.orla.check_password(PASSWORD)


def test_t55_one_comes_back_to_the_page_one_wanted(world: World) -> None:
    wanted = "/tickets/?view=resolved"
    page = stranger().get("/account/link/", {"next": wanted}).content.decode()
    assert 'value="/tickets/?view=resolved"' in page
    ask(world.orla.email, next=wanted)
    path = mailed(world.orla)
    assert "next=%2Ftickets%2F%3Fview%3Dresolved" in path
    shown = stranger().get(path).content.decode()
    assert 'name="next" value="/tickets/?view=resolved"' in shown
    assert stranger().post(path, {"next": wanted}).headers["Location"] == wanted
    login = stranger().get("/account/login/", {"next": wanted}).content.decode()
    assert f'name="next" value="{wanted}"' in login  # goes along with whichever button is pressed


def test_the_desk_shows_nobody_a_link_to_sign_in(world: World) -> None:
    from holdfast.notices.kinds import SECRET

    ask(world.orla.email)
    assert Notice.objects.get().kind in SECRET


@pytest.mark.parametrize("address", ["", "no address", "a@b", "x" * 300 + "@home.example"])
def test_what_is_no_address_is_said_so(world: World, address: str) -> None:
    assert ask(address).status_code == 422


def test_t49_identity_and_forwarding_headers_from_anybody_are_ignored(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = (
        "holdfast.notices.django_mail.NoticeBackend"  # as installed; test runners put another
    )
    claims = {
        "X-Remote-User": world.orla.email,
        "Remote-User": world.orla.email,
        "X-Forwarded-User": world.orla.email,
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Host": "evil.example",
    }
    claimed = stranger().get("/tickets/", headers=claims)
    assert claimed.headers["Location"] == "/account/login/?next=/tickets/"
    world.orla.set_password(PASSWORD)
    world.orla.save()
    stranger().post("/account/password/reset/", {"email": world.orla.email}, headers=claims)
    ask(world.orla.email)
    mails = [each.said["text"] for each in Notice.objects.all()]
    assert len(mails) == 2
    assert all(installed.SITE_URL in text and "evil.example" not in text for text in mails)
