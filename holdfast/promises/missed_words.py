"""Whoever must act is told that a word about an interruption or a maintenance was not sent in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Person, Role
from holdfast.people.standing_in import who_stands_in
from holdfast.policy.queries import document_of
from holdfast.promises.matters import Matter, in_charge_of, path_of, word_for
from holdfast.promises.models import Promise


def tell_of_missed_words(missed: Sequence[tuple[Promise, Matter]], *, at: datetime) -> None:
    """One letter for each matter and clause, to who is in charge of it and to the managers, with how many clients wait."""
    waiting: dict[tuple[str, str, datetime], list[tuple[Promise, Matter]]] = {}
    for promise, matter in missed:
        waiting.setdefault((matter.about, promise.clause, promise.due_at), []).append((promise, matter))
    if not waiting:
        return
    managers = who_stands_in(first=Role.MANAGER)
    write_notices([_letter(pairs, managers) for pairs in waiting.values()], at=at)


def _letter(pairs: Sequence[tuple[Promise, Matter]], managers: Sequence[Person]) -> Letter:
    promise, matter = pairs[0]
    people = {person.pk: person for person in (in_charge_of(matter), *managers) if person}
    title = document_of(promise.policy_version_id).clause(promise.clause).title
    return Letter(
        event=f"word-missed-{promise.pk}-{promise.generation}",
        kind="word_missed",
        about=matter.about,
        readers=[Reader(person=person, to_client=False) for person in people.values()],
        subject=f"[{word_for(matter)}] {matter.title}",
        said={
            "title": matter.title,
            "clause": title,
            "due_at": promise.due_at,
            "clients": len(pairs),
            "desk_url": f"{settings.SITE_URL}{path_of(matter)}",
        },
        lane=Lane.PAGING,
        is_automatic=True,
    )
