"""The people of a client: entered by their address, their part changed, ended."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from holdfast.clients.facts import ContactChanged, ContactEnded, ContactEntered
from holdfast.clients.models import Contact, Organisation, Preferred
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.actions.changing import change_person
from holdfast.people.actions.entering import enter_person, require_their_address
from holdfast.people.actions.reaching import take_mark_away
from holdfast.people.acts import Act, require_may
from holdfast.people.models import ZONE_NOT_SAID, Person


@transaction.atomic
def enter_contact(
    organisation: Organisation,
    *,
    email: str,
    name: str = "",
    role: str = "",
    is_administrator: bool = False,
    is_approver: bool = False,
    by: Person,
) -> Contact:
    """Somebody of the client, by their address; whoever wrote to us before is the same person.

    Refused: `works_here` for the vendor's own people, `is_contact` for whoever is of a client already.
    """
    require_may(by, Act.CHANGE_CLIENTS)
    if organisation.is_own:
        raise Refused("The vendor's own people are entered under People.", code="is_own")
    contact = Contact(
        organisation=organisation,
        role=one_line(role, limit=120),
        is_administrator=is_administrator,
        is_approver=is_approver,
    )
    return _enter(contact, email=email, name=name, by=by.actor)


@transaction.atomic
def enter_vouched_contact(organisation: Organisation, *, email: str, name: str, by: Actor) -> Contact:
    """Somebody of the client by the word of a product that may speak for it: a plain contact, its address not confirmed."""
    return _enter(Contact(organisation=organisation), email=email, name=name, by=by)


@transaction.atomic
def change_contact(
    contact: Contact,
    *,
    name: str,
    phone: str,
    time_zone: str,
    role: str,
    is_administrator: bool,
    is_approver: bool,
    preferred_channel: str | None = None,
    by: Person,
) -> Contact:
    """Change what is known of the person and what they may do for their client; never to which client they belong."""
    require_may(by, Act.CHANGE_CLIENTS)
    contact = Contact.objects.select_for_update(of=("self",)).select_related("person").get(pk=contact.pk)
    if contact.person.is_vendor:
        raise Refused(f"{contact.person} works here; an administrator changes them.", code="works_here")
    contact.person = change_person(contact.person, name=name, phone=phone, time_zone=time_zone, by=by.actor)
    wanted: dict[str, str | bool] = {
        "role": one_line(role, limit=120),
        "is_administrator": is_administrator,
        "is_approver": is_approver,
    }
    if preferred_channel is not None:
        wanted["preferred_channel"] = require_channel(preferred_channel)
    return change_part(contact, wanted, by=by.actor)


def change_part(contact: Contact, wanted: Mapping[str, str | bool], *, by: Actor) -> Contact:
    """Write what differs of these fields, and record it; who may, the caller asked."""
    changed = tuple(field for field, value in wanted.items() if getattr(contact, field) != value)
    if changed:
        for field in changed:
            setattr(contact, field, wanted[field])
        contact.save(update_fields=changed)
        fact = ContactChanged(client=contact.organisation_id, person=contact.person_id, changed=changed)
        record(fact, by=by, at=clock.now())
    return contact


def require_channel(said: str) -> str:
    """The channel by which somebody would like to be answered, or none; refuse what is no channel (A1)."""
    if said not in Preferred.values:
        raise Refused("Choose one of the channels.", code="no_channel", field="preferred_channel")
    return said


@transaction.atomic
def say_mail_arrives(contact: Contact, *, by: Person) -> Contact:
    """Whoever looks after the client knows that the address takes mail again, from the client themselves."""
    require_may(by, Act.CHANGE_CLIENTS)
    contact = Contact.objects.select_related("person").get(pk=contact.pk)
    at = clock.now()
    take_mark_away(contact.person, how=f"the word of {by}", as_of=at, at=at, by=by.actor)
    return contact


@transaction.atomic
def end_contact(contact: Contact, *, by: Person) -> None:
    """The person is of the client no more: they see their own tickets from now on, and none of the client's."""
    require_may(by, Act.CHANGE_CLIENTS)
    fact = ContactEnded(client=contact.organisation_id, person=contact.person_id)
    contact.delete()
    record(fact, by=by.actor, at=clock.now())


def _enter(contact: Contact, *, email: str, name: str, by: Actor) -> Contact:
    address = require_their_address(email)
    known = Person.objects.select_related("contact__organisation").filter(email=address).first()
    person = known or enter_person(email=address, name=name, by=by)
    _require_free(person)
    if person.time_zone == ZONE_NOT_SAID:  # whoever wrote to us before has said none either
        person = change_person(person, time_zone=contact.organisation.time_zone, by=by)
    if name.strip() and not person.name:
        change_person(person, name=name, by=by)
    contact.person = person
    contact.save(force_insert=True)
    fact = ContactEntered(
        client=contact.organisation_id,
        person=person.pk,
        is_administrator=contact.is_administrator,
        is_approver=contact.is_approver,
    )
    record(fact, by=by, at=clock.now())
    return contact


def _require_free(person: Person) -> None:
    if person.is_vendor:
        raise Refused(f"{person} works here.", code="works_here", field="email")
    contact: Contact | None = getattr(person, "contact", None)
    if contact is not None:
        raise Refused(f"{person} is a contact of {contact.organisation}.", code="is_contact", field="email")
