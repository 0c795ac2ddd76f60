"""Clients at the office: entered, changed, their contacts and contracts; every refusal at its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from holdfast.clients.actions.organisations import enter_organisation
from holdfast.clients.models import Contact, Contract, Organisation
from holdfast.clients.queries import agreement_with
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.people.models import Person, Team
from holdfast.project.demo.world import World
from holdfast.tickets.models import Ticket
from tests.web.doors import At
from tests.world import Clock

NEW = {"name": "Alder Mills", "time_zone": "Europe/Oslo", "domains": "aldermills.example\n@alder.example"}


def test_a_client_is_entered_with_contact_and_contract(
    world: World, at_desk: At, trail: Callable[[], list[str]]
) -> None:
    door = at_desk(world.ines)
    entered = door.post("/desk/clients/new/", NEW)
    alder = Organisation.objects.get(name="Alder Mills")
    assert entered.headers["Location"] == f"/desk/clients/{alder.pk}/"
    assert alder.domains == ["aldermills.example", "alder.example"]
    base = f"/desk/clients/{alder.pk}"
    contact = {"email": "Petra@AlderMills.example", "name": "Petra Lomond", "is_approver": "on"}
    assert door.post(f"{base}/contacts/new/", contact).status_code == 302
    petra = Contact.objects.select_related("person").get(organisation=alder)
    assert (petra.person.email, petra.person.time_zone) == ("petra@aldermills.example", "Europe/Oslo")
    assert (petra.is_approver, petra.is_administrator, petra.person.roles) == (True, False, [])
    assert (
        door.post(f"{base}/contracts/new/", {"starts_on": "2026-11-01", "is_enterprise": "on"}).status_code
        == 302
    )
    begins = datetime(2026, 10, 31, 23, tzinfo=UTC)  # a contract's date is the client's: midnight in Oslo
    assert agreement_with(alder, at=begins).is_enterprise
    assert not agreement_with(alder, at=begins - timedelta(seconds=1)).is_enterprise
    page = door.get(f"{base}/").content.decode()
    assert "An enterprise client without an account manager" in page
    named = {"account_manager": world.ines.pk, "cover": world.corin.pk, "away_until": "2026-12-01T18:00"}
    assert door.post(f"{base}/account-manager/", named).status_code == 302
    alder.refresh_from_db()
    assert alder.account_manager_away_until is not None
    assert alder.account_manager_away_until.isoformat() == "2026-12-01T17:00:00+00:00"  # Ines is in Ljubljana
    page = door.get(f"{base}/").content.decode()
    assert "Petra Lomond" in page
    assert "Cover: Corin Ashgrove" in page
    assert {"OrganisationEntered", "ContactEntered", "ContractEntered", "AccountManagerNamed"} <= set(trail())


def test_the_list_marks_an_enterprise_from_midnight_where_the_client_is(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    alder = enter_organisation(name="Alder Mills", time_zone="Europe/Oslo", by=world.ines)
    Contract.objects.create(organisation=alder, is_enterprise=True, starts_on="2026-11-01")
    door, shown = at_desk(world.ines), {}
    for minute in (59, 60):
        the_clock.set(datetime(2026, 10, 31, 22, tzinfo=UTC) + timedelta(minutes=minute))
        (line,) = door.get("/desk/clients/", {"q": "Alder"}).context["clients"]
        shown[minute] = (line.is_enterprise, line.is_unlooked_after)
    assert shown == {59: (False, False), 60: (True, True)}


def test_what_cannot_stand_is_refused_at_its_field(world: World, at_desk: At) -> None:
    door, base = at_desk(world.ines), f"/desk/clients/{world.osprey.pk}"
    for path, said, field in (
        ("/desk/clients/new/", {**NEW, "name": "osprey lane clinics"}, "name"),
        ("/desk/clients/new/", {**NEW, "name": ""}, "name"),
        ("/desk/clients/new/", {**NEW, "time_zone": "Mars/Base"}, "time_zone"),
        ("/desk/clients/new/", {**NEW, "domains": "not a domain"}, "domains"),
        ("/desk/clients/new/", {**NEW, "domains": "velda.example"}, "domains"),
        ("/desk/clients/new/", {**NEW, "calendar": "99999"}, "calendar"),
        (f"{base}/contacts/new/", {"email": "tobin@pellucid.example"}, "email"),
        (f"{base}/contacts/new/", {"email": "lutz@velda.example"}, "email"),
        (f"{base}/contacts/new/", {"email": "x"}, "email"),
        (f"{base}/account-manager/", {"account_manager": world.tobin.pk}, "account_manager"),
        (f"{base}/account-manager/", {"account_manager": world.orla.pk}, "account_manager"),
        (f"{base}/account-manager/", {"account_manager": world.ines.pk, "cover": world.ines.pk}, "cover"),
        (f"{base}/account-manager/", {"away_until": "2026-12-01T10:00"}, "away_until"),
        (f"{base}/account-manager/", {"account_manager": world.ines.pk, "away_until": "x"}, "away_until"),
        (f"{base}/contracts/new/", {"starts_on": "2019-01-01"}, "starts_on"),
        (f"{base}/contracts/new/", {"starts_on": "2026-01-01", "ends_on": "2025-01-01"}, "ends_on"),
        (f"{base}/contracts/new/", {"starts_on": "someday"}, "starts_on"),
    ):
        answer = door.post(path, said)
        assert (said, answer.status_code) == (said, 422)
        assert field in answer.context["form"].errors, said


def test_t43_a_contact_is_changed_by_its_own_fields_and_stays_with_its_client(
    world: World, at_desk: At
) -> None:
    contact = Contact.objects.get(person=world.bram)
    said = {
        "name": "Bram Oakhollow",
        "role": "Clinics north",
        "time_zone": "America/New_York",
        "is_administrator": "on",
        "organisation": world.velda.pk,
        "person": world.tobin.pk,
        "roles": ["administrator"],
        "email": "other@ospreylane.example",
    }
    path = f"/desk/clients/{world.osprey.pk}/contacts/{contact.pk}/"
    assert at_desk(world.ines).post(path, said).status_code == 302
    contact = Contact.objects.select_related("person").get(pk=contact.pk)
    assert (contact.organisation, contact.person, contact.role) == (world.osprey, world.bram, "Clinics north")
    assert (contact.is_administrator, contact.person.roles) == (True, [])
    assert contact.person.email == "bram@ospreylane.example"


def test_whoever_looks_after_the_client_says_that_mail_arrives_again(
    world: World, at_desk: At, trail: Callable[[], list[str]]
) -> None:
    Person.objects.filter(pk=world.bram.pk).update(bounced_at=clock.now() - timedelta(days=1))
    base = f"/desk/clients/{world.osprey.pk}"
    path = f"{base}/contacts/{Contact.objects.get(person=world.bram).pk}/reached/"
    assert path in at_desk(world.ines).get(path.removesuffix("reached/")).content.decode()
    assert at_desk(world.tobin).post(path).status_code == 403
    assert "Mail bounced" in at_desk(world.ines).get(f"{base}/").content.decode()
    assert at_desk(world.ines).post(path).status_code == 302
    assert "Mail bounced" not in at_desk(world.ines).get(f"{base}/").content.decode()
    assert trail().count("AddressTakesMail") == 1
    assert path not in at_desk(world.ines).get(path.removesuffix("reached/")).content.decode()


def test_whoever_is_no_contact_any_more_sees_their_own_tickets_alone(
    world: World, printer: Ticket, at_desk: At
) -> None:
    bram = Contact.objects.get(person=world.bram)
    bram.is_administrator = True
    bram.save()
    theirs = at_desk(Person.objects.get(pk=world.bram.pk))
    assert theirs.get(f"/tickets/{printer.pk}/").status_code == 200
    path = f"/desk/clients/{world.osprey.pk}/contacts/{bram.pk}/end/"
    assert at_desk(world.ines).post(path).status_code == 302
    assert theirs.get(f"/tickets/{printer.pk}/").status_code == 404


def test_whoever_wrote_before_is_the_same_person_as_the_contact(world: World, at_desk: At) -> None:
    stranger = Person.objects.create(email="new@ospreylane.example", name="New Hand")
    at_desk(world.ines).post(
        f"/desk/clients/{world.osprey.pk}/contacts/new/", {"email": stranger.email, "name": "Another name"}
    )
    contact = Contact.objects.select_related("person").get(person=stranger)
    assert (contact.organisation, contact.person.name) == (world.osprey, "New Hand")
    assert contact.person.time_zone == "America/New_York"  # or every due time would be said in UTC


def test_a_contract_without_an_end_gives_way_the_day_before(world: World, at_desk: At) -> None:
    door, base = at_desk(world.ines), f"/desk/clients/{world.osprey.pk}/contracts"
    assert door.post(f"{base}/new/", {"starts_on": "2027-01-01"}).status_code == 302
    former, later = Contract.objects.filter(organisation=world.osprey).order_by("starts_on")
    assert former.ends_on == date(2026, 12, 31)
    assert door.post(f"{base}/{later.pk}/end/", {"ends_on": "2026-01-01"}).status_code == 422
    assert door.post(f"{base}/{later.pk}/end/", {"ends_on": "2027-06-30"}).status_code == 302
    assert agreement_with(world.osprey, at=datetime(2027, 7, 1, 12, tzinfo=UTC)).is_enterprise is False


def test_the_list_and_the_forms_go_by_the_clients_own_date(
    world: World, at_desk: At, the_clock: Clock
) -> None:
    """Just after midnight in Auckland it is the day before elsewhere."""
    Organisation.objects.exclude(pk=world.osprey.pk).update(time_zone="America/New_York")
    Organisation.objects.filter(pk=world.osprey.pk).update(time_zone="Pacific/Auckland")
    Contract.objects.update(is_enterprise=True, starts_on=date(2026, 11, 26), ends_on=None)
    the_clock.forward(seconds=(datetime(2026, 11, 25, 11, tzinfo=UTC) - the_clock.now).total_seconds())
    door = at_desk(world.ines)
    listed = door.get("/desk/clients/").content.decode()
    assert listed.count('<span class="badge">Enterprise</span>') == 1
    form = door.get(f"/desk/clients/{world.osprey.pk}/contracts/new/").content.decode()
    assert 'value="2026-11-26"' in form


def test_a_product_is_entered_and_taken_from_what_is_offered(world: World, at_desk: At) -> None:
    door = at_desk(world.ines)
    assert door.post("/desk/products/new/", {"name": "Forms"}).status_code == 302
    assert door.post("/desk/products/new/", {"name": "forms"}).status_code == 422
    chat = world.chat
    team = Team.objects.create(name="Routing")
    said = {"name": "Chat", "teams": [team.pk]}
    for _ in range(2):
        assert door.post(f"/desk/products/{chat.pk}/", said).status_code == 302
    chat.refresh_from_db()
    assert (chat.is_current, list(chat.teams.all())) == (False, [team])
    assert str(team) in door.get("/desk/products/").content.decode()
    (told,) = TrailEntry.objects.filter(fact="ProductTeamsNamed")
    assert told.said["teams"] == [str(team)]
