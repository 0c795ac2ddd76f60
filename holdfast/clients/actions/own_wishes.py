"""What a contact of a list wants no more, said by themselves: news alone, never what somebody must be told of (E9)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db import transaction
from django.db.models import F

from holdfast.clients.actions.emergency_list import renew_for_contact
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.models import ListEntry, Organisation, Wanted
from holdfast.people.models import Person

LEAVABLE: Final = (Wanted.UPGRADES, Wanted.NEWSLETTER)


@transaction.atomic
def want_no_more(person: Person, kind: str) -> bool:
    """Whether anything changed; whoever is on a list for nothing else leaves it."""
    if kind not in LEAVABLE:
        raise ValueError(f"Nobody leaves {kind} by themselves.")
    rows = ListEntry.objects.filter(
        version__number=F("version__list__number"), person=person, wants__contains=[kind]
    )
    clients = list(rows.values_list("version__list__organisation", flat=True))
    for organisation in Organisation.objects.locked(*clients):
        label = Wanted(kind).label.lower()
        renew_for_contact(
            organisation, person, lambda each: _without(each, kind), because=f"Wants no more {label}"
        )
    return bool(clients)


def _without(contact: Listed, kind: str) -> Listed | None:
    wants = tuple(each for each in contact.wants if each != kind)
    return replace(contact, wants=wants) if wants else None
