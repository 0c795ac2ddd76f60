"""The lists as they stand, read for any number of clients in two queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F

from holdfast.clients.emergency.channels import Channel, ChannelKind
from holdfast.clients.emergency.contacts import Listed
from holdfast.clients.emergency.health import Reach, State
from holdfast.clients.models import ListEntry, ListVersion


@dataclass(frozen=True)
class Standing:
    """One client's list: the version in force, None before there is one, and its contacts in their order."""

    version: ListVersion | None = None
    entries: tuple[ListEntry, ...] = ()

    @property
    def number(self) -> int:
        return self.version.number if self.version else 0

    @property
    def state(self) -> State:
        """The same, as its health is judged."""
        if self.version is None:
            return State()
        return State(
            contacts=[_reach(each) for each in self.entries],
            changed_at=self.version.at,
            reviewed_at=self.version.list.reviewed_at,
        )


def lists_of(organisations: Collection[int]) -> dict[int, Standing]:
    """By the client's key; every one that was asked for has its place."""
    versions = {
        version.list.organisation_id: version
        for version in ListVersion.objects.filter(
            list__organisation__in=organisations, number=F("list__number")
        ).select_related("list")
    }
    entries: dict[int, list[ListEntry]] = {}
    rows = ListEntry.objects.filter(version__in=versions.values()).select_related("person")
    for entry in rows.order_by("position") if versions else ():
        entries.setdefault(entry.version_id, []).append(entry)
    return {
        key: Standing(version, tuple(entries.get(version.pk, ())))
        if (version := versions.get(key))
        else Standing()
        for key in organisations
    }


def list_of(organisation: int) -> Standing:
    """The list of one client."""
    return lists_of([organisation])[organisation]


def listed(entry: ListEntry) -> Listed:
    """The contact of an entry as one that is wanted, to be changed or put on again."""
    person = entry.person
    return Listed(
        email=person.email,
        name=person.name,
        role=entry.role,
        language=person.language,
        time_zone=person.time_zone,
        is_global=entry.is_global,
        channels=tuple(Channel(each["kind"], each["address"]) for each in entry.channels),
        wants=tuple(entry.wants),
    )


def uses_mail(entry: ListEntry) -> bool:
    return any(each["kind"] == ChannelKind.MAIL for each in entry.channels)


def _reach(entry: ListEntry) -> Reach:
    person = entry.person
    return Reach(
        name=str(person),
        uses_mail=uses_mail(entry),
        is_confirmed=person.confirmed_at is not None,
        has_bounced=person.bounced_at is not None,
        is_global=entry.is_global,
    )
