"""The vendor's settings and the mailboxes."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from holdfast.channels.models import Mailbox
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from holdfast.vendor.models import the_vendor
from tests.web.doors import At
from tests.web.office.test_people import NEW

VENDOR = {
    "name": "Pellucid",
    "support_address": "support@pellucid.example",
    "phone": "+1 202 555 0143",
    "time_zone": "Europe/London",
    "trusted_authserv_id": "mx.pellucid.example",
    "other_addresses": "help@pellucid.example\nhello@pellucid.example",
}
BOX = {
    "name": "Support",
    "host": "imap.pellucid.example",
    "port": "993",
    "tls": "implicit",
    "user": "support",
    "folder": "INBOX",
    "is_active": "on",
}


def test_the_vendors_settings_are_changed_by_their_own_fields(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    assert door.post("/desk/settings/", {**VENDOR, "demo_sink": "on", "set_up_at": ""}).status_code == 302
    vendor = the_vendor()
    assert vendor.other_addresses == ["help@pellucid.example", "hello@pellucid.example"]
    assert (vendor.trusted_authserv_id, vendor.demo_sink) == ("mx.pellucid.example", False)
    assert vendor.set_up_at is not None
    for field in ("name", "support_address", "time_zone", "other_addresses"):
        answer = door.post("/desk/settings/", {**VENDOR, field: "" if field == "name" else "no"})
        assert (field, answer.status_code, field in answer.context["form"].errors) == (field, 422, True)


def test_no_address_of_ours_is_somebodys_own(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    for field, said in (("support_address", world.tobin.email), ("other_addresses", world.orla.email)):
        answer = door.post("/desk/settings/", {**VENDOR, field: said})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert the_vendor().own_addresses.isdisjoint({world.tobin.email, world.orla.email})
    assert door.post("/desk/settings/", VENDOR).status_code == 302
    for email in ("support@pellucid.example", "Help+x@pellucid.example"):
        answer = door.post("/desk/people/new/", {**NEW, "email": email})
        assert (answer.status_code, "email" in answer.context["form"].errors) == (422, True)
    assert not Person.objects.filter(email__contains="support").exists()


def test_a_mailbox_keeps_its_password_to_itself(world: World, at_desk: At) -> None:
    door = at_desk(world.piotr)
    missing = door.post("/desk/mailboxes/new/", BOX)
    assert (missing.status_code, "password" in missing.context["form"].errors) == (422, True)
    assert door.post("/desk/mailboxes/new/", {**BOX, "password": "very secret"}).status_code == 302
    box = Mailbox.objects.get(name="Support")
    assert b"very secret" not in door.get(f"/desk/mailboxes/{box.pk}/").content
    file = Path(settings.HOME) / "secrets" / f"mailbox-{box.pk}"
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("very secret", 0o600)
    again = door.post("/desk/mailboxes/new/", {**BOX, "password": "x"})
    assert (again.status_code, "name" in again.context["form"].errors) == (422, True)
    renamed = {**BOX, "name": "Other", "folder": "Support"}
    assert door.post(f"/desk/mailboxes/{box.pk}/", renamed).status_code == 302
    box.refresh_from_db()
    assert (box.name, box.folder, file.read_text()) == ("Support", "Support", "very secret")


def test_a_new_mailbox_never_takes_the_password_that_lies_there_under_its_number(
    world: World, at_desk: At
) -> None:
    door = at_desk(world.piotr)
    assert door.post("/desk/mailboxes/new/", {**BOX, "password": "very secret"}).status_code == 302
    key = Mailbox.objects.get(name="Support").pk
    left = [Path(settings.HOME) / "secrets" / f"mailbox-{key + number}" for number in range(1, 5)]
    for file in left:
        file.write_text("of another")
    answer = door.post("/desk/mailboxes/new/", {**BOX, "name": "Other"})
    for file in left:
        file.unlink()
    assert (answer.status_code, "password" in answer.context["form"].errors) == (422, True)
