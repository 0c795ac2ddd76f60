"""By what a person is paged, in order: the channels that they chose, else mail to their address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction

from holdfast.clients.emergency.channels import Channel, require_channels
from holdfast.duty.facts import WaysChanged
from holdfast.duty.models import Way
from holdfast.duty.rules import require_own
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.notices.channels import MAIL
from holdfast.people.models import Person

Places = list[tuple[str, str]]
"""(channel, address) in order, as the ledger takes them."""


def ways_of(people: Collection[Person]) -> dict[int, Places]:
    """For each of them; somebody without ways of their own is reached by mail."""
    chosen: dict[int, Places] = defaultdict(list)
    for way in Way.objects.filter(person__in=people).order_by("person_id", "place"):
        chosen[way.person_id].append((way.kind, way.address))
    return {
        person.pk: [
            (kind, person.email if kind == MAIL else address)
            for kind, address in chosen.get(person.pk) or [(MAIL, "")]
        ]
        for person in people
    }


@transaction.atomic
def set_ways(person: Person, channels: Sequence[Channel], *, by: Person) -> None:
    """Choose one's own; refused at the field of the one that is wrong (`clients.emergency.channels`)."""
    require_own(by, person)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    wanted = require_channels(channels, mail=person.email)
    if [(each.kind, each.address) for each in wanted] == ways_of([person])[person.pk]:
        return
    Way.objects.filter(person=person).delete()
    for place, each in enumerate(wanted):
        Way.objects.create(person=person, place=place, kind=each.kind, address=each.address)
    record(
        WaysChanged(person=person.pk, channels=tuple(each.kind for each in wanted)),
        by=by.actor,
        at=clock.now(),
    )
