"""Who of a client is told: the contacts of its emergency list that want it; else, in their place, whom else we know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F

from holdfast.clients.emergency.reading import lists_of
from holdfast.clients.models import Contact, ListEntry, Wanted
from holdfast.notices.letters import Reader


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
    for contact in _substitutes(empty):
        found[contact.organisation_id].readers.append(
            Reader(person=contact.person, to_client=True, is_substitute=True, is_listed=True)
        )
    return found


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
    lists = lists_of(list(organisations))
    return {key: its.version.pk for key, its in lists.items() if its.version}


def _takes(entry: ListEntry, wanted: Wanted) -> bool:
    return wanted in entry.wants and entry.person.is_active


def _listed(entry: ListEntry) -> Reader:
    channels = [(each["kind"], each["address"]) for each in entry.channels]
    return Reader(person=entry.person, to_client=True, is_listed=True, channels=channels)


def _substitutes(organisations: list[int]) -> list[Contact]:
    if not organisations:
        return []
    contacts = Contact.objects.filter(organisation__in=organisations, person__is_active=True)
    ranked = list(contacts.select_related("person").order_by("-is_administrator", "-is_approver", "pk"))
    ahead = {each.organisation_id for each in ranked if each.is_administrator or each.is_approver}
    return [
        each
        for each in ranked
        if each.is_administrator or each.is_approver or each.organisation_id not in ahead
    ]
