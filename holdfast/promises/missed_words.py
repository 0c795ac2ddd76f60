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
from holdfast.promises.matters import in_charge_of, path_of, root_of, word_for
from holdfast.promises.rounds import Round


def tell_of_missed_words(rounds: Sequence[Round], *, at: datetime) -> None:
    """One letter for each round, to who is in charge of it and to the managers, with how many clients wait."""
    if rounds:
        managers = who_stands_in(first=Role.MANAGER)
        write_notices([_letter(each, managers) for each in rounds], at=at)


def _letter(missed: Round, managers: Sequence[Person]) -> Letter:
    promise, matter = missed.promise, missed.matter
    people = {person.pk: person for person in (in_charge_of(matter), *managers) if person}
    title = document_of(promise.policy_version_id).clause(promise.clause).title
    return Letter(
        event=f"word-missed-{missed.name}",
        kind="word_missed",
        about=matter.about,
        readers=[Reader(person=person, to_client=False) for person in people.values()],
        subject=f"[{word_for(matter)}] {matter.title}",
        said={
            "title": matter.title,
            "clause": title,
            "due_at": promise.due_at,
            "clients": missed.clients,
            "desk_url": f"{settings.SITE_URL}{path_of(matter)}",
        },
        lane=Lane.PAGING,
        is_automatic=True,
        thread_root=root_of(matter),
    )
