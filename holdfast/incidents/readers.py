"""Who of a client is told: the contacts of its emergency list that want it; else, in their place, whom else we know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from holdfast.clients.models import Contact, ListEntry, ListVersion, Wanted
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
    found = {key: Readers() for key in organisations}
    versions = _versions_in_force(found)
    for key, version in versions.items():
        found[key].version = version
    of_version = {version: key for key, version in versions.items()}
    entries = ListEntry.objects.filter(
        version__in=of_version, wants__contains=[wanted], person__is_active=True
    )
    for entry in entries.select_related("person").order_by("version", "position"):
        found[of_version[entry.version_id]].readers.append(
            Reader(
                person=entry.person,
                to_client=True,
                is_listed=True,
                channels=[(each["kind"], each["address"]) for each in entry.channels],
            )
        )
    empty = [key for key, its in found.items() if not its.readers]
    for contact in _substitutes(empty):
        found[contact.organisation_id].readers.append(
            Reader(person=contact.person, to_client=True, is_substitute=True, is_listed=True)
        )
    return found


def _versions_in_force(organisations: Iterable[int]) -> dict[int, int]:
    rows = ListVersion.objects.raw(_IN_FORCE, {"clients": list(organisations)})
    return {row.client: row.pk for row in rows}  # type: ignore[attr-defined]


_IN_FORCE = """
SELECT v.id, l.organisation_id AS client FROM clients_emergencylist l
  JOIN clients_listversion v ON v.list_id = l.id AND v.number = l.number
 WHERE l.organisation_id = ANY(%(clients)s::bigint[])
"""


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
