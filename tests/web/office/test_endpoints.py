"""Webhooks at the desk: a secret is shown once, changed with an overlap; what is disabled is enabled again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.carriers.wires import WEBHOOK
from holdfast.clients.models import ListEntry
from holdfast.kernel import clock
from holdfast.notices.endpoints import endpoint_at, secrets_of
from holdfast.notices.models import Delivery, Endpoint
from holdfast.project.demo.world import World
from tests.incidents.estate import build_estate
from tests.web.doors import At

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.example/velda/7f3a9c"


@pytest.fixture
def hooked(world: World) -> World:
    """Lutz of Velda has a webhook on the list."""
    build_estate(world)
    channels = [{"kind": WEBHOOK, "address": ADDRESS}]
    ListEntry.objects.filter(person=world.persons["lutz"]).update(channels=channels)
    return world


def test_a_contacts_webhook_gets_its_secret_which_is_shown_once(hooked: World, at_desk: At) -> None:
    ines = at_desk(hooked.ines)
    assert "Lutz" in ines.get("/desk/endpoints/new/").content.decode()
    shown = ines.post("/desk/endpoints/new/", {"address": ADDRESS}).content.decode()
    made = Endpoint.objects.get()
    assert made.secret in shown and ADDRESS not in shown
    for path in ("/desk/endpoints/", f"/desk/endpoints/{made.pk}/"):
        again = ines.get(path).content.decode()
        assert made.secret not in again and "hooks.example/…" in again and ADDRESS not in again


def test_an_address_on_no_list_gets_no_secret(hooked: World, at_desk: At) -> None:
    answer = at_desk(hooked.ines).post("/desk/endpoints/new/", {"address": "https://evil.example/"})
    assert answer.status_code == 422 and not Endpoint.objects.exists()


def test_a_new_secret_counts_beside_the_former_one_for_a_week(hooked: World, at_desk: At) -> None:
    made = endpoint_at(ADDRESS)
    shown = at_desk(hooked.ines).post(f"/desk/endpoints/{made.pk}/secret/").content.decode()
    changed, at = Endpoint.objects.get(), clock.now()
    assert changed.secret != made.secret and changed.secret in shown and made.secret not in shown
    assert secrets_of(changed, at=at) == (changed.secret, made.secret)
    assert secrets_of(changed, at=at + timedelta(days=7)) == (changed.secret,)


def test_a_disabled_one_says_why_is_not_tested_and_is_enabled_again(hooked: World, at_desk: At) -> None:
    made = endpoint_at(ADDRESS)
    Endpoint.objects.update(disabled_at=clock.now(), disabled_because="The webhook answers 410.")
    ines, path = at_desk(hooked.ines), f"/desk/endpoints/{made.pk}/"
    assert "The webhook answers 410." in ines.get(path).content.decode()
    assert ines.post(f"{path}test/").status_code == 422
    assert ines.post(f"{path}enabling/").status_code == 302
    assert ines.post(f"{path}test/").status_code == 302
    row = Delivery.objects.get(notice__kind="endpoint_test")
    assert (row.channel, row.address, row.name) == (WEBHOOK, ADDRESS, str(hooked.persons["lutz"]))
    assert "A test of your webhook" in ines.get(path).content.decode()
