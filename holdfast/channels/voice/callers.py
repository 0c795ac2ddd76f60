"""Who calls: whoever is known by the number. What a display shows proves nobody, so nothing is told for it."""

from __future__ import annotations

from holdfast.kernel.actor import SYSTEM
from holdfast.people.actions.entering import enter_caller
from holdfast.people.models import NOWHERE, Person

_MOST = 8


def people_with(number: str) -> list[Person]:
    """Everybody of clients who is known by the number, contacts first; a switchboard is several people's."""
    if not number:
        return []
    found = Person.objects.filter(number=number, is_active=True, roles=[]).exclude(email__endswith=NOWHERE)
    return list(
        found.select_related("contact__organisation").order_by("contact__organisation__name", "name")[:_MOST]
    )


def only_one_with(number: str) -> Person | None:
    """Whoever alone is known by it; of several nobody is taken for the caller until a person says who it was."""
    found = people_with(number)
    return found[0] if len(found) == 1 else None


def requester_for(person: Person | None, number: str) -> Person:
    """Whose ticket a call opens: the one known by the number, else the number itself."""
    return person or enter_caller(number, by=SYSTEM)
