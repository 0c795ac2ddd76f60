"""Whoever must act is told that a word about an interruption was not sent in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from holdfast.incidents.models import Interruption
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in
from holdfast.policy.queries import document_of
from holdfast.promises.models import Promise


def tell_of_missed_words(missed: Sequence[tuple[Promise, Interruption]], *, at: datetime) -> None:
    """One letter for each interruption and clause, to who confirmed it and to the managers, with how many clients wait."""
    waiting: dict[tuple[int, str, datetime], list[tuple[Promise, Interruption]]] = {}
    for promise, interruption in missed:
        waiting.setdefault((interruption.pk, promise.clause, promise.due_at), []).append(
            (promise, interruption)
        )
    if not waiting:
        return
    managers = who_stands_in(first=Role.MANAGER)
    write_notices([_letter(pairs, managers) for pairs in waiting.values()], at=at)


def _letter(pairs: Sequence[tuple[Promise, Interruption]], managers: Sequence[Person]) -> Letter:
    promise, interruption = pairs[0]
    people = {person.pk: person for person in (interruption.confirmed_by, *managers) if person}
    title = document_of(promise.policy_version_id).clause(promise.clause).title
    return Letter(
        event=f"word-missed-{promise.pk}-{promise.generation}",
        kind="word_missed",
        about=interruption.about,
        readers=[Reader(person=person, to_client=False) for person in people.values()],
        subject=f"[Interruption] {interruption.title}",
        said={
            "title": interruption.title,
            "clause": title,
            "due_at": promise.due_at,
            "clients": len(pairs),
            "desk_url": f"{settings.SITE_URL}/desk/interruptions/{interruption.pk}/",
        },
        lane=Lane.PAGING,
        is_automatic=True,
    )
