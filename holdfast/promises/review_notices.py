"""Whoever looks after a client, and the managers, are told that its emergency list was not reviewed in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from holdfast.clients.account_manager import managers_for
from holdfast.notices.actions.writing import write_notices
from holdfast.notices.letters import Letter, Reader
from holdfast.notices.models import Lane
from holdfast.promises.models import Promise


def tell_of_missed_reviews(missed: Sequence[Promise], *, at: datetime) -> None:
    """One letter for each client."""
    clients = {each.organisation_id: each.organisation for each in missed}
    managers = managers_for(list(clients.values()))
    letters = []
    for each in missed:
        client = clients[each.organisation_id]
        assert client is not None
        people = {person.pk: person for person in (*managers.of(client, at=at), *managers.managers)}
        letters.append(
            Letter(
                event=f"review-missed-{each.pk}-{each.generation}",
                kind="review_missed",
                about=f"client-{client.pk}",
                readers=[Reader(person=person, to_client=False) for person in people.values()],
                subject=f"{client.name}: emergency list not reviewed",
                said={
                    "client": client.name,
                    "due_at": each.due_at,
                    "desk_url": f"{settings.SITE_URL}/desk/clients/{client.pk}/#emergency-list",
                },
                lane=Lane.UPDATE,
                is_automatic=True,
            )
        )
    write_notices(letters, at=at)
