"""Who of ours hears of a suspicion: the client's account manager throughout, and at once whoever weighs it (E5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from holdfast.clients.account_manager import managers_for
from holdfast.clients.models import Organisation
from holdfast.incidents.facts import InterruptionSuspected, SuspicionWeighed
from holdfast.incidents.models import Interruption, Suspicion
from holdfast.incidents.notices import thread_root
from holdfast.kernel.facts import Recorded
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in

KIND: Final = "suspicion_of_client"


def tell_of_suspicion(told: Recorded[InterruptionSuspected]) -> None:
    """The account manager of whoever suspects it, and who may confirm it; not who says so."""
    suspicion = Suspicion.objects.select_related("interruption", "organisation").get(pk=told.fact.suspicion)
    client = suspicion.organisation
    people = [*_managers([client], at=told.at), *who_stands_in(first=Role.LEAD)]
    said = {
        "names": str(client or suspicion.person or told.by.label),
        "words": suspicion.words,
        "outcome": "",
    }
    readers = {each.pk: each for each in people if each.pk != told.by.person_id}
    _write(told, suspicion.interruption, readers.values(), said, lane=Lane.PAGING)


def tell_of_weighing(told: Sequence[Recorded[SuspicionWeighed]]) -> None:
    """The account managers of the reporters hear what came of it; of what is confirmed those only whom it does not reach,
    for the others hear of the interruption itself.
    """
    fact = told[0].fact
    interruption = Interruption.objects.get(pk=fact.interruption)
    clients = {each.fact.client for each in told if each.fact.client is not None}
    if fact.is_confirmed:
        clients -= set(interruption.affected.values_list("organisation_id", flat=True))
    rows = list(Organisation.objects.filter(pk__in=clients).order_by("name"))
    managers = managers_for(rows)
    theirs: dict[int, tuple[Person, list[str]]] = {}
    for row in rows:
        for person in managers.of(row, at=told[0].at):
            theirs.setdefault(person.pk, (person, []))[1].append(row.name)
    for person, names in theirs.values():
        said = {
            "names": ", ".join(names),
            "reason": interruption.because,
            "outcome": "confirmed" if fact.is_confirmed else "dismissed",
        }
        _write(told[0], interruption, [person], said, lane=Lane.UPDATE)


def _managers(clients: Sequence[Organisation | None], *, at: datetime) -> list[Person]:
    known = [each for each in clients if each is not None]
    managers = managers_for(known)
    return [person for each in known for person in managers.of(each, at=at)]


def _write(
    told: Recorded[Any],
    interruption: Interruption,
    people: Iterable[Person],
    said: dict[str, Any],
    *,
    lane: Lane,
) -> None:
    readers = [Reader(person=each, to_client=False) for each in people]
    letter = Letter(
        event="-".join([KIND, str(told.entry_id), *(str(each.person.pk) for each in readers[:1])]),
        kind=KIND,
        about=interruption.about,
        readers=readers,
        subject=f"[Interruption] {interruption.title}",
        said={
            "title": interruption.title,
            "desk_url": f"{settings.SITE_URL}/desk/interruptions/{interruption.pk}/",
            **said,
        },
        lane=lane,
        is_automatic=True,
        thread_root=thread_root(interruption),
    )
    if readers:
        write_notices([letter], at=told.at)
