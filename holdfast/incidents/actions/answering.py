"""A word about an interruption answers the tickets that are linked to it, all at once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from holdfast.incidents.facts import TicketLeftUnanswered
from holdfast.incidents.linked import lock_answerable
from holdfast.incidents.models import Interruption
from holdfast.kernel.facts import record_many
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Said, Sending, send_messages
from holdfast.tickets.models import Ticket

log = logging.getLogger(__name__)
Told = Mapping[int, Collection[int]]
"""By client, whom the word itself reaches: they get no second mail."""


def answer_linked(
    interruption: Interruption,
    words_for: Callable[[int | None], str],
    told: Told,
    *,
    leaving_out: Collection[int | None] = (),
    at: datetime,
    by: Person,
) -> None:
    """Put the words for its client on each open ticket linked to a locked interruption, but on those of these clients.

    A ticket on which they can't be put holds up neither the others nor the word: its trail says so, to whoever holds it.
    """
    tickets = [each for each in lock_answerable(interruption) if each.organisation_id not in leaving_out]
    said = {
        client: Said(text=words_for(client), author=by)
        for client in {each.organisation_id for each in tickets}
    }
    lost = _send(tickets, said, told, at=at, by=by)
    facts = [
        TicketLeftUnanswered(ticket=each, interruption=interruption.pk, title=interruption.title)
        for each in lost
    ]
    record_many(facts, by=by.actor, at=at)


def _send(
    tickets: Sequence[Ticket], said: Mapping[int | None, Said], told: Told, *, at: datetime, by: Person
) -> list[int]:
    """Together; where that fails, in halves, until only those are left out that fail alone. Returns their numbers."""
    try:
        with transaction.atomic():
            send_messages(
                [
                    Sending(
                        ticket=each,
                        said=said[each.organisation_id],
                        told_elsewhere=told.get(each.organisation_id or 0, ()),
                        by=by,
                    )
                    for each in tickets
                ],
                at=at,
            )
        return []
    except Exception:
        if len(tickets) == 1:
            log.exception("A word could not be put on #%d; it is sent without.", tickets[0].pk)
            return [tickets[0].pk]
    half = len(tickets) // 2
    fresh = Ticket.objects.all_locked([each.pk for each in tickets])  # what failed changed them in memory
    return _send(fresh[:half], said, told, at=at, by=by) + _send(fresh[half:], said, told, at=at, by=by)
