"""Mail came back from somebody's address: the mark stands until something newer shows that the address takes mail."""

from __future__ import annotations

from datetime import datetime

from holdfast.kernel.actor import Actor
from holdfast.kernel.facts import record
from holdfast.people.facts import AddressTakesMail
from holdfast.people.models import Person


def take_mark_away(person: Person, *, how: str, as_of: datetime, at: datetime, by: Actor) -> None:
    """Something shows that mail reaches the person; a bounce that is newer than it stands."""
    if person.bounced_at is None or person.bounced_at >= as_of:
        return
    if Person.objects.filter(pk=person.pk, bounced_at__lt=as_of).update(bounced_at=None):
        person.bounced_at = None
        record(AddressTakesMail(person=person.pk, how=how), by=by, at=at)
