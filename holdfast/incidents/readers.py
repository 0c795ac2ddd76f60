"""Who of a client is told: the contacts of its emergency list that want it; else, in their place, whom else we know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet

from holdfast.clients.emergency.reading import lists_of
from holdfast.clients.models import Contact, ListEntry, ListVersion, Wanted
from holdfast.notices.letters import Reader
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.people.models import Person


@dataclass
class Readers:
    """Of one client: by which version of its list, and whom."""

    version: int | None = None
    readers: list[Reader] = field(default_factory=list)


def readers_of(organisations: Iterable[int], wanted: Wanted) -> dict[int, Readers]:
    """For any number of clients, by key, in three queries; without a list the client's own contacts stand in for it.

    A substitute is marked, so that what it keeps is told apart (promises.md, 'Accepted'). Administrators and approvers
    come before other contacts; a client of whom nobody is known has no reader.
    """
    lists = lists_of(list(organisations))
    found = {key: Readers(its.version.pk if its.version else None) for key, its in lists.items()}
    for key, its in lists.items():
        found[key].readers += [_listed(each) for each in its.entries if _takes(each, wanted)]
    empty = [key for key, its in found.items() if not its.readers]
    for key, readers in substitutes(empty).items():
        found[key].readers += readers
    return found


def substitutes(
    organisations: Iterable[int], *, but: QuerySet[Delivery, Any] | None = None
) -> dict[int, list[Reader]]:
    """By client, whom else of it we know, so marked; `but` are the persons who were tried."""
    found: dict[int, list[Reader]] = {}
    for contact in _substitutes(list(organisations), but=but):
        reader = Reader(person=contact.person, to_client=True, is_substitute=True, is_listed=True)
        found.setdefault(contact.organisation_id, []).append(reader)
    return found


def without_contacts(organisations: Iterable[int], wanted: Wanted) -> set[int]:
    """Those of whose list nobody is told of that kind: for them others stand in, or nobody."""
    found = readers_of(organisations, wanted)
    return {key for key, its in found.items() if all(reader.is_substitute for reader in its.readers)}


def how_many_of(organisations: Collection[int], wanted: Wanted) -> dict[int, int]:
    """How many of each client `readers_of` names; counted where they stand, for it is shown while somebody types."""
    entries = ListEntry.objects.filter(
        version__list__organisation__in=organisations,
        version__number=F("version__list__number"),
        wants__contains=[wanted],
        person__is_active=True,
    )
    by_client = entries.order_by().values_list("version__list__organisation").annotate(Count("pk"))
    found = Counter(dict(by_client))
    found.update(
        each.organisation_id for each in _substitutes([key for key in organisations if key not in found])
    )
    return dict(found)


def versions_in_force(organisations: Iterable[int]) -> dict[int, int]:
    """By client, the key of its list's version that stands; one without a list is left out."""
    rows = ListVersion.objects.filter(list__organisation__in=list(organisations), number=F("list__number"))
    return dict(rows.values_list("list__organisation", "pk"))


def add_told_before(readers: Mapping[int, Readers], told: Mapping[int, Mapping[int, Delivery]]) -> None:
    """Whoever was told of it is told what becomes of it, on the list still or not."""
    for client, rows in told.items():
        its = readers[client]
        known = {each.person.pk for each in its.readers}
        its.readers += [
            _as_before(row, row.person) for key, row in rows.items() if key not in known and row.person
        ]


def told_before(
    rows: QuerySet[Delivery], clients: Iterable[int], *, client: str
) -> dict[int, dict[int, Delivery]]:
    """By client, which these rows name by that path, and person: the row by which they were told last."""
    rows = (
        rows.filter(**{f"{client}__in": list(clients)}, to_client=True, person__is_active=True)
        .exclude(state=DeliveryState.CANCELLED)
        .select_related("person")
        .annotate(of_client=F(client))
        .order_by("pk")
    )
    found: dict[int, dict[int, Delivery]] = {}
    for row in rows:
        if row.person_id is not None:
            found.setdefault(row.of_client, {})[row.person_id] = row
    return found


def _as_before(row: Delivery, person: Person) -> Reader:
    return Reader(
        person=person,
        to_client=True,
        is_substitute=row.is_substitute,
        is_listed=True,
        channels=[(row.channel, row.address)],
    )


def _takes(entry: ListEntry, wanted: Wanted) -> bool:
    return wanted in entry.wants and entry.person.is_active


def _listed(entry: ListEntry) -> Reader:
    channels = [(each["kind"], each["address"]) for each in entry.channels]
    return Reader(person=entry.person, to_client=True, is_listed=True, channels=channels)


def _substitutes(organisations: list[int], *, but: QuerySet[Delivery, Any] | None = None) -> list[Contact]:
    if not organisations:
        return []
    contacts = Contact.objects.filter(organisation__in=organisations, person__is_active=True)
    if but is not None:
        contacts = contacts.exclude(person__in=but).filter(person__bounced_at=None)
    ranked = list(contacts.select_related("person").order_by("-is_administrator", "-is_approver", "pk"))
    ahead = {each.organisation_id for each in ranked if each.is_administrator or each.is_approver}
    return [
        each
        for each in ranked
        if each.is_administrator or each.is_approver or each.organisation_id not in ahead
    ]
