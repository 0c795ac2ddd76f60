"""The set-up page: one link, one POST, nothing half done, and then it is over (T50)."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from holdfast.calendars.models import CalendarVersion
from holdfast.clients.models import Organisation
from holdfast.notices.models import Delivery
from holdfast.people.actions.first_administrator import invite_first_administrator
from holdfast.people.models import Person, Role
from holdfast.policy.models import PolicyVersion
from holdfast.policy.queries import current_version, document_of
from holdfast.project.checks import find_set_up
from holdfast.vendor.models import Vendor, the_vendor
from tests.world import Clock

SAID = {
    "your_name": "Nell Fairweather",
    "email": "Nell@Pellucid.example",
    "password": "a good long sentence",
    "name": "Pellucid",
    "time_zone": "Europe/London",
    "support_address": "Support@Pellucid.example",
    "phone": "+1 202 555 0143",
    "amount": "4",
    "unit": "h",
    "trusted_authserv_id": "",
}


def test_check_tells_that_nobody_has_set_it_up_and_the_link_ends_once_somebody_has(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "nobody is administrator yet, and mail is put off" in find_set_up().words
    call_command("setup_link", verbosity=0)
    another = capsys.readouterr().out.split()[-1]
    for replaced in (Client().get(path), Client().post(path, SAID)):
        assert replaced.status_code == 410
        assert b"A newer link was made after this one: use that." in replaced.content
        assert b"setup_link" in replaced.content  # who has lost it finds here how to make another
    assert Client().post(urlsplit(another).path, SAID).status_code == 302
    assert find_set_up().is_well
    call_command("setup_link", verbosity=0)
    assert capsys.readouterr().out == ""
    call_command("setup_link")
    assert capsys.readouterr().out.startswith("Somebody is administrator already; sign in at http")


@pytest.fixture
def path(the_clock: Clock) -> str:
    token = invite_first_administrator()
    assert token is not None
    return f"/set-up/{token}/"


def test_one_post_makes_the_installation_whole_and_lets_in(path: str, client: Client) -> None:
    for _ in range(3):  # a scanner's look consumes nothing
        assert client.get(path).status_code == 200
    answer = client.post(path, SAID)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/settings/first-steps/")
    nell = Person.objects.get(email="nell@pellucid.example")
    assert sorted(nell.roles) == sorted(Role.values)
    assert (nell.time_zone, nell.check_password(SAID["password"])) == ("Europe/London", True)
    vendor = the_vendor()
    assert (vendor.name, vendor.support_address) == ("Pellucid", "support@pellucid.example")
    assert vendor.set_up_at is not None
    turnaround = document_of(current_version().pk).clause("turnaround")
    assert (str(turnaround.limit_for(1)), turnaround.is_own(1)) == ("4 h", True)
    office = CalendarVersion.objects.get(calendar__key="office-hours")
    assert office.hours["timezone"] == "Europe/London"
    assert Organisation.objects.get().is_own
    letter = Delivery.objects.select_related("notice").get()
    assert (letter.notice.kind, letter.address, letter.to_client) == ("test_mail", nell.email, False)
    steps = client.get("/desk/settings/first-steps/")
    assert steps.status_code == 200
    assert "is in the outbox" in steps.content.decode()  # no relay is set
    assert client.get(f"/desk/outbox/{letter.pk}/").status_code == 200


@pytest.mark.parametrize("promising", ["/", "/reach/", "/support/"])
def test_until_then_every_page_that_promises_says_that_nothing_is_promised_yet(
    path: str, client: Client, promising: str
) -> None:
    before = client.get(promising).content
    assert b"Support is not set up yet" in before
    assert path.encode() not in before
    client.post(path, SAID)
    after = Client().get(promising)
    assert (after.status_code, b"not set up" in after.content) == (200, False)


def test_t50_afterwards_the_link_is_used_up(path: str, client: Client) -> None:
    client.post(path, SAID)
    for answer in (Client().get(path), Client().post(path, {**SAID, "email": "other@pellucid.example"})):
        assert (answer.status_code, b"used already" in answer.content) == (410, True)
    assert Person.objects.count() == 1


def test_t50_a_foreign_link_and_one_that_ran_out_open_nothing(
    path: str, the_clock: Clock, client: Client
) -> None:
    assert client.post("/set-up/abc/", SAID).status_code == 404
    the_clock.set(the_clock.now + timedelta(days=7, seconds=1))
    assert client.post(path, SAID).status_code == 410
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("password", "short"),
        ("password", "password123"),
        ("email", "nobody"),
        ("your_name", ""),
        ("name", ""),
        ("support_address", "support"),
        ("support_address", "support+x@pellucid.example"),
        ("support_address", SAID["email"]),
        ("support_address", SAID["email"].upper()),
        ("phone", "call us"),
        ("time_zone", "Mars/Base"),
        ("trusted_authserv_id", "two words"),
        ("amount", "0"),
        ("amount", ""),
        ("unit", "fortnights"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_is_half_done(
    path: str, client: Client, field: str, wrong: str
) -> None:
    answer = client.post(path, {**SAID, field: wrong})
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    kept = (Person, Vendor, PolicyVersion, Organisation, Delivery)
    assert [model.objects.count() for model in kept] == [0] * len(kept)  # type: ignore[attr-defined]
    assert client.post(path, SAID).status_code == 302


def test_an_installation_with_an_administrator_has_no_set_up(world: object, client: Client) -> None:
    assert invite_first_administrator() is None
    assert client.get("/set-up/x/").status_code == 404
