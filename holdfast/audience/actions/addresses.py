"""Private addresses of a client: made, made anew, ended; by those who look after it, or by its own administrators."""

from __future__ import annotations

from django.db import transaction

from holdfast.audience.facts import PrivateAddressEnded, PrivateAddressMade
from holdfast.audience.models import PrivateAddress, Purpose
from holdfast.clients.models import Contact, Organisation
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.kernel.rows import insert
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def make_address(organisation: Organisation, purpose: Purpose, *, by: Person) -> PrivateAddress:
    """A new one; the one before, if any, opens nothing from now on. Refused: `forbidden`."""
    require_may_give(organisation, by)
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    PrivateAddress.objects.filter(organisation=organisation, purpose=purpose, ended_at=None).update(
        ended_at=at
    )
    (made,) = insert([PrivateAddress(organisation=organisation, purpose=purpose, made_at=at)])
    record(PrivateAddressMade(client=organisation.pk, purpose=purpose), by=by.actor, at=at)
    return made


@transaction.atomic
def end_address(organisation: Organisation, purpose: Purpose, *, by: Person) -> None:
    """Whoever has it reads nothing any more."""
    require_may_give(organisation, by)
    at = clock.now()
    (organisation,) = Organisation.objects.locked(organisation.pk)
    standing = PrivateAddress.objects.filter(organisation=organisation, purpose=purpose, ended_at=None)
    if standing.update(ended_at=at):
        record(PrivateAddressEnded(client=organisation.pk, purpose=purpose), by=by.actor, at=at)


def require_may_give(organisation: Organisation, person: Person) -> None:
    """Of the vendor's people those who change clients; of the client's own those who see all of its tickets."""
    if person.is_vendor:
        return require_may(person, Act.CHANGE_CLIENTS)
    if not may_give(Contact.objects.filter(person=person, organisation=organisation).first()):
        raise Forbidden("Whoever sees all tickets of your organisation does this.")
    return None


def may_give(contact: Contact | None) -> bool:
    """Whether this contact may hand the addresses of their organisation out."""
    return contact is not None and contact.is_administrator


def read_address(token: str, purpose: Purpose) -> Organisation:
    """Whose it is. Refused: `link_wrong`, `link_ended`."""
    found = PrivateAddress.objects.select_related("organisation").filter(token=token, purpose=purpose).first()
    if found is None:
        raise Refused("There is nothing at this address.", code="link_wrong")
    if found.ended_at is not None:
        raise Refused("This address has ended. Ask your account manager for the new one.", code="link_ended")
    return found.organisation


def addresses_of(organisation: Organisation) -> dict[str, PrivateAddress]:
    """Those that open something, by their purpose."""
    return {each.purpose: each for each in organisation.private_addresses.filter(ended_at=None)}
