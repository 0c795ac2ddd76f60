"""What somebody of a client says of themselves: name, phone, time zone, and how they would like to be answered (A1)."""

from __future__ import annotations

from django.db import transaction

from holdfast.clients.actions.contacts import change_part, require_channel
from holdfast.clients.models import Contact
from holdfast.people.actions.changing import change_person
from holdfast.people.models import Person


@transaction.atomic
def change_own_profile(
    person: Person, *, name: str, phone: str, time_zone: str, preferred_channel: str = ""
) -> Person:
    """Their own words alone; who is nobody's contact has no preferred channel, for nobody keeps one for them."""
    change_person(person, name=name, phone=phone, time_zone=time_zone, by=person.actor)
    contact = Contact.objects.select_for_update(of=("self",)).filter(person=person).first()
    if contact is not None:
        change_part(contact, {"preferred_channel": require_channel(preferred_channel)}, by=person.actor)
    return person
