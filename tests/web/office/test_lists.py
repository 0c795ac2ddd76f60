"""A client's emergency list at the office: its card, its dialogs, the review, the drill, and my clients."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from holdfast.clients.actions.list_reviews import make_reviews_due
from holdfast.clients.models import EmergencyList, ListVersion
from holdfast.lists.actions.requesting import ask_for_change
from holdfast.lists.models import Answer, Change, ListRequest
from holdfast.notices.models import Delivery
from holdfast.people.models import Person
from holdfast.project.demo.world import World
from tests.clients.lists import NIGHT, ORLA, listing, on_list
from tests.promises.acceptance import accept
from tests.web.doors import At
from tests.world import Clock, ticket_by_mail

NEW = {
    "email": "Emergency@OspreyLane.example",
    "name": "Emergency desk",
    "role": "Everybody",
    "is_global": "on",
    "wants": ["interruption", "maintenance"],
    "kind_1": "mail",
    "kind_2": "voice",
    "address_2": "+1 202 555 0111",
    "language": "en-gb",
    "time_zone": "America/New_York",
    "because": "Recommended on the phone",
}


def base(world: World) -> str:
    return f"/desk/clients/{world.osprey.pk}"


def test_a_contact_is_put_on_changed_and_taken_off_by_the_account_manager(world: World, at_desk: At) -> None:
    door, path = at_desk(world.ines), f"{base(world)}/list/contacts"
    assert "Nobody would hear of an interruption." in door.get(f"{base(world)}/").content.decode()
    put = door.post(f"{path}/new/", NEW)
    assert put.headers["Location"] == f"{base(world)}/#emergency-list"
    listing(world.osprey, replace(ORLA, role=""), *_present(world), by=world.ines)
    desk = Person.objects.get(email="emergency@ospreylane.example")
    page = door.get(f"{base(world)}/").content.decode()
    for said in (
        "1 of 2 verified", "Emergency desk", "Mail, then Phone call +12025550111", "Waiting for confirmation",
        "Emergency desk has not confirmed.", "Version 2", "Recommended on the phone",
    ):  # fmt: skip
        assert said in page, said
    changed = {**NEW, "wants": ["interruption"], "because": "Maintenance goes to Orla"}
    assert door.post(f"{path}/{desk.pk}/", changed).status_code == 302
    assert ListVersion.objects.latest("number").because == "Maintenance goes to Orla"
    refused = door.post(f"{path}/{world.orla.pk}/end/", {"because": "She left"})
    assert refused.status_code == 422
    assert "Somebody must be told of maintenance" in refused.content.decode()
    assert door.post(f"{path}/{desk.pk}/end/", {"because": "Closed"}).status_code == 302
    assert on_list(world.osprey) == [ORLA.email]


def _present(world: World) -> list[object]:
    from holdfast.clients.emergency.reading import list_of, listed

    return [listed(entry) for entry in list_of(world.osprey.pk).entries]  # type: ignore[return-value]


def test_what_cannot_stand_is_refused_at_its_field(world: World, at_desk: At) -> None:
    door, path = at_desk(world.ines), f"{base(world)}/list/contacts/new/"
    for said, field in (
        ({"email": "lutz@velda.example"}, "email"),
        ({"email": "support@pellucid.example"}, "email"),
        ({"email": "x"}, "email"),
        ({"wants": []}, "wants"),
        ({"wants": ["upgrades"]}, "wants"),
        ({"wants": ["gossip"]}, "wants"),
        ({"address_2": "0207946"}, "address_2"),
        ({"kind_3": "webhook", "address_3": "https://10.0.0.1/"}, "address_3"),
        ({"address_1": "other@ospreylane.example"}, "address_1"),
        ({"kind_2": "", "address_2": "+12025550111"}, "kind_2"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"language": "xx"}, "language"),
        ({"because": ""}, "because"),
    ):
        answer = door.post(path, NEW | said)
        assert (said, answer.status_code) == (said, 422)
        assert field in answer.context["form"].errors, said
    assert not EmergencyList.objects.exists()


def test_support_changes_it_with_the_number_of_the_clients_ticket(world: World, at_desk: At) -> None:
    theirs, foreign = ticket_by_mail(world), ticket_by_mail(world, "lutz")
    door, path = at_desk(world.tobin), f"{base(world)}/list/contacts/new/"
    assert "ticket" in door.post(path, NEW).context["form"].errors
    assert "ticket" in door.post(path, NEW | {"ticket": foreign.pk}).context["form"].errors
    assert door.post(path, NEW | {"ticket": theirs.pk}).status_code == 302
    version = ListVersion.objects.get()
    assert (version.by_label, version.because) == ("Tobin Adeyar", f"#{theirs.pk}: Recommended on the phone")
    assert at_desk(world.theo).get(path).status_code == 403
    assert at_desk(world.corin).post(path, NEW).status_code == 403


def test_the_review_is_confirmed_on_the_page_for_the_version_that_was_read(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    make_reviews_due()
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    door = at_desk(world.ines)
    assert "The review of 2026-Q4 is due" in door.get(f"{base(world)}/").content.decode()
    dialog = door.get(f"{base(world)}/list/review/")
    assert dialog.context["form"].initial == {"number": 1}
    assert "Night desk" in dialog.content.decode()
    assert door.post(f"{base(world)}/list/review/", {"number": 0}).status_code == 422
    assert door.post(f"{base(world)}/list/review/", {"number": 1}).status_code == 302
    assert EmergencyList.objects.get().reviewed_at == the_clock.now
    assert "The review of" not in door.get(f"{base(world)}/").content.decode()


def test_a_drill_shows_its_result_for_each_contact_on_the_card(world: World, at_desk: At) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    door = at_desk(world.ines)
    assert "Send to 2 contacts" in door.get(f"{base(world)}/list/drill/").content.decode()
    assert door.post(f"{base(world)}/list/drill/").status_code == 302
    by_hand = door.get(f"{base(world)}/list/")
    assert by_hand.headers["Location"] == f"{base(world)}/#emergency-list"
    fetched = {"hx-request": "true"}
    card = door.get(f"{base(world)}/list/", headers=fetched).content.decode()
    assert f'data-live="client-{world.osprey.pk}"' in card
    assert "0 of 2 accepted" in card
    assert card.count("Waiting</span>") == 2
    accept("list_drill")
    card = door.get(f"{base(world)}/list/", headers=fetched).content.decode()
    assert "2 of 2 accepted" in card
    assert door.post(f"{base(world)}/list/drill/").status_code == 422


def test_the_link_is_sent_again_by_a_button(world: World, at_desk: At, the_clock: Clock) -> None:
    listing(world.osprey, ORLA, NIGHT, by=world.ines)
    night = Person.objects.get(email=NIGHT.email)
    path = f"{base(world)}/list/contacts/{night.pk}/proof/"
    door = at_desk(world.tobin)
    assert "less than ten minutes ago" in door.post(path, follow=True).content.decode()
    the_clock.forward(minutes=11)
    assert "The link is on its way" in door.post(path, follow=True).content.decode()
    assert Delivery.objects.filter(notice__kind="list_proof").count() == 2


def test_my_clients_are_those_i_manage_or_cover_now_the_worst_first(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    listing(world.osprey, replace(ORLA, is_global=True), by=world.ines)
    listing(world.velda, replace(NIGHT, email="night@velda.example", is_global=True), by=world.ines)
    quillon = world.quillon
    quillon.cover, quillon.account_manager_away_until = world.ines, the_clock.now + timedelta(days=3)
    quillon.save()
    shown = at_desk(world.ines).get("/desk/clients/mine/").context["clients"]
    assert [(each.name, each.badge[1], each.why) for each in shown] == [
        ("Northwick School", "Empty", ""),
        ("Quillon Freight", "Empty", "you cover"),
        ("Sorrel Foods", "Empty", ""),
        ("Velda Retail", "0 of 1 verified", ""),
        ("Osprey Lane Clinics", "Sound", ""),
    ]
    away = {
        each.name: each.why for each in at_desk(world.corin).get("/desk/clients/mine/").context["clients"]
    }
    assert away["Quillon Freight"] == "you are away; somebody stands in"
    assert list(at_desk(world.theo).get("/desk/clients/mine/").context["clients"]) == []
    quillon.cover = None
    quillon.save()
    (stands_in,) = at_desk(world.theo).get("/desk/clients/mine/").context["clients"]
    assert (stands_in.name, stands_in.why) == ("Quillon Freight", "nobody looks after it; managers stand in")


def test_what_a_client_asked_for_is_applied_with_two_clicks_on_the_tickets_page(
    world: World, at_desk: At
) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    ticket = ask_for_change(world.bram.contact, change=Change.ADD, wanted=NIGHT, words="They work at night.")
    door = at_desk(world.tobin)
    page = door.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "Put on the list: night-desk@ospreylane.example" in page
    assert "<ins>Text message +12025550199, then Mail</ins>" in page
    assert "asks for a change" in at_desk(world.ines).get(f"{base(world)}/").content.decode()
    assert at_desk(world.mirela).get(f"/desk/tickets/{ticket.pk}/list-request/").status_code == 403
    assert "list-request/" not in at_desk(world.mirela).get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "Apply it" in door.get(f"/desk/tickets/{ticket.pk}/list-request/").content.decode()
    assert door.post(f"/desk/tickets/{ticket.pk}/list-request/").status_code == 302
    assert on_list(world.osprey) == [ORLA.email, NIGHT.email]
    page = door.get(f"/desk/tickets/{ticket.pk}/").content.decode()
    assert "Applied by Tobin Adeyar" in page
    assert "changed the emergency list; it is version 2 now" in page


def test_or_declined_with_words(world: World, at_desk: At) -> None:
    listing(world.osprey, ORLA, by=world.ines)
    ticket = ask_for_change(world.bram.contact, change=Change.ADD, wanted=NIGHT)
    path = f"/desk/tickets/{ticket.pk}/list-request/decline/"
    door = at_desk(world.tobin)
    assert door.post(path, {"words": ""}).status_code == 422
    assert door.post(path, {"words": "That desk is not yours."}).status_code == 302
    assert ListRequest.objects.get().answer == Answer.DECLINED
    assert at_desk(world.tobin).post(path, {"words": "Again."}).status_code == 422


def test_my_clients_show_the_clock_of_the_review_that_is_promised(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    make_reviews_due()
    door = at_desk(world.osprey.account_manager)
    assert "Emergency list reviewed" in door.get("/desk/clients/mine/").content.decode()
    the_clock.forward(days=30)
    assert 'data-state="overdue"' in door.get("/desk/clients/mine/").content.decode()
    the_clock.forward(days=20)
    assert make_reviews_due()
    page = door.get("/desk/clients/mine/").content.decode()
    assert "Review 2026-Q4 due" in page and "2027-Q1" not in page, "the one that the clock is of"
