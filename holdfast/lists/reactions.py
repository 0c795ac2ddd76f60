"""What follows a change of a list, and a review that has come due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from holdfast.clients.emergency.reading import uses_mail
from holdfast.clients.facts import ListChanged, ListReviewDue
from holdfast.clients.models import ListEntry, Organisation
from holdfast.kernel.facts import Recorded
from holdfast.lists import notices
from holdfast.lists.links import is_proven
from holdfast.people.models import Person

_WHAT: Final = ("added", "changed", "removed")


def follow_change(told: Recorded[ListChanged]) -> None:
    """Confirm the change to old and new addresses, and let those who are new show that theirs is their own.

    What the account manager changes is told to whom it concerns; what support changed on somebody's request, to
    everybody on the list before and after and to whoever asked, so that no one puts themselves on it, or others off, unseen.
    """
    fact = told.fact
    organisation = Organisation.objects.select_related("account_manager", "cover").get(pk=fact.client)
    entries = _entries(organisation, fact.number)
    by_key = {entry.person_id: entry for entry in entries}
    asked = [
        by_key[key].person
        for key in fact.added
        if uses_mail(by_key[key]) and not is_proven(by_key[key].person)
    ]
    touched = [key for what in _WHAT for key in getattr(fact, what)]
    readers = [
        entry.person
        for entry in by_key.values()
        if (fact.asked_by or entry.person_id in touched) and entry.person not in asked
    ]
    if fact.asked_by and fact.asked_by not in by_key:
        readers.append(Person.objects.get(pk=fact.asked_by))
    notices.tell_of_change(organisation, readers, _changes(fact, by_key), number=fact.number, at=told.at)
    event = f"list-proof-{organisation.pk}-{fact.number}"
    notices.ask_for_proofs(organisation, asked, event=lambda person: f"{event}-{person.pk}", at=told.at)


def tell_of_reviews(told: Sequence[Recorded[ListReviewDue]]) -> None:
    """Tell whoever looks after each client."""
    clients = Organisation.objects.in_bulk([each.fact.client for each in told])
    notices.tell_of_reviews([(each.fact, clients[each.fact.client]) for each in told], at=told[0].at)


def _entries(organisation: Organisation, number: int) -> Iterable[ListEntry]:
    """Of the version before, then of this one: whoever stands on both is taken as they are now."""
    rows = ListEntry.objects.filter(
        version__list__organisation=organisation, version__number__in=(number - 1, number)
    )
    return rows.select_related("person").order_by("version__number", "position")


def _changes(fact: ListChanged, entries: dict[int, ListEntry]) -> list[dict[str, str]]:
    people: list[tuple[str, Person]] = [
        (what, entries[key].person) for what in _WHAT for key in getattr(fact, what)
    ]
    return [
        {"what": what, "name": person.name or person.email, "address": person.email}
        for what, person in people
    ]
