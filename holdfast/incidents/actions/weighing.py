"""Suspicions are weighed: confirmed or dismissed, and whoever reported them is told (E5)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from holdfast.incidents.actions.linking import add_links, end_links
from holdfast.incidents.facts import SuspicionWeighed
from holdfast.incidents.models import Interruption, Suspicion
from holdfast.incidents.suspicion_notices import tell_reporters
from holdfast.kernel.facts import record_many
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Said, Sending, send_messages
from holdfast.tickets.models import Ticket
from holdfast.tickets.notices import readers_of_all


def confirm_suspicions(interruption: Interruption, *, at: datetime, by: Person) -> None:
    """It is so: the tickets in which it was reported are linked, and their people told at once."""
    tickets = _waiting(interruption)
    add_links(interruption, tickets, at=at, by=by.actor)
    _note_weighed(interruption, is_confirmed=True, at=at, by=by)
    tell_reporters(interruption, tickets, at=at)


def dismiss_suspicions(interruption: Interruption, *, words: str, at: datetime, by: Person) -> None:
    """It is not: each reporter reads the words on their ticket, and gets them in one mail that says so."""
    tickets = _waiting(interruption)
    end_links(interruption, interruption.linked_tickets.all(), at=at, by=by.actor)
    _note_weighed(interruption, is_confirmed=False, at=at, by=by)
    still_open = [each for each in tickets if each.is_open]
    readers = readers_of_all(still_open)
    send_messages(
        [
            Sending(
                ticket=each,
                said=Said(text=words, author=by),
                told_elsewhere=[reader.person.pk for reader in readers[each.pk]],
                by=by,
            )
            for each in still_open
        ],
        at=at,
    )
    tell_reporters(interruption, tickets, words=words, author=by, at=at)


def _waiting(interruption: Interruption) -> list[Ticket]:
    """The tickets whose suspicion waits to be weighed, locked in key order."""
    rows = _not_weighed(interruption).exclude(ticket=None)
    return Ticket.objects.all_locked(set(rows.values_list("ticket_id", flat=True)))


def _note_weighed(interruption: Interruption, *, is_confirmed: bool, at: datetime, by: Person) -> None:
    rows = list(_not_weighed(interruption).order_by("pk"))
    Suspicion.objects.filter(pk__in=[each.pk for each in rows]).update(weighed_at=at)
    facts = [
        SuspicionWeighed(
            ticket=each.ticket_id,
            interruption=interruption.pk,
            is_confirmed=is_confirmed,
            client=each.organisation_id,
            title=interruption.title if is_confirmed else "",
        )
        for each in rows
        if each.ticket_id is not None
    ]
    record_many(facts, by=by.actor, at=at)


def _not_weighed(interruption: Interruption) -> QuerySet[Suspicion]:
    return interruption.suspicions.filter(weighed_at=None)
