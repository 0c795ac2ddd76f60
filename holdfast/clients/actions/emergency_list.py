"""The emergency distribution list of a client is changed: each change is a new version, with who, when and why (E8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import transaction

from holdfast.clients.emergency.contacts import Listed, require_listed, require_whole
from holdfast.clients.emergency.reading import list_of, listed
from holdfast.clients.facts import ListChanged
from holdfast.clients.list_rules import require_may_change_list
from holdfast.clients.models import Contact, EmergencyList, ListEntry, ListVersion, Organisation
from holdfast.kernel import clock
from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.rows import insert
from holdfast.kernel.text import one_line
from holdfast.people.actions.changing import change_person
from holdfast.people.actions.entering import enter_person
from holdfast.people.models import Person, normal_address


def set_list(
    organisation: Organisation,
    contacts: Sequence[Listed],
    *,
    because: str,
    asked_by: Person | None = None,
    by: Person,
) -> EmergencyList:
    """Let exactly these contacts be on the list, in this order; what stands already makes no new version.

    Refused at the field: what `require_listed` and `require_whole` refuse, `works_here`, `is_contact` of another
    client, `words_missing` (field `because`). `asked_by` is the contact of the client on whose request it is done.
    """
    return _renew(organisation, lambda present: contacts, because=because, asked_by=asked_by, by=by)


def put_on_list(
    organisation: Organisation, contact: Listed, *, because: str, asked_by: Person | None = None, by: Person
) -> EmergencyList:
    """One more contact, at the end."""
    return _renew(
        organisation, lambda present: [*present, contact], because=because, asked_by=asked_by, by=by
    )


def change_on_list(
    organisation: Organisation,
    address: str,
    contact: Listed,
    *,
    because: str,
    asked_by: Person | None = None,
    by: Person,
) -> EmergencyList:
    """Let the contact with this address be told so from now on; with another address it is somebody else's place."""
    address = normal_address(address)

    def changed(present: Sequence[Listed]) -> list[Listed]:
        _require_on(present, address)
        return [contact if each.email == address else each for each in present]

    return _renew(organisation, changed, because=because, asked_by=asked_by, by=by)


def take_off_list(
    organisation: Organisation, address: str, *, because: str, asked_by: Person | None = None, by: Person
) -> EmergencyList:
    """The contact with this address is told nothing any more; refused where then nobody would be (E9)."""
    address = normal_address(address)

    def without(present: Sequence[Listed]) -> list[Listed]:
        _require_on(present, address)
        return [each for each in present if each.email != address]

    return _renew(organisation, without, because=because, asked_by=asked_by, by=by)


def renew_for_contact(
    organisation: Organisation,
    person: Person,
    change: Callable[[Listed], Listed | None],
    *,
    because: str,
) -> EmergencyList:
    """The contact's own entry as they want it, or none; they need nobody's leave, and touch nobody else's."""

    def make(present: Sequence[Listed]) -> list[Listed]:
        after = [change(each) if each.email == person.email else each for each in present]
        return [each for each in after if each is not None]

    return _renew(organisation, make, because=because, asked_by=None, by=person, is_own_entry=True)


@transaction.atomic
def _renew(
    organisation: Organisation,
    make: Callable[[Sequence[Listed]], Sequence[Listed]],
    *,
    because: str,
    asked_by: Person | None,
    by: Person,
    is_own_entry: bool = False,
) -> EmergencyList:
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    if not is_own_entry:
        require_may_change_list(by, organisation, asked_by=asked_by, at=at)
    if organisation.is_own:
        raise Refused("The vendor's own people are told at the desk.", code="is_own")
    if not (because := one_line(because, limit=400)):
        raise Refused("Say why it changes.", code="words_missing", field="because")
    before = list_of(organisation.pk)
    wanted = [require_listed(each) for each in make([listed(each) for each in before.entries])]
    require_whole(wanted)
    entries = [
        _entry(each, organisation, position, by=by.actor) for position, each in enumerate(wanted, start=1)
    ]
    the_list, _ = EmergencyList.objects.get_or_create(organisation=organisation)
    if [_told(each) for each in entries] == [_told(each) for each in before.entries]:
        return the_list
    the_list.number += 1
    the_list.reviewed_at = the_list.reviewed_at or at
    the_list.save(update_fields=["number", "reviewed_at"])
    version = ListVersion.objects.create(
        list=the_list, number=the_list.number, at=at, by_label=str(by), because=because
    )
    for entry in entries:
        entry.version = version
    insert(entries)
    fact = ListChanged(
        client=organisation.pk,
        number=version.number,
        **_difference(before.entries, entries),
        because=because,
        asked_by=asked_by.pk if asked_by else None,
    )
    record(fact, by=by.actor, at=at)
    return the_list


def _entry(wanted: Listed, organisation: Organisation, position: int, *, by: Actor) -> ListEntry:
    return ListEntry(
        person=_person(wanted, organisation, by=by),
        role=wanted.role,
        position=position,
        is_global=wanted.is_global,
        channels=[{"kind": each.kind, "address": each.address} for each in wanted.channels],
        wants=list(wanted.wants),
    )


def _person(wanted: Listed, organisation: Organisation, *, by: Actor) -> Person:
    """Whoever has the address, entered when nobody has; their name, language and zone as wanted."""
    person = Person.objects.select_related("contact__organisation").filter(email=wanted.email).first()
    if person is None:
        person = enter_person(email=wanted.email, name=wanted.name, by=by)
        wanted = replace(wanted, time_zone=wanted.time_zone or organisation.time_zone)
    elif person.is_vendor:
        raise Refused(f"{person} works here.", code="works_here", field="email")
    contact: Contact | None = getattr(person, "contact", None)
    if contact is not None and contact.organisation_id != organisation.pk:
        raise Refused(f"{person} is a contact of {contact.organisation}.", code="is_contact", field="email")
    return change_person(
        person,
        name=wanted.name or None,
        language=wanted.language or None,
        time_zone=wanted.time_zone or None,
        by=by,
    )


def _told(entry: ListEntry) -> tuple[object, ...]:
    """What of an entry makes a version; name, language and zone are the person's own."""
    return entry.person_id, entry.role, entry.is_global, entry.channels, list(entry.wants)


def _difference(before: Sequence[ListEntry], after: Sequence[ListEntry]) -> dict[str, tuple[int, ...]]:
    old = {entry.person_id: _told(entry) for entry in before}
    new = {entry.person_id: _told(entry) for entry in after}
    return {
        "added": tuple(key for key in new if key not in old),
        "changed": tuple(key for key in new if key in old and new[key] != old[key]),
        "removed": tuple(key for key in old if key not in new),
    }


def _require_on(present: Sequence[Listed], address: str) -> None:
    if all(each.email != address for each in present):
        raise Refused(f"{address} is not on the list any more.", code="not_listed", field="email")
