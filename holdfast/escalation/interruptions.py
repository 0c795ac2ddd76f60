"""The account managers hear of an interruption before their clients do (D4), and when it was none: each by one letter for
all of theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from django.conf import settings

from holdfast.clients.account_manager import managers_for
from holdfast.clients.models import Organisation, Wanted
from holdfast.incidents.facts import ClientAffected, InterruptionRetracted
from holdfast.incidents.models import Interruption
from holdfast.incidents.notices import thread_root
from holdfast.incidents.readers import without_contacts
from holdfast.kernel.facts import Recorded
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Delivery, Lane
from holdfast.people.models import Person

KIND: Final = "interruption_of_clients"
RETRACTED: Final = "interruption_of_clients_retracted"
_NAMED: Final = 20
"""So many clients are named in one letter; of more their number."""


def tell_account_managers_of_interruption(told: Sequence[Recorded[ClientAffected]]) -> None:
    """Whoever looks after the clients that were found affected now; managers stand in where nobody is named."""
    interruption = _interruption(told[0])
    clients = Organisation.objects.in_bulk([each.fact.client for each in told])
    managers = managers_for(list(clients.values()))
    theirs: dict[int, list[Recorded[ClientAffected]]] = {}
    people: dict[int, Person] = {}
    for each in told:
        for person in managers.of(clients[each.fact.client], at=each.at):
            people[person.pk] = person
            theirs.setdefault(person.pk, []).append(each)
    unlisted = without_contacts(clients, Wanted.INTERRUPTION)
    write_notices(
        [
            _letter(interruption, people[key], found, [clients[each.fact.client] for each in found], unlisted)
            for key, found in theirs.items()
        ],
        at=told[0].at,
    )


def tell_account_managers_of_retraction(told: Recorded[InterruptionRetracted]) -> None:
    """Whoever was told of it knows that it was none, and why: their clients read so at the same time."""
    interruption = _interruption(told)
    theirs: dict[Person, set[int]] = {}
    before = Delivery.objects.filter(notice__kind=KIND, about=interruption.about, person__isnull=False)
    for each in before.select_related("notice", "person").order_by("pk"):
        assert each.person is not None
        theirs.setdefault(each.person, set()).update(each.notice.said["affected"])
    rows = interruption.affected.select_related("organisation").in_bulk()
    write_notices(
        [
            Letter(
                event=f"{RETRACTED}-{interruption.pk}-{person.pk}",
                kind=RETRACTED,
                about=interruption.about,
                readers=[Reader(person=person, to_client=False)],
                subject=f"[Interruption] {interruption.title}",
                said={
                    **_said(interruption, [rows[key].organisation for key in keys]),
                    "reason": told.fact.reason,
                },
                lane=Lane.PAGING,
                is_automatic=True,
                thread_root=thread_root(interruption),
            )
            for person, keys in theirs.items()
        ],
        at=told.at,
    )


def _said(interruption: Interruption, clients: Sequence[Organisation]) -> dict[str, Any]:
    """What it is, and whom of theirs it reaches or was said to."""
    names = sorted(each.name for each in clients)
    return {
        "title": interruption.title,
        "began_at": interruption.began_at,
        "names": ", ".join(names[:_NAMED]),
        "more": max(0, len(names) - _NAMED),
        "desk_url": f"{settings.SITE_URL}/desk/interruptions/{interruption.pk}/",
    }


def _letter(
    interruption: Interruption,
    person: Person,
    found: Sequence[Recorded[ClientAffected]],
    clients: Sequence[Organisation],
    unlisted: Collection[int],
) -> Letter:
    empty = sorted(each.name for each in clients if each.pk in unlisted)
    return Letter(
        event=f"{KIND}-{found[0].entry_id}-{person.pk}",
        kind=KIND,
        about=interruption.about,
        readers=[Reader(person=person, to_client=False)],
        subject=f"[Interruption] {interruption.title}",
        said={
            **_said(interruption, clients),
            "empty": ", ".join(empty[:_NAMED]) + (" …" if len(empty) > _NAMED else ""),
            "affected": [each.fact.affected for each in found],
        },
        lane=Lane.PAGING,
        is_automatic=True,
        thread_root=thread_root(interruption),
    )


def _interruption(told: Recorded[ClientAffected] | Recorded[InterruptionRetracted]) -> Interruption:
    row = told.row
    return row if isinstance(row, Interruption) else Interruption.objects.get(pk=told.fact.interruption)
